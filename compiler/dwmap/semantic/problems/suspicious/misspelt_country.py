"""The rule `misspelt-country`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["MisspeltCountry"]


@dataclass(frozen=True)
class MisspeltCountry(SuspiciousProblem):
    """
    A country's name is not spelt as ISO 3166 spells the country of that code.

    ## Why it matters
    Addresses with that name do not come back: the entry is never found.

    ## Example
    ```dwmap
    valuemap Countries : text <-> text {
      "co" = "columbia"
    }
    ```

    ## Instead
    ```dwmap
    valuemap Countries : text <-> text {
      "co" = "colombia"
    }
    ```

    ## How to mend
    Spell the name as the other system does, which is most often as the standard does.
    """

    country: str
    name: str
    meant: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` looks like a misspelling of `{self.meant}`, the country with the code `{self.country}`",
            self.span,
        )
