"""The rule `outside-samples`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["OutsideSamples"]


@dataclass(frozen=True)
class OutsideSamples(NameProblem):
    """
    A file of samples lies outside of the project.

    ## Why it matters
    A project is reviewed and tested as a whole: what it reads lies in its folder, under its version control. On another
    machine a file outside of it is not there, or is another one.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    samples fo "../../customers.csv" for Customers
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    samples fo "samples/customers.csv" for Customers
    ```

    ## How to mend
    Move the file into the project, and write its path from the folder of this file on, with `/` between names.
    """

    path: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.path}` is no file of this project",
            self.span,
            "it leads out of the project's folder",
            help="put the file into the project, and write its path from here on",
        )
