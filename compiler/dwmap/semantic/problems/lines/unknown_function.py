"""The rule `unknown-function`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable, did_you_mean
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["UnknownFunction"]


@dataclass(frozen=True)
class UnknownFunction(LineProblem):
    """
    A call of a function that the language does not have.

    ## Why it matters
    The expression cannot be compiled, so no record could be carried.

    ## Example
    ```dwmap
    transform Capitals(value: text) -> text {
      forward uper(value)
    }
    ```

    ## Instead
    ```dwmap
    transform Capitals(value: text) -> text {
      forward upper(value)
    }
    ```

    ## How to mend
    Write the name that the message proposes, or one of the functions in the reference of the language.
    """

    fixable = Fixable.UNSAFE
    name: str
    span: Span
    meant: tuple[str, ...]
    instead: str | None = None
    is_transform: bool = False

    def diagnose(self) -> Diagnostic:
        help = did_you_mean(self.name, self.meant)
        proposed = self.meant[0] if self.meant else self.instead
        if self.is_transform:
            help = f"a line names it behind its sides: `: {self.name}`"
            proposed = None
        elif self.instead:
            help, proposed = f"here it is called `{self.instead}`", self.instead
        return self._diagnostic(
            f"no function is called `{self.name}`",
            self.span,
            help=help,
            fix=self._fix(proposed) if proposed else None,
        )

    def _fix(self, name: str) -> Fix:
        return Fix(f"write `{name}`", (Edit(self.span, name),), safe=False)
