"""The rule `unknown-character`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnknownCharacter"]


@dataclass(frozen=True)
class UnknownCharacter(SyntaxProblem):
    """
    A character has no meaning in the language here.

    ## Why it matters
    It often comes from a word processor: curly quotes, a long dash, a no-break space. The statement cannot be read.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            << \u201cimported\u201d
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            << "imported"
    }
    ```

    ## How to mend
    Write the plain character: straight quotes, a hyphen, a blank.
    """

    span: Span
    instead: str | None = None

    def diagnose(self) -> Diagnostic:
        character = self.span.text
        named = (
            f"`{character}`"
            if character.isprintable()
            else f"the character U+{ord(character):04X}"
        )
        help = self.instead
        return self._diagnostic(
            f"{named} has no meaning here", self.span, "", help=help
        )
