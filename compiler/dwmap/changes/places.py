"""Where a change was written: in the state that has the part, the new one first."""

from __future__ import annotations

from dwmap.changes.model import Change
from dwmap.ir.model import (
    Entity,
    EntityField,
    FieldMapping,
    Map,
    Node,
    Pair,
    Project,
    ValueMap,
)
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
        return places.name(name)

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


def _node(change: Change, kind: type[Node], *, before: bool) -> Node | None:
    """The part of that kind that the change is about, on one side."""
    found = (change.before, change.old) if before else (change.after, change.new)
    return next((one for one in found if isinstance(one, kind)), None)
