"""The rule `incompatible-types`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import TypeProblem
from dwmap.source import Span

__all__ = ["IncompatibleTypes"]


@dataclass(frozen=True)
class IncompatibleTypes(TypeProblem):
    """
    A plain line joins two fields whose types have nothing in common.

    ## Why it matters
    Every record would fail when it is written. The product reports it as DIPV1030.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Created         = customertypecode
    }
    ```

    ## Instead
    ```dwmap
    extend entity ce.accounts { opened date? }
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Created         = opened
    }
    ```

    ## How to mend
    Map another field, or say with a value map or a transform how the one becomes the other.
    """

    source: str
    target: str
    source_type: str
    target_type: str
    span: Span
    source_span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` is {self.source_type}, `{self.target}` is {self.target_type}",
            self.span,
            f"this is {self.target_type}",
            Label(self.source_span, f"this is {self.source_type}"),
            help="use a value map or a transform, or map another field",
        )
