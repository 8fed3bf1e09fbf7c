"""Files of sample records: read with the types of their entity, carried over and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dwmap.diagnostics import Report
from dwmap.examples.problems import (
    AmbiguousSamples,
    UnknownSampleField,
    WrongSample,
)
from dwmap.examples.sample_rows import Row, read_rows
from dwmap.examples.sample_values import value_of
from dwmap.interpret.journey import Journey, Loss, travel
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.show import show_value
from dwmap.interpret.values import Record, Refusal, Value
from dwmap.ir.model import Direction, Map, PathRef, Samples
from dwmap.ir.scope import Scope
from dwmap.semantic.types import describe
from dwmap.source import SourceFile


@dataclass(frozen=True)
class Sample:
    """A record of one side of a map: which file and line it is from, where it goes."""

    map: str
    path: str
    line: int
    heading: Direction
    record: Record


@dataclass(frozen=True)
class SampleResult:
    """What became of a sample."""

    sample: Sample
    journey: Journey

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is lost and not accepted by a `lossy` clause."""
        return tuple(one for one in self.journey.losses if one.accepted is None)

    @property
    def passed(self) -> bool:
        """Whether it went over and came back as it was, or was left alone by the filter."""
        return self.journey.fate in ("carried", "outside") and not self.losses


def run_samples(samples: Iterable[Sample], scope: Scope) -> Iterator[SampleResult]:
    """Carry each over and back."""
    interpreters: dict[str, Interpreter] = {}
    for one in samples:
        interpreter = interpreters.setdefault(
            one.map, Interpreter(scope.maps[one.map], scope)
        )
        yield SampleResult(one, travel(interpreter, one.heading, one.record))


def read_samples(
    file: SourceFile, samples: Samples, scope: Scope, report: Report
) -> list[Sample]:
    """The records of a file, typed by the entity of their side; what is wrong with them is reported."""
    map = scope.maps[samples.map]
    rows = list(read_rows(file, report))
    head = next((one for one in rows if not one.cells), None)
    rows = [one for one in rows if one.cells]
    if not rows:
        return []
    heading = _heading(rows, samples, map, scope)
    if heading is None:
        systems = map.left.partition(".")[0], map.right.partition(".")[0]
        place = (head or rows[0]).span
        report.add(AmbiguousSamples(map.name, systems, place))
        return []
    entity = map.left if heading == "to_right" else map.right
    reader = _Reader(entity, head, scope, report)
    records = [(row, reader.record(row)) for row in rows]
    reader.report_wrong()
    return [
        Sample(map.name, file.path, row.line, heading, record)
        for row, record in records
        if record is not None
    ]


def _heading(
    rows: list[Row], samples: Samples, map: Map, scope: Scope
) -> Direction | None:
    """Where the records go; None where neither the file nor its fields say of which side they are."""
    if samples.system is not None:
        left = map.left.partition(".")[0] == samples.system
        return "to_right" if left else "to_left"
    names = {name for row in rows for name in row.cells}
    of_left, of_right = (
        sum(is_field(entity, name, scope) for name in names)
        for entity in (map.left, map.right)
    )
    if of_left == of_right:
        return None
    return "to_right" if of_left > of_right else "to_left"


def is_field(entity: str, name: str, scope: Scope) -> bool:
    """Whether a path leads to a field, as far as the entities on its way are declared."""
    path = scope.resolve(entity, name)
    here = entity
    for place, segment in enumerate(path.segments):
        declared = scope.entities.get(here)
        if declared is None or not declared.fields:
            return place > 0 or not here
        field = scope.field(here, segment)
        if field is None:
            return False
        if place < len(path.through):
            if field.type.kind not in ("lookup", "any"):
                return False
            here = path.through[place]
    return True


class _Reader:
    """Reads the records of one entity; the same mistake in one field is told once."""

    def __init__(
        self, entity: str, head: Row | None, scope: Scope, report: Report
    ) -> None:
        self._entity = entity
        self._head = head
        self._scope = scope
        self._report = report
        self._paths: dict[str, PathRef | None] = {}
        self._wrong: dict[str, list[tuple[Row, Any]]] = {}

    def record(self, row: Row) -> Record | None:
        """The record; None where a value of it is wrong."""
        found: dict[str, Value] = {}
        sound = True
        for name, cell in row.cells.items():
            path = self._path(name, row)
            if path is None:
                continue
            try:
                value = value_of(cell, path.type, self._scope)
            except (ValueError, OverflowError, Refusal):
                self._wrong.setdefault(name, []).append((row, cell))
                sound = False
            else:
                found[path.text.casefold()] = value
        return found if sound else None

    def _path(self, name: str, row: Row) -> PathRef | None:
        if name not in self._paths:
            self._paths[name] = self._scope.resolve(self._entity, name)
            declared = self._scope.entities.get(self._entity)
            known = tuple(one.name for one in declared.fields) if declared else ()
            if known and not is_field(self._entity, name, self._scope):
                span = (self._head or row).places.get(name, row.span)
                self._report.add(UnknownSampleField(name, self._entity, known, span))
                self._paths[name] = None
        return self._paths[name]

    def report_wrong(self) -> None:
        """Say of each field where a value is none of it first, and how often."""
        for name, places in self._wrong.items():
            row, cell = places[0]
            path = self._paths[name]
            if path is not None:
                shown = (
                    show_value(cell) if not isinstance(cell, dict | list) else "a list"
                )
                wanted = describe(path.type)
                span = row.places.get(name, row.span)
                again = len(places) - 1
                self._report.add(WrongSample(name, shown, wanted, again, span))
