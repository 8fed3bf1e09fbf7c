"""The rule `unknown-escape`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnknownEscape"]


@dataclass(frozen=True)
class UnknownEscape(SyntaxProblem):
    """
    A backslash in a text stands before a character that it gives no meaning.

    ## Why it matters
    A path such as `C:\\new` would lose its backslashes, or gain a line ending, without a word.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            << "data\\customers"
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            << "data\\\\customers"
    }
    ```

    ## How to mend
    Write a backslash twice, or a slash where it is a path.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.span.text}` is no escape",
            self.span,
            help='a backslash is written `\\\\`; there are `\\"`, `\\n`, `\\t`, `\\r` and `\\u00e9`',
        )
