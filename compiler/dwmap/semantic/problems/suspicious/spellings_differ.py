"""The rule `spellings-differ`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["SpellingsDiffer"]


@dataclass(frozen=True)
class SpellingsDiffer(SuspiciousProblem):
    """
    Two value maps spell one value differently.

    ## Why it matters
    The enum has one spelling, so one of the entries never matches.

    ## Example
    ```dwmap
    valuemap QuoteStatus : any <-> int { Cancelled = 192350004 }
    valuemap OrderStatus : any <-> int { Canceled = 192350007 }
    ```

    ## Instead
    ```dwmap
    valuemap QuoteStatus : any <-> int { Canceled = 192350004 }
    valuemap OrderStatus : any <-> int { Canceled = 192350007 }
    ```

    ## How to mend
    Spell it in both as the enum does. If two enums really differ, leave the finding out for the file in `dwmap.toml`.
    """

    one: str
    other: str
    one_map: str
    other_map: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.other_map}` spells `{self.other}` what `{self.one_map}` spells `{self.one}`",
            self.span,
            f"spelt `{self.other}` here",
            Label(self.first, f"spelt `{self.one}` here"),
        )
