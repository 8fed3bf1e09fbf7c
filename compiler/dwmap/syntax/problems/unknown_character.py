"""The rule `unknown-character`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fix, Fixable
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
    Write the plain character: straight quotes, a hyphen, a blank. Where it is clear which one, the message brings a fix.
    """

    fixable = Fixable.SAFE
    span: Span
    instead: str | None = None
    fix: Fix | None = None

    def diagnose(self) -> Diagnostic:
        written = self.span.text
        named = (
            f"`{written}`"
            if written.isprintable()
            else f"the character U+{ord(written):04X}"
        )
        return self._diagnostic(
            f"{named} has no meaning here",
            self.span,
            help=self.instead,
            fix=self.fix,
        )
