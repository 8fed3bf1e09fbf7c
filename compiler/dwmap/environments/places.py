"""Where the parts of a compared project stand in the specs that it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from dwmap.ir.model import Pair, Project
from dwmap.ir.text import constant_text, side_text
from dwmap.lower.origins import Overlays
from dwmap.lower.source_map import SourceMap
from dwmap.source import Span


def places_of(
    places: SourceMap | None, own: Project, compared: Project
) -> SourceMap | None:
    """The places of `compared`, whose maps are those of `own` in the form in which dual-write stores them."""
    return None if places is None else _Places(places, own, compared)


class _Places(SourceMap):
    """The places of another project, whose lines and entries may be fewer and otherwise in order."""

    def __init__(self, places: SourceMap, own: Project, compared: Project) -> None:
        self._own_places = places
        self._lines = {
            one.name: [
                _folded(side_text(f.left), side_text(f.right)) for f in one.fields
            ]
            for one in own.maps
        }
        self._compared_lines = {
            one.name: [
                _folded(side_text(f.left), side_text(f.right)) for f in one.fields
            ]
            for one in compared.maps
        }
        self._entries = {one.name: _entries(one.pairs) for one in own.value_maps}
        self._compared_entries = {
            one.name: _entries(one.pairs) for one in compared.value_maps
        }

    @cached_property
    def overlays(self) -> Overlays:
        return self._own_places.overlays

    def name(self, map: str) -> Span:
        return self._own_places.name(map)

    def line(self, map: str, place: int) -> Span:
        wanted = self._compared_lines[map][place]
        known = self._lines.get(map, [])
        if wanted not in known:
            return self.name(map)
        return self._own_places.line(map, known.index(wanted))

    def filter(self, map: str, side: str) -> Span:
        return self._own_places.filter(map, side)

    def declaration(self, name: str) -> Span | None:
        return self._own_places.declaration(name)

    def field(self, entity: str, name: str) -> Span | None:
        return self._own_places.field(entity, name)

    def entry(self, value_map: str, place: int) -> Span | None:
        wanted = self._compared_entries[value_map][place]
        known = self._entries.get(value_map, [])
        if wanted not in known:
            return None
        return self._own_places.entry(value_map, known.index(wanted))


def _entries(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [
        _folded(constant_text(one.left).strip('"'), constant_text(one.right).strip('"'))
        for one in pairs
    ]


def _folded(left: str, right: str) -> tuple[str, str]:
    return left.casefold(), right.casefold()
