"""What may be wrong with approvals."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Problem, Severity
from dwmap.source import Span

__all__ = ["BrokenApproval", "ExpiredApproval", "UnusedApproval"]


@dataclass(frozen=True)
class BrokenApproval(Problem):
    """
    A line of `approvals.toml` cannot be understood.

    ## Why it matters
    It approves nothing, and the change that it was written for fails the build.

    ## Example
    An approval without a reason.

    ## Instead
    The line that `dwmap approve FINGERPRINT --reason …` writes.

    ## How to mend
    Give it a fingerprint of twelve digits, a `reason`, and at most `rule`, `by`, `ticket` and a date `until`.
    """

    topic = "project"
    span: Span
    reason: str
    detail: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            self.reason,
            self.span,
            self.detail,
            help='write `FINGERPRINT = { rule = "…", reason = "…" }`',
        )


@dataclass(frozen=True)
class ExpiredApproval(Problem):
    """
    The last day of an approval is over.

    ## Why it matters
    Somebody wanted it to be looked at again, and the change is still there.

    ## Example
    An approval whose `until` lies in the past.

    ## Instead
    One whose `until` is to come, or none at all.

    ## How to mend
    Look at the change again: give the line another day, or undo the change.
    """

    topic = "project"
    severity = Severity.WARNING
    until: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"this approval ended on {self.until}",
            self.span,
            help="give it another day, or undo the change",
        )


@dataclass(frozen=True)
class UnusedApproval(Problem):
    """
    An approval stands for no change.

    ## Why it matters
    The change went in, or is another one by now. Left in place the line would approve the same change once more.

    ## Example
    A line for a change of the last release.

    ## Instead
    A file of nothing but what is still to go in.

    ## How to mend
    Take the line out.
    """

    topic = "project"
    severity = Severity.NOTE
    rule: str
    span: Span

    def diagnose(self) -> Diagnostic:
        name = f" `{self.rule}`" if self.rule else ""
        return self._diagnostic(
            f"no change{name} has this fingerprint", self.span, help="take the line out"
        )
