"""The rule `repeated-clause`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["RepeatedClause"]


@dataclass(frozen=True)
class RepeatedClause(SyntaxProblem):
    """
    A block says the same thing twice.

    ## Why it matters
    Only one of the two can hold, and a reader would not know which.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.0
      version 1.0.0.1
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      version 1.0.0.1
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Keep one of them.
    """

    clause: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.clause}` is said twice",
            self._words(self.second),
            "and again here",
            Label(self._words(self.first), "first said here"),
            help="keep one of them",
        )

    def _words(self, span: Span) -> Span:
        """The first words of a clause, which go on as far as its name does, or to the end of its line."""
        found = re.match(r"\s+".join(map(re.escape, self.clause.split())), span.text)
        line = span.text.splitlines()[0] if span.text else ""
        size = found.end() if found else len(line.rstrip())
        return span.file.span(span.start, span.start + size)
