"""What the examples of a map touch: entries and rows of tables, both answers of conditions, both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.examples.filters import atoms
from dwmap.examples.run import Shown, given_records, prepare
from dwmap.interpret.expressions import is_true, key_of, record_reader
from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Interpreter, Line
from dwmap.interpret.transforms import entries_of, folds
from dwmap.interpret.values import Record, Refusal, Value
from dwmap.ir.model import (
    Direction,
    EitherRef,
    Expr,
    In,
    Map,
    PathRef,
    Project,
)
from dwmap.ir.scope import Scope
from dwmap.ir.text import constant_text, expr_text

_PATHS = PathRef | EitherRef
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
            own = [
                prepare(each, map, scope)
                for each in project.examples
                if each.map == map.name
            ]
            yield from _Coverage(map, own, scope).points()


@dataclass(frozen=True)
class _Coverage:
    map: Map
    examples: list[Shown]
    scope: Scope

    def points(self) -> Iterator[Point]:
        interpreter = Interpreter(self.map, self.scope)
        for heading in _HEADINGS:
            records = [
                record
                for example in self.examples
                for way, record in given_records(example, self.map)
                if way == heading
            ]
            if not interpreter.lines(heading):
                continue
            yield from self._of_filter(interpreter, heading, records)
            source = self.map.left if heading == "to_right" else self.map.right
            yield self._point(f"a record of {source} travels", bool(records))
            inside = [
                one for one in records if self._is_inside(interpreter, heading, one)
            ]
            yield from self._of_entries(interpreter, heading, inside)
            for line in interpreter.lines(heading):
                if line.condition is not None:
                    where = f"for {line.target.text},"
                    yield from self._of_condition(line.condition, where, inside)
                yield from self._of_rows(line, inside)

    def _of_rows(self, line: Line, records: list[Record]) -> Iterator[Point]:
        """The rows of a state table that decide for some record."""
        use = line.mapping.transform
        if use is None or use.kind != "states":
            return
        states = self.scope.states[use.name]
        decided = {self._row(line, record) for record in records}
        for place, row in enumerate(states.rows):
            cells = ", ".join(
                "_" if one is None else constant_text(one) for one in row.cells
            )
            what = f"{use.name}: the row {cells} decides"
            yield self._point(what, place in decided)

    def _row(self, line: Line, record: Record) -> int | None:
        if not line.reads <= record.keys():
            return None
        try:
            return line.deciding_row(record)
        except Refusal:
            return None

    def _is_inside(
        self, interpreter: Interpreter, heading: Direction, record: Record
    ) -> bool:
        try:
            return interpreter.in_scope(
                "left" if heading == "to_right" else "right", record
            )
        except Refusal:
            return False

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
        for atom in atoms(getattr(self.map, f"{side}_filter")):
            yield from self._of_condition(atom, f"in {entity}", records)

    def _of_condition(
        self, condition: Expr, where: str, records: list[Record]
    ) -> Iterator[Point]:
        """Both answers of a condition; of a list, each of its options."""
        if isinstance(condition, In) and isinstance(condition.operand, _PATHS):
            name, type = key_of(condition.operand), condition.operand.type
            seen = {record.get(name) for record in records}
            for option in condition.options:
                value = read_literal(option, type, self.scope)
                what = f"{where} {condition.operand.text} is {constant_text(option)}"
                yield self._point(what, value in seen)
            return
        answers = {
            answer for one in records for answer in self._answers(condition, one)
        }
        for answer in (True, False):
            what = f"{where} {expr_text(condition)} is {str(answer).lower()}"
            yield self._point(what, answer in answers)

    def _answers(self, condition: Expr, record: Record) -> Iterator[bool]:
        try:
            yield is_true(condition, record_reader(record, self.scope))
        except Refusal:
            return

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
            right = heading == "to_right"
            otherwise = value_map.to_right if right else value_map.to_left
            if otherwise.policy != "error":
                keys = {
                    _folded(key, fold)
                    for key, _ in entries_of(value_map, heading, self.scope)
                }
                what = f"{source.text} has a value without an entry"
                yield self._point(what, bool(seen - keys))

    def _point(self, what: str, covered: bool) -> Point:
        return Point(self.map.name, what, covered)


def _folded(value: Value, fold: bool) -> tuple[type, Value]:
    if fold and isinstance(value, str):
        value = value.casefold()
    return type(value), value


def _shown(value: Value) -> str:
    return "blank" if value is None else str(value)
