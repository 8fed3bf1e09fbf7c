"""The rule `unexpected-text`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Fix, Fixable
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnexpectedText"]


@dataclass(frozen=True)
class UnexpectedText(SyntaxProblem):
    """
    Something stands where the language expects something else.

    ## Why it matters
    The statement cannot be read, so the compiler leaves it out and reads on behind it: the line would not be synchronized.
    The product reports lines without a source or target as DIPV1021 and DIPV1024, a filter as DIPV1012.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount == accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Write what the message expects. Where it can tell what was meant, it brings a fix; one that changes no meaning is safe.
    """

    fixable = Fixable.SAFE
    found: str
    expected: str
    span: Span
    help: str | None = None
    fix: Fix | None = None

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"expected {self.expected}, found {self.found}",
            self.span,
            f"expected {self.expected}",
            help=self.help,
            fix=self.fix,
        )
