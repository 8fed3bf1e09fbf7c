"""The rule `unknown-member`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fixable, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownMember"]

MOST_LISTED = 6
"""Of a longer list nobody reads the message to its end."""


@dataclass(frozen=True)
class UnknownMember(NameProblem):
    """
    A value that the enum or option set does not have.

    ## Why it matters
    The entry can never match, or writes a value that the other side refuses.

    ## Example
    ```dwmap
    valuemap OneTime : fo.NoYes <-> bool {
      No   = false
      Yess = true
    }
    ```

    ## Instead
    ```dwmap
    valuemap OneTime : fo.NoYes <-> bool {
      No  = false
      Yes = true
    }
    ```

    ## How to mend
    Write the value as the enum or option set declares it, or declare it there if the system has it.
    """

    fixable = Fixable.UNSAFE
    name: str
    type: str
    span: Span
    meant: tuple[str, ...]
    values: tuple[str, ...] = ()
    now: str | None = None
    """What a value of that name is called since it was renamed."""

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(f"`{value}`" for value in self.values[:MOST_LISTED])
        more = len(self.values) - MOST_LISTED
        help = f"its values are {listed}" + f" and {more} more" * (more > 0)
        if not self.values:
            help = "it has no values"
        return self._diagnostic(
            f"`{self.name}` is no value of `{self.type}`",
            self.span,
            help=self._called(self.now) or did_you_mean(self.name, self.meant) or help,
            fix=self._fix(self.span, self.meant, self.now),
        )
