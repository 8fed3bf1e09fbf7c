"""The rule `key-one-way`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import KeyProblem
from dwmap.source import Span

__all__ = ["KeyOneWay"]


@dataclass(frozen=True)
class KeyOneWay(KeyProblem):
    """
    A map has two-way lines and maps a part of its key one way only.

    ## Why it matters
    Records that begin on the other side cannot find their partner: the synchronization creates a second row instead of
    changing the first. The product reports it as DIPV1004.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount > accountnumber
      Name            = name
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Name            = name
    }
    ```

    ## How to mend
    Map the part of the key both ways, or let every line of the map go one way.
    """

    severity = Severity.WARNING
    part: str
    map: str
    span: Span
    op: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` goes both ways, but its key part `{self.part}` goes one way only (`{self.op}`)",
            self.span,
            help="map the key part both ways, or every line one way",
        )
