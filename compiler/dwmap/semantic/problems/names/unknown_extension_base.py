"""The rule `unknown-extension-base`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownExtensionBase"]


@dataclass(frozen=True)
class UnknownExtensionBase(NameProblem):
    """
    An extension was written against another version of its base map.

    ## Why it matters
    The base has moved on: what the extension adds or replaces may be there already, or be gone.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.6
      CustomerAccount = accountnumber
    }
    extend map Customers on 1.0.0.5 {
      add Name = name
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.6
      CustomerAccount = accountnumber
    }
    extend map Customers on 1.0.0.6 {
      add Name = name
    }
    ```

    ## How to mend
    `dwmap rebase` says which changes still apply, which are there by now and which conflict, and with `--write` makes the
    edits that need no decision. Then the extension names the new version behind `on`.
    """

    severity = Severity.WARNING
    map: str
    written: str
    actual: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"this extends version `{self.written}` of `{self.map}`, which is now `{self.actual}`",
            self.span,
            help=f"`dwmap rebase` says what still applies; where nothing conflicts, `--write` names `on {self.actual}`",
        )
