"""The rule `unknown-system`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownSystem"]


@dataclass(frozen=True)
class UnknownSystem(NameProblem):
    """
    A name begins with a system that is not declared.

    ## Why it matters
    The kind of the system decides how its empty values, keys and filters are written.

    ## Example
    ```dwmap
    system legacy sql
    entity legcy.Customers {
      integration key number
      number string(20)
    }
    ```

    ## Instead
    ```dwmap
    system legacy sql
    entity legacy.Customers {
      integration key number
      number string(20)
    }
    ```

    ## How to mend
    Declare the system with its kind (`finops`, `dataverse`, `odata` or `sql`), or correct the name. `fo` and `ce` are there
    without a declaration.
    """

    fixable = Fixable.UNSAFE
    name: str
    span: Span
    meant: tuple[str, ...] = ()

    def diagnose(self) -> Diagnostic:
        help = (
            did_you_mean(self.name, self.meant)
            or f"declare it: `system {self.name} sql`"
        )
        return self._diagnostic(
            f"no system is called `{self.name}`",
            self.span,
            help=help,
            fix=self._fix(self.span, self.meant),
        )
