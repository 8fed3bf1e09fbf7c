"""The rule `missing-default`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LineProblem
from dwmap.source import Span

__all__ = ["MissingDefault"]


@dataclass(frozen=True)
class MissingDefault(LineProblem):
    """
    A line asks for `on null default` and has no default.

    ## Why it matters
    When an empty value arrives there is no value to write.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            > description on null default
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount =  accountnumber
      Memo            >> description default "none" on null default
    }
    ```

    ## How to mend
    Give the line a `default`, or say what else an empty value does: `on null keep` or `on null clear`.
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "`on null default` needs a `default` on the same line", self.span
        )
