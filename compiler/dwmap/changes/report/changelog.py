"""The change log for those who work with the records: by solution and map, what becomes of them, what happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dwmap.changes.model import Finding, Judgement, Obligation, Weight
from dwmap.changes.pace import Pace
from dwmap.changes.plan import Plan
from dwmap.changes.records import Tried
from dwmap.changes.rule_table import RULES
from dwmap.changes.rules.version_changed import VersionChanged
from dwmap.changes.surroundings import HEADINGS, Surroundings
from dwmap.changes.versions import solutions_of
from dwmap.frozen import frozen
from dwmap.ir.model import Map, Solution
from dwmap.ir.scope import Scope

_RULES: Final = {rule.code: rule for rule in RULES}
_MEANWHILE: Final[Mapping[str, str]] = {
    Obligation.FREEZE_WRITES.value: "Nobody may edit the records while it is installed.",
    Obligation.DRAIN_QUEUE.value: "What waits to be carried over is carried over first.",
    Obligation.PAUSE.value: "The records are not kept equal while it is installed; edits wait.",
    Obligation.STOP.value: "The records are not kept equal while it is installed.",
    Obligation.REKEY.value: "The links between the records are made anew.",
    Obligation.BACKFILL.value: "Fields that came out otherwise are brought into line.",
    Obligation.RESYNC.value: "Records are carried over again.",
    Obligation.MANUAL_MERGE.value: "Somebody must decide where two records become one, or one two.",
    Obligation.CLEANUP_ORPHANS.value: "Somebody must decide about records that lose their partner.",
}
"""What the duties of a rollout mean for people; the others are the business of whoever installs it."""


@frozen
class Entry:
    """A sentence; `way` is the only direction that it is true in, `example` a committed record that shows it."""

    text: str
    way: str
    example: str
    weight: Weight


@frozen
class Section:
    """What changes in a map, or (without a name) beside the maps of a solution; `versions` are then and now."""

    name: str
    title: str
    versions: tuple[str, str]
    entries: tuple[Entry, ...]
    meanwhile: tuple[str, ...]


@frozen
class Chapter:
    """The maps of a solution; without a name those that are part of none."""

    name: str
    title: str
    versions: tuple[str, str]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Changelog:
    """Made from what a diff found; nothing that is not safe is left out, but how versions step."""

    findings: Sequence[Finding]
    plan: Plan
    pace: Pace
    tried: Tried
    around: Surroundings
    _homes: dict[tuple[type, str], str] = field(default_factory=dict)

    def chapters(self) -> tuple[Chapter, ...]:
        """All of them, by name; what is part of no solution comes last."""
        for scope in (self.around.before, self.around.after):
            self._homes.update(solutions_of(scope.project))
        entries: dict[str, dict[str, list[Entry]]] = {}
        for finding in self.findings:
            if self._is_told(finding):
                for solution, map, entry in self._entries(finding):
                    entries.setdefault(solution, {}).setdefault(map, []).append(entry)
        return tuple(
            self._chapter(name, entries[name])
            for name in sorted(entries, key=lambda name: (not name, name))
        )

    @staticmethod
    def _is_told(finding: Finding) -> bool:
        is_step = finding.rule == VersionChanged.code
        is_step = is_step or _RULES[finding.rule].topic == "versions"
        return finding.weight > Weight.SAFE and not is_step

    def _entries(self, finding: Finding) -> Iterator[tuple[str, str, Entry]]:
        """Where a finding is told: in every map that it has to do with, else beside those of its solution."""
        judged: dict[str, list[Judgement]] = {}
        if finding.map is not None:
            judged[finding.map] = [*finding.judgements]
        for effect in finding.effects:
            judged.setdefault(effect.map, []).extend(effect.judgements)
        for map, judgements in judged.items():
            if all(one.weight is Weight.SAFE for one in judgements) and judgements:
                continue
            weight = max((one.weight for one in judgements), default=finding.weight)
            entry = Entry(
                _sentence(finding),
                self._way(map, judgements),
                self._example(finding, map),
                weight,
            )
            yield self._homes.get((Map, map), ""), map, entry
        if not judged:
            yield self._home(finding), "", Entry(
                _sentence(finding), "", "", finding.weight
            )

    def _home(self, finding: Finding) -> str:
        for change in finding.changes:
            step = change.declaration
            if step is not None and step.kind is Solution:
                return step.name
            if step is not None:
                return self._homes.get((step.kind, step.name), "")
        return ""

    def _way(self, map: str, judgements: Iterable[Judgement]) -> str:
        """The direction in which something happens, if it is only one, by the names of both systems."""
        headings = {one.heading for one in judgements if one.weight > Weight.SAFE}
        if len(headings) != 1:
            return ""
        scope = (
            self.around.after if map in self.around.after.maps else self.around.before
        )
        one = scope.maps[map]
        entities = [one.left, one.right]
        if headings == {HEADINGS[1]}:
            entities.reverse()
        return " to ".join(_system(scope, entity) for entity in entities)

    def _example(self, finding: Finding, map: str) -> str:
        """The first committed record that comes out otherwise by a finding."""
        for record, cell in self.tried.of(finding, self.around):
            if record.map == map and cell is not None and record.name:
                return f"{record.name}: {cell.target} {cell.before}, now {cell.after}"
        return ""

    def _chapter(self, name: str, entries: Mapping[str, list[Entry]]) -> Chapter:
        found = [
            _named(scope.project.solutions, name)
            for scope in (self.around.before, self.around.after)
        ]
        sections = [
            self._section(map, entries[map])
            for map in sorted(entries, key=lambda map: (not map, map))
        ]
        return Chapter(name, _title(found, name), _versions(found), tuple(sections))

    def _section(self, map: str, entries: list[Entry]) -> Section:
        found = [
            scope.maps.get(map) for scope in (self.around.before, self.around.after)
        ]
        once = tuple(dict.fromkeys(entries))
        meanwhile = tuple(self._meanwhile(map))
        return Section(map, _title(found, map), _versions(found), once, meanwhile)

    def _meanwhile(self, map: str) -> Iterator[str]:
        for stage in self.plan.stages:
            if map not in stage.maps or stage.duty not in _MEANWHILE:
                continue
            yield _MEANWHILE[stage.duty]
            entities = [one.entity for one in stage.resyncs if one.map == map]
            if took := self.pace.sentence(entities):
                yield f"That is {took}."


def _sentence(finding: Finding) -> str:
    """In the words of the rule for people; what no change stands behind says itself."""
    if len(finding.changes) != 1:
        return finding.message
    return _RULES[finding.rule].told(finding.changes[0])


def _system(scope: Scope, entity: str) -> str:
    name = entity.partition(".")[0]
    system = scope.systems.get(name)
    return system.label or name if system is not None else name


def _named(solutions: Iterable[Solution], name: str) -> Solution | None:
    return next((one for one in solutions if one.name == name), None)


def _title(found: Sequence[Map | Solution | None], name: str) -> str:
    labels = [one.label for one in reversed(found) if one is not None and one.label]
    return labels[0] if labels else name


def _versions(found: Sequence[Map | Solution | None]) -> tuple[str, str]:
    was, now = ("" if one is None else one.version for one in found)
    return was, now


def changelog_data(chapters: Iterable[Chapter]) -> dict[str, Any]:
    """All of it, ready for JSON."""
    return {
        "version": 1,
        "solutions": [
            {
                "solution": one.name or None,
                "title": one.title,
                "before": one.versions[0],
                "after": one.versions[1],
                "maps": [_section_data(section) for section in one.sections],
            }
            for one in chapters
        ],
    }


def _section_data(one: Section) -> dict[str, Any]:
    return {
        "map": one.name or None,
        "title": one.title,
        "before": one.versions[0],
        "after": one.versions[1],
        "changes": [
            {
                "text": entry.text,
                "way": entry.way,
                "example": entry.example,
                "class": entry.weight.word,
            }
            for entry in one.entries
        ],
        "meanwhile": list(one.meanwhile),
    }
