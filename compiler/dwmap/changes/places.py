"""Where a change was written: in the state that has the part, the new one first."""

from __future__ import annotations

from dataclasses import replace

from dwmap.changes.model import Change, Finding
from dwmap.ir.model import (
    EitherRef,
    Entity,
    EntityField,
    FieldMapping,
    Map,
    Node,
    Pair,
    PathRef,
    Project,
    ValueMap,
)
from dwmap.ir.origins import Origin
from dwmap.lower.source_map import SourceMap
from dwmap.source import Span


class Places:
    """The places of one side; without a source map (an IR file) there are none."""

    def __init__(self, project: Project, places: SourceMap | None) -> None:
        self._project = project
        self._places = places

    def map(self, name: str | None) -> Span | None:
        """The name of a map, if it is on this side."""
        known = any(one.name == name for one in self._project.maps)
        if name is None or self._places is None or not known:
            return None
        return self._places.name(name)

    def find(self, change: Change, *, before: bool) -> Span | None:
        """The smallest place that the change is about, on this side."""
        step = change.declaration
        places = self._places
        if step is None or places is None:
            return None
        name = step.before if before else step.after
        if name is None:
            return None
        if step.kind is Map:
            return self._in_map(change, name, places, before=before)
        if step.kind is Entity and len(change.path) > 1:
            part = change.path[1]
            field = part.before if before else part.after
            if part.kind is EntityField and field is not None:
                found = places.field(name, field)
                return found or places.declaration(name)
        if step.kind is ValueMap:
            entry = self._entry(change, name, places, before=before)
            return entry or places.declaration(name)
        return places.declaration(name)

    def overlay(self, change: Change, *, before: bool) -> Origin | None:
        """The overlay that the part of the change is written in, on this side."""
        if self._places is None or not self._places.overlays:
            return None
        place = self.find(change, before=before)
        return self._places.overlays.at(place) if place is not None else None

    def _in_map(
        self, change: Change, name: str, places: SourceMap, *, before: bool
    ) -> Span | None:
        map = next((one for one in self._project.maps if one.name == name), None)
        if map is None:
            return None
        if change.member in ("left_filter", "right_filter"):
            return places.filter(name, change.member.removesuffix("_filter"))
        line = _node(change, FieldMapping, before=before)
        for place, one in enumerate(map.fields):
            if one is line:
                return places.line(name, place)
        other = _node(change, FieldMapping, before=not before)
        if line is None and other is not None:
            gone = places.overlays.removal(name, side_texts(other))
            return gone or places.name(name)
        return places.overlays.clause(name, change.member) or places.name(name)

    def _entry(
        self, change: Change, name: str, places: SourceMap, *, before: bool
    ) -> Span | None:
        pair = _node(change, Pair, before=before)
        tables = (one for one in self._project.value_maps if one.name == name)
        for table in tables:
            for place, one in enumerate(table.pairs):
                if one is pair:
                    return places.entry(name, place)
        return None


def side_texts(line: Node) -> tuple[str, ...]:
    """The paths of a line."""
    sides = (line.left, line.right) if isinstance(line, FieldMapping) else ()
    return tuple(one.text for one in sides if isinstance(one, PathRef | EitherRef))


def overlays_of(
    finding: Finding, before: Places, after: Places
) -> tuple[Origin | None, Origin | None]:
    """The overlays that what changed is written in: now, and before."""
    if not finding.changes:
        return None, None
    change = finding.changes[0]
    return after.overlay(change, before=False), before.overlay(change, before=True)


def with_overlays(finding: Finding, before: Places, after: Places) -> Finding:
    """The finding, which says so where an overlay is its cause."""
    now, was = overlays_of(finding, before, after)
    if now is not None:
        note = f"by the overlay of {now.words}"
    elif was is not None:
        note = f"before, by the overlay of {was.words}"
    else:
        return finding
    return replace(finding, notes=(*finding.notes, note))


def _node(change: Change, kind: type[Node], *, before: bool) -> Node | None:
    """The part of that kind that the change is about, on one side."""
    found = (change.before, change.old) if before else (change.after, change.new)
    return next((one for one in found if isinstance(one, kind)), None)
