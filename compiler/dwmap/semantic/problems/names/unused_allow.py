"""The rule `unused-allow`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity, did_you_mean
from dwmap.semantic.problems.topics import NameProblem
from dwmap.source import Span

__all__ = ["UnusedAllow"]


@dataclass(frozen=True)
class UnusedAllow(NameProblem):
    """
    An `allow` accepts a finding that is not there.

    ## Why it matters
    What it once excused is gone. Left in place it would excuse the next one unseen.

    ## Example
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description allow narrower-target "cut on purpose"
    }
    ```

    ## Instead
    ```dwmap
    map Customers : fo.Customers <-> ce.accounts {
      CustomerAccount = accountnumber
      Memo            = description
    }
    ```

    ## How to mend
    Take the `allow` away. If its name was misspelt, write the name that the message proposes.
    """

    severity = Severity.WARNING
    rule: str
    span: Span
    known: bool
    meant: tuple[str, ...] = ()
    is_error: bool = False

    def diagnose(self) -> Diagnostic:
        if self.is_error:
            return self._diagnostic(
                f"`{self.rule}` is an error, which cannot be accepted",
                self.span,
                help="mend it, and take the `allow` away",
            )
        if not self.known:
            help = (
                did_you_mean(self.rule, self.meant)
                or "`dwmap explain --list` names them all"
            )
            return self._diagnostic(
                f"no finding is called `{self.rule}`", self.span, help=help
            )
        return self._diagnostic(
            f"`{self.rule}` does not occur here",
            self.span,
            help="take the `allow` away",
        )
