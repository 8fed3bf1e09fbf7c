"""Tables to maps: names are given, the sides of every row are read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dwmap.diagnostics.report import Report
from dwmap.importers.catalog import Catalog, Line, Map, Right
from dwmap.importers.keys import Path
from dwmap.importers.model import Cell, MapTable, Row
from dwmap.importers.names import pascal, unique
from dwmap.importers.problems import BrokenPath, RepeatedMap, UnknownCandidate

_NAME = r"[^\W\d]\w*"
_PATH = re.compile(rf"{_NAME}(\.{_NAME})*")
_CANDIDATE = re.compile(rf"\.({_NAME})\(({_NAME})\)")
_EITHER = re.compile(rf"({_NAME})((?:{_CANDIDATE.pattern})+)")


def read_maps(
    tables: Iterable[MapTable], catalog: Catalog, report: Report
) -> list[Map]:
    """The maps of all tables, in their order."""
    names: set[str] = set()
    first: dict[str, MapTable] = {}
    maps = []
    for table in tables:
        left = catalog.left_entity(table.left)
        set_name = table.right.text
        if not _PATH.fullmatch(set_name):
            set_name = pascal(set_name)
        right = catalog.right_entity(set_name, table.right.span)
        wanted = f"{left.name}_{right.name}"
        name = unique(wanted, names)
        if name != wanted and not table.is_stored:
            place = first[wanted.lower()].heading
            report.add(RepeatedMap(table.heading, place, table.title, name))
        first.setdefault(wanted.lower(), table)
        solution = table.solution or catalog.plan.solution_of(table.title)
        maps.append(Map(table, name, left, right, solution))
    for one in maps:
        rows = [_read_line(row, catalog, report) for row in one.table.rows]
        one.lines = [line for line in rows if line is not None]
    return maps


def _read_line(row: Row, catalog: Catalog, report: Report) -> Line | None:
    left = _read_path(row.left, report) if row.left else None
    right = _read_right(row.right, catalog, report) if row.right else None
    broken = (row.left and left is None) or (row.right and right is None)
    return None if broken else Line(row, left, right)


def _read_path(cell: Cell, report: Report) -> Path | None:
    if _PATH.fullmatch(cell.text):
        return tuple(cell.text.split("."))
    report.add(BrokenPath(cell.span, cell.text))
    return None


def _read_right(cell: Cell, catalog: Catalog, report: Report) -> Right | None:
    found = _EITHER.fullmatch(cell.text)
    if found is None:
        path = _read_path(cell, report)
        return Right(path) if path else None
    candidates = tuple(
        (one[1], one[2].lower()) for one in _CANDIDATE.finditer(found[2])
    )
    for table, _ in candidates:
        if catalog.set_of_table(table) is None:
            known = tuple(catalog.schema.tables)
            set_name = catalog.candidate_set(table)
            at = cell.span.start + max(cell.span.text.find(table), 0)
            span = cell.span.file.span(at, at + len(table))
            report.add(UnknownCandidate(span, table, set_name, known))
    return Right((found[1],), candidates)
