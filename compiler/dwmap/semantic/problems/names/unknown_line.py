"""The rule `unknown-line`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownLine"]


@dataclass(frozen=True)
class UnknownLine(NameProblem):
    """
    An extension replaces or removes a line that the base map does not have.

    ## Why it matters
    The extension has no effect there, and a reader would think that it has: the base's line still runs.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CreditLimit     = creditlimit
    }
    extend map Customers { remove CreditLimt }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      CreditLimit     = creditlimit
    }
    extend map Customers { remove CreditLimit }
    ```

    ## How to mend
    Write one of the two paths of the line that is meant. If the base has dropped the line, drop this one too. A line that
    another solution adds can be changed by a solution that `requires` it.
    """

    fixable = Fixable.UNSAFE
    path: str
    map: str
    span: Span
    meant: tuple[str, ...]
    added_by: str | None = None
    """The solution that adds such a line, where the one of this extension does not require it."""
    now: str | None = None
    """The line of the map whose field had this name."""

    def diagnose(self) -> Diagnostic:
        require = None
        if self.added_by:
            require = (
                f"`{self.added_by}` adds one; say that this solution `requires` it"
            )
        return self._diagnostic(
            f"`{self.map}` has no line for `{self.path}`",
            self.span,
            help=require
            or self._called(self.now)
            or did_you_mean(self.path, self.meant),
            fix=self._fix(self.span, self.meant, self.now),
        )
