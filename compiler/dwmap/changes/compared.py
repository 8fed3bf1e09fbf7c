"""What was compared, what was found, and what of it is approved: the one model behind every form of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dwmap.changes.approvals import Approval
from dwmap.changes.fingerprint import ACCEPT, fingerprint
from dwmap.changes.given import Read, Source
from dwmap.changes.judge import judge_around
from dwmap.changes.limits import limit_findings
from dwmap.changes.model import Finding, Weight
from dwmap.changes.pace import Pace
from dwmap.changes.pairing import pair_up
from dwmap.changes.places import Places, overlays_of, with_overlays
from dwmap.changes.plan import PACKAGE, Deployed, Plan, plan_of
from dwmap.changes.records import Tried, try_records
from dwmap.changes.rename import carry_names
from dwmap.changes.report.as_findings import diagnostic_of
from dwmap.changes.report.changelog import Changelog, Chapter
from dwmap.changes.report.data import report_data
from dwmap.changes.report.markdown import Comment
from dwmap.changes.report.plan_text import plan_lines
from dwmap.changes.report.records_text import record_lines, tried_data, tried_lines
from dwmap.changes.report.text import text_lines
from dwmap.changes.severity import with_classes
from dwmap.changes.surroundings import Surroundings
from dwmap.changes.versions import version_findings
from dwmap.diagnostics import Diagnostic
from dwmap.diagnostics.relocate import relocate
from dwmap.diagnostics.style import Style
from dwmap.ir.model import Map, Project
from dwmap.lower.source_map import SourceMap
from dwmap.source import SourceFile


def _reads_nothing(path: str) -> SourceFile | None:
    """Of an IR file nothing else is known."""
    return None


@dataclass(frozen=True)
class State:
    """
    One of the two states: what it is called, what it means, where it was written.

    `limits` are the findings of its check that are about limits; `read` gives its other files, and `locate`
    says where a file of a package is.
    """

    title: str
    project: Project
    places: SourceMap | None = None
    limits: tuple[Diagnostic, ...] = ()
    read: Read = _reads_nothing
    locate: Callable[[str], str] = str


@dataclass(frozen=True)
class Difference:
    """Two states and all that lies between them; `around` has the old one in the names of the new one."""

    before: State
    after: State
    around: Surroundings
    findings: tuple[Finding, ...]
    classes: Mapping[str, str] = field(default_factory=dict)


def compare(
    before: State,
    after: State,
    classes: Mapping[str, str] | None = None,
    further: Iterable[Finding] = (),
) -> Difference:
    """
    Everything that the change does, the worst first; `classes` are those that the project gives to rules and topics.

    `further` findings are about what neither state says.
    """
    around = Surroundings(carry_names(before.project, after.project), after.project)
    renamed = dict(_new_names(before.project, after.project))
    found = [
        *judge_around(around),
        *limit_findings(before.limits, after.limits, renamed),
    ]
    was = Places(before.project, before.places)
    now = Places(after.project, after.places)

    def culprit(one: Finding) -> str | None:
        origins = overlays_of(one, was, now)
        return next((each.owner for each in origins if each is not None), None)

    classes = classes or {}
    found = with_classes(found, classes)
    found += with_classes(version_findings(found, around, culprit), classes)
    found += with_classes(further, classes)
    in_order = tuple(
        sorted((with_overlays(one, was, now) for one in found), key=Finding.sort_key)
    )
    return Difference(before, after, around, in_order, classes)


def _new_names(before: Project, after: Project) -> Iterator[tuple[str, str]]:
    for old, new in pair_up(before.maps, after.maps):
        if isinstance(old, Map) and isinstance(new, Map):
            yield old.name, new.name


@dataclass(frozen=True)
class Compared:
    """
    The findings of a change. `approved` are those that somebody accepted, by fingerprint; `complaints` are about
    approvals, `unseen` about what was not compared; `known` are fingerprints of an earlier state of the change, which are
    not told again. `accept` is the command that accepts one, empty where none can be; `deployed` is what a rollout brings.
    """

    difference: Difference
    approved: Mapping[str, Approval] = field(default_factory=dict)
    complaints: tuple[Diagnostic, ...] = ()
    unseen: tuple[Diagnostic, ...] = ()
    known: frozenset[str] = frozenset()
    pace: Pace = Pace()
    accept: str = ACCEPT
    deployed: Deployed = PACKAGE

    @property
    def before(self) -> State:
        """What it was."""
        return self.difference.before

    @property
    def after(self) -> State:
        """What it is."""
        return self.difference.after

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found."""
        return self.difference.findings

    @cached_property
    def fresh(self) -> list[Finding]:
        """What was not known before."""
        return [one for one in self.findings if fingerprint(one) not in self.known]

    @cached_property
    def open(self) -> list[Finding]:
        """What is new and nobody has accepted."""
        return [one for one in self.fresh if fingerprint(one) not in self.approved]

    @cached_property
    def plan(self) -> Plan:
        """The rollout of all of it: what is approved must be carried out, too."""
        return plan_of(self.findings, self.difference.around, self.deployed)

    @cached_property
    def tried(self) -> Tried:
        """What becomes of the committed records."""
        around = self.difference.around
        return try_records(
            self.findings,
            Source(around.before, self.before.read),
            Source(around.after, self.after.read),
        )

    def records(self, finding: Finding) -> Iterator[str]:
        """The first of them that a finding explains, a line each."""
        return record_lines(self.tried.of(finding, self.difference.around))

    def reversed(self) -> Compared:
        """The way back: from the new state to the old one."""
        back = compare(self.after, self.before, self.difference.classes)
        return Compared(back, pace=self.pace)

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
        report = report_data(self.fresh, self.plan, self.pace, *titles, approved)
        return report | {"records": tried_data(self.tried)}

    def text(
        self, style: Style, *, plan: bool, everything: bool, approved: bool
    ) -> Iterator[str]:
        """The report for a terminal."""
        shown = self.fresh if approved else self.open
        yield from text_lines(shown, self.records, style, everything=everything)
        yield from _hidden(
            len(self.fresh) - len(shown), "approved; `--show-approved` lists them"
        )
        yield from _hidden(
            len(self.findings) - len(self.fresh),
            "not new; without `--since` they are listed",
        )
        yield from tried_lines(self.tried)
        yield f"compared {self.after.title} with {self.before.title}"
        if plan and self.findings:
            yield ""
            yield from plan_lines(self.plan, self.difference.around.after, self.pace)

    def markdown(self) -> Iterator[str]:
        """The comment for a pull request."""
        return Comment(
            self.fresh,
            {name: one.reason for name, one in self.approved.items()},
            self.plan,
            self.pace,
            self.tried,
            self.difference.around,
            (self.before.title, self.after.title),
            self.accept,
        ).lines()

    def changelog(self) -> tuple[Chapter, ...]:
        """The change log for those who work with the records."""
        around = self.difference.around
        return Changelog(
            self.fresh, self.plan, self.pace, self.tried, around
        ).chapters()

    def diagnostics(self) -> Sequence[Diagnostic]:
        """What is not approved and not safe, as messages with their places."""
        before = Places(self.before.project, self.before.places)
        after = Places(self.after.project, self.after.places)
        found = (
            diagnostic_of(one, before, after, self.accept)
            for one in self.open
            if one.weight > Weight.SAFE
        )
        return [*relocate(found, self.after.locate)]


def _hidden(count: int, why: str) -> Iterator[str]:
    if count:
        yield f"{count} {'change is' if count == 1 else 'changes are'} {why}"
