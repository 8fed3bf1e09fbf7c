"""The rule `unknown-solution`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, Severity, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownSolution"]


@dataclass(frozen=True)
class UnknownSolution(NameProblem):
    """
    A solution requires another one that the project does not declare.

    ## Why it matters
    It may well be installed where the maps run. But its version cannot be checked, and overlays of a solution come after those of
    the solutions that it requires only if these are known.

    ## Example
    ```dwmap core/solution.dwmap
    solution FinanceCore { version 1.0.0.0 }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCor 1.0
    }
    ```

    ## Instead
    ```dwmap core/solution.dwmap
    solution FinanceCore { version 1.0.0.0 }
    ```
    ```dwmap customers/solution.dwmap
    solution CustomerMaster {
      version 1.0.0.0
      requires FinanceCore 1.0
    }
    ```

    ## How to mend
    Write the name of the solution that is meant, or declare it: a file with `solution NAME { version 1.0.0.0 }` in a folder of its
    own.
    """

    fixable = Fixable.UNSAFE
    severity = Severity.NOTE
    name: str
    by: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        declare = f"declare it in a folder of its own: `solution {self.name} {{ … }}`"
        return self._diagnostic(
            f"`{self.by}` requires `{self.name}`, which is not declared here",
            self.span,
            help=did_you_mean(self.name, self.meant) or declare,
            fix=self._fix(self.span, self.meant),
        )
