"""The rule `unknown-input`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, did_you_mean
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["UnknownInput"]


@dataclass(frozen=True)
class UnknownInput(LineProblem):
    """
    An expression of a transform or state table names something that is none of its inputs.

    ## Why it matters
    A transform sees its inputs and nothing else, so that it means the same on every line.

    ## Example
    ```dwmap
    transform Cents(value: decimal(18, 2)) -> decimal(20, 2) {
      forward amount * 100
    }
    ```

    ## Instead
    ```dwmap
    transform Cents(value: decimal(18, 2)) -> decimal(20, 2) {
      forward value * 100
    }
    ```

    ## How to mend
    Write the name of an input, or add an input and give it a value on every line that uses the transform.
    """

    name: str
    span: Span
    meant: tuple[str, ...]
    inputs: tuple[str, ...]
    value: str | None = None

    def diagnose(self) -> Diagnostic:
        listed = "the inputs are " + ", ".join(f"`{one}`" for one in self.inputs)
        if len(self.inputs) == 1:
            listed = f"the only input is `{self.inputs[0]}`"
        meant = did_you_mean(self.name, self.meant)
        if self.value:
            meant = f"as a value it is written `{self.value}`"
        return self._diagnostic(
            f"no input is called `{self.name}`",
            self.span,
            help=meant or (listed if self.inputs else None),
        )
