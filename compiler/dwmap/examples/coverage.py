"""What the examples of a map touch: entries of value maps, both answers of filters, both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.examples.run import given_records
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.transforms import entries_of, folds
from dwmap.interpret.values import Record, Refusal, Value
from dwmap.ir.model import Direction, EitherRef, Example, Map, PathRef, Project
from dwmap.ir.scope import Scope

_HEADINGS: tuple[Direction, Direction] = ("to_right", "to_left")


@dataclass(frozen=True)
class Point:
    """Something that an example may touch."""

    map: str
    what: str
    covered: bool


def cover(project: Project, maps: frozenset[str] | None = None) -> Iterator[Point]:
    """Every point of every map, or of some."""
    scope = Scope(project)
    for map in project.maps:
        if maps is None or map.name in maps:
            own = [each for each in project.examples if each.map == map.name]
            yield from _Coverage(map, own, scope).points()


@dataclass(frozen=True)
class _Coverage:
    map: Map
    examples: list[Example]
    scope: Scope

    def points(self) -> Iterator[Point]:
        interpreter = Interpreter(self.map, self.scope)
        for heading in _HEADINGS:
            records = [
                record
                for example in self.examples
                for way, record in given_records(example, self.map, self.scope)
                if way == heading
            ]
            yield from self._of_filter(interpreter, heading, records)
            if not interpreter.lines(heading):
                continue
            source = self.map.left if heading == "to_right" else self.map.right
            yield self._point(f"a record of {source} travels", bool(records))
            yield from self._of_entries(interpreter, heading, records)

    def _of_filter(
        self, interpreter: Interpreter, heading: Direction, records: list[Record]
    ) -> Iterator[Point]:
        side = "left" if heading == "to_right" else "right"
        if getattr(self.map, f"{side}_filter") is None:
            return
        answers = set()
        for record in records:
            try:
                answers.add(interpreter.in_scope(side, record))
            except Refusal:
                continue
        entity = getattr(self.map, side)
        yield self._point(f"a record of {entity} passes the filter", True in answers)
        yield self._point(f"a record of {entity} does not", False in answers)

    def _of_entries(
        self, interpreter: Interpreter, heading: Direction, records: list[Record]
    ) -> Iterator[Point]:
        for line in interpreter.lines(heading):
            use, source = line.mapping.transform, line.source
            if use is None or use.kind != "value_map":
                continue
            if not isinstance(source, PathRef | EitherRef):
                continue
            value_map = self.scope.value_maps[use.name]
            name = source.text.casefold()
            fold = folds(value_map, heading)
            seen = {_folded(each[name], fold) for each in records if name in each}
            for key, result in entries_of(value_map, heading, self.scope):
                what = f"{source.text} {_shown(key)} becomes {_shown(result)}"
                yield self._point(what, _folded(key, fold) in seen)

    def _point(self, what: str, covered: bool) -> Point:
        return Point(self.map.name, what, covered)


def _folded(value: Value, fold: bool) -> tuple[type, Value]:
    if fold and isinstance(value, str):
        value = value.casefold()
    return type(value), value


def _shown(value: Value) -> str:
    return "blank" if value is None else str(value)
