"""What was compared, what was found, and what of it is approved: the one model behind every form of the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dwmap.changes.approvals import Approval
from dwmap.changes.as_findings import diagnostic_of
from dwmap.changes.data import report_data
from dwmap.changes.fingerprint import fingerprint
from dwmap.changes.judge import judge
from dwmap.changes.markdown import markdown_lines
from dwmap.changes.model import Finding, Weight
from dwmap.changes.places import Places
from dwmap.changes.plan import Plan, plan_of
from dwmap.changes.plan_text import plan_lines
from dwmap.changes.rename import carry_names
from dwmap.changes.surroundings import Surroundings
from dwmap.changes.text import text_lines
from dwmap.diagnostics import Diagnostic
from dwmap.diagnostics.style import Style
from dwmap.ir.model import Project
from dwmap.ir.scope import Scope
from dwmap.lower.source_map import SourceMap


@dataclass(frozen=True)
class State:
    """One of the two states: what it is called, what it means, where it was written."""

    title: str
    project: Project
    places: SourceMap | None = None


@dataclass(frozen=True)
class Compared:
    """
    The findings of a change. `approved` are those that somebody accepted, by fingerprint; `complaints` are about
    approvals.
    """

    before: State
    after: State
    findings: tuple[Finding, ...]
    approved: dict[str, Approval]
    complaints: tuple[Diagnostic, ...] = ()

    @cached_property
    def open(self) -> list[Finding]:
        """What nobody has accepted."""
        return [one for one in self.findings if fingerprint(one) not in self.approved]

    @cached_property
    def plan(self) -> Plan:
        """The rollout of all of it: what is approved must be carried out, too."""
        before = carry_names(self.before.project, self.after.project)
        return plan_of(self.findings, Surroundings(before, self.after.project))

    def reversed(self) -> Compared:
        """The way back: from the new state to the old one."""
        findings = findings_of(self.after, self.before)
        return Compared(self.after, self.before, findings, {})

    def fails(self, threshold: str) -> bool:
        """Whether anything of a class or worse is not approved; nothing fails `never`."""
        if threshold == "never":
            return False
        least = Weight[threshold.upper()]
        return any(one.weight >= least for one in self.open)

    def data(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        titles = self.before.title, self.after.title
        approved = {name: one.reason for name, one in self.approved.items()}
        return report_data(self.findings, self.plan, *titles, approved)

    def text(
        self, style: Style, *, plan: bool, everything: bool, approved: bool
    ) -> Iterator[str]:
        """The report for a terminal."""
        shown = self.findings if approved else self.open
        yield from text_lines(shown, style, everything=everything)
        hidden = len(self.findings) - len(shown)
        if hidden:
            changes = "change is" if hidden == 1 else "changes are"
            yield f"{hidden} {changes} approved; `--show-approved` lists them"
        yield f"compared {self.after.title} with {self.before.title}"
        if plan and self.findings:
            yield ""
            yield from plan_lines(self.plan, Scope(self.after.project))

    def markdown(self) -> Iterator[str]:
        """The comment for a pull request."""
        return markdown_lines(
            self.findings,
            {name: one.reason for name, one in self.approved.items()},
            self.plan,
            Scope(self.after.project),
            (self.before.title, self.after.title),
        )

    def diagnostics(self) -> Sequence[Diagnostic]:
        """What is not approved and not safe, as messages with their places."""
        before = Places(self.before.project, self.before.places)
        after = Places(self.after.project, self.after.places)
        return [
            diagnostic_of(one, before, after)
            for one in self.open
            if one.weight > Weight.SAFE
        ]


def findings_of(before: State, after: State) -> tuple[Finding, ...]:
    """Everything that the change does."""
    return judge(before.project, after.project)
