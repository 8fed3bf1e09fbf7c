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

    def diagnose(self) -> Diagnostic:
        fix = (
            Fix(
                f"write `{self.meant[0]}`",
                (Edit(self.span, self.meant[0]),),
                safe=False,
            )
            if self.meant
            else None
        )
        return self._diagnostic(
            f"no function is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=fix,
        )
