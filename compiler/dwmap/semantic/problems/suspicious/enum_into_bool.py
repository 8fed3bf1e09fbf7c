"""The rule `enum-into-bool`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["EnumIntoBool"]


@dataclass(frozen=True)
class EnumIntoBool(SuspiciousProblem):
    """
    A value map squeezes named values into yes or no.

    ## Why it matters
    A third value has nowhere to go and fails, and the name of the target no longer says what it means.

    ## Example
    ```dwmap
    valuemap ShipmentRule : any <-> bool {
      Always             = false
      OnQuantityDecrease = true
    }
    ```

    ## Instead
    ```dwmap
    options ce.shipmentrule {
      1 Always
      2 OnQuantityDecrease
    }
    valuemap ShipmentRule : any <-> ce.shipmentrule {
      Always             = Always
      OnQuantityDecrease = OnQuantityDecrease
    }
    ```

    ## How to mend
    Map to an option set with one value for each. Where the column is given and stays, leave the finding out for the file in
    `dwmap.toml`.
    """

    map: str
    values: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(f"`{value}`" for value in self.values)
        return self._diagnostic(
            f"`{self.map}` squeezes {listed} into yes or no", self.span
        )
