"""The rule `unknown-choice`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Fixable
from dwmap.source import Span
from dwmap.syntax.problems.topic import SyntaxProblem

__all__ = ["UnknownChoice"]


@dataclass(frozen=True)
class UnknownChoice(SyntaxProblem):
    """
    A clause has a word that is none of its choices.

    ## Why it matters
    The clause would say nothing, and the default would hold without anybody having chosen it.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      conflict newst
      CustomerAccount = accountnumber
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      conflict newest
      CustomerAccount = accountnumber
    }
    ```

    ## How to mend
    Choose one of the words that the message lists.
    """

    fixable = Fixable.UNSAFE
    clause: str
    word: str
    choices: tuple[str, ...]
    span: Span
    meant: str | None = None

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(f"`{choice}`" for choice in self.choices)
        fix = (
            Fix(f"write `{self.meant}`", (Edit(self.span, self.meant),), safe=False)
            if self.meant
            else None
        )
        return self._diagnostic(
            f"`{self.word}` is no choice of `{self.clause}`",
            self.span,
            help=f"choose one of {listed}",
            fix=fix,
        )
