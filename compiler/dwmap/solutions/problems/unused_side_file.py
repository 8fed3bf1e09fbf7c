"""The rule `unused-side-file`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.extras import Kind
from dwmap.solutions.problems.topic import ExportProblem

__all__ = ["UnusedSideFile"]


@dataclass(frozen=True)
class UnusedSideFile(ExportProblem):
    """
    A side file (`.extras.json`) speaks of a map or a solution that the specs do not have.

    ## Why it matters
    It keeps the ids and settings that the product gave to a map. A map that was given another name is exported without them:
    as a second map beside the one that runs.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```

    The side file says `"map": "CustomersV3_accounts"`, as the map was called when it was imported.

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      renamed from CustomersV3_accounts
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Write `renamed from` in the map that it is now; for a solution, its new name in the side file. Where the map is gone, delete
    the side file, or take the map out of the `legs` of that of the first leg.
    """

    severity = Severity.WARNING
    kind: Kind
    name: str
    path: str

    def diagnose(self) -> Diagnostic:
        new = f"write `renamed from {self.name}` in the map that it is now, or delete"
        if self.kind == "solution":
            new = "write in it what the solution is called now, or delete"
        return self._diagnostic(
            f"no {self.kind} is called `{self.name}`, and what `{self.path}` keeps of it is not exported",
            None,
            help=f"{new} the file if it is gone",
        )
