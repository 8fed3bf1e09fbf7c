"""The rule `unknown-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnknownType"]


@dataclass(frozen=True)
class UnknownType(NameProblem):
    """
    A type that is neither built in nor declared as an enum or option set.

    ## Why it matters
    The field is taken as `any`: a value that the other side does not know is first seen when a record fails.

    ## Example
    ```dwmap
    entity fo.Orders {
      Number string(20)
      Status SalesStatus
    }
    ```

    ## Instead
    ```dwmap
    enum fo.SalesStatus { Open, Closed }
    entity fo.Orders {
      Number string(20)
      Status SalesStatus
    }
    ```

    ## How to mend
    Declare the type as `enum` or `options`, correct its name, or write `any` if nothing is known about it.
    """

    severity = Severity.WARNING
    name: str
    span: Span
    meant: tuple[str, ...] = ()
    instead: str | None = None

    def diagnose(self) -> Diagnostic:
        help = (
            did_you_mean(self.name, self.meant)
            or "declare it as `enum` or `options`, or write `any`"
        )
        if self.instead:
            help = f"here it is called `{self.instead}`"
        return self._diagnostic(
            f"no type is called `{self.name}`, so its values are not checked",
            self.span,
            help=help,
        )
