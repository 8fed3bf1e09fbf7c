"""The rule `unknown-candidate`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["UnknownCandidate"]


@dataclass(frozen=True)
class UnknownCandidate(ImportProblem):
    """
    A polymorphic lookup names a table that no source has.

    ## Why it matters
    It may be misspelt, and then no row is ever found. It is declared with nothing but the column that is its key.

    ## Example
    ```markdown
    PARTNER | = | customerid.Acount(accountnumber).Contact(contactnumber) |
    ```
    ```json
    {
      "account": {"accountnumber": "string", "customerid": {"type": "lookup", "targets": ["account", "contact"]}},
      "contact": {"contactnumber": "string"}
    }
    ```

    ## Instead
    ```markdown
    PARTNER | = | customerid.Account(accountnumber).Contact(contactnumber) |
    ```
    ```json
    {
      "account": {"accountnumber": "string", "customerid": {"type": "lookup", "targets": ["account", "contact"]}},
      "contact": {"contactnumber": "string"}
    }
    ```

    ## How to mend
    Write the name of the table, or add its map or column list to the import.
    """

    severity = Severity.WARNING
    span: Span
    name: str
    set_name: str
    known: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        message = f"no source has a table `{self.name}`"
        help = did_you_mean(self.name, self.known)
        label = f"declared as `ce.{self.set_name}`"
        return self._diagnostic(message, self.span, label, help=help)
