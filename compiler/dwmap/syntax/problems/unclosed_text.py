"""The rule `unclosed-text`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnclosedText"]


@dataclass(frozen=True)
class UnclosedText(SyntaxProblem):
    """
    A text in quotes, or a name in backticks, does not end on its line.

    ## Why it matters
    A text ends on the line it begins on, so that a forgotten quote does not swallow the rest of the file.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            << "imported
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
    Close the text or name on its line; a line ending inside a text is written `\\n`.
    """

    quote: str
    span: Span

    def diagnose(self) -> Diagnostic:
        what = "text" if self.quote == '"' else "name"
        return self._diagnostic(
            (
                f"this {what} has no closing `{self.quote}`"
                if self.quote == '"'
                else "this name has no closing backtick"
            ),
            self.span,
            "begins here",
            help=(
                "a line ending inside a text is written `\\n`"
                if self.quote == '"'
                else None
            ),
        )
