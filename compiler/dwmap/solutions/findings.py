"""What an export has to tell: side files that cannot be read, and what dual-write has no form for."""

from __future__ import annotations

from collections.abc import Mapping

from dwmap.diagnostics.report import Report
from dwmap.ir.model import Map, Project
from dwmap.lower.source_map import SourceMap
from dwmap.solutions.export import Exported
from dwmap.solutions.extras import LARGEST, BrokenExtras, Extras, Kind, read_extras
from dwmap.solutions.problems import (
    BrokenSideFile,
    LostPolicy,
    MissingComponent,
    NotInDualWrite,
    RetiredMap,
    TableNotExported,
    UnusedSideFile,
)
from dwmap.solutions.stored import Unstored
from dwmap.solutions.tables import TableChange
from dwmap.source import Span


def read_side_files(files: Mapping[str, bytes], report: Report) -> Extras:
    """The side files of a project, by path; what cannot be read is reported."""
    found = Extras()
    for path, data in files.items():
        try:
            if len(data) > LARGEST:
                raise BrokenExtras("it is too large")
            read_extras(data.decode("utf-8"), found, path)
        except (BrokenExtras, UnicodeDecodeError) as error:
            report.add(BrokenSideFile(path, str(error)))
    return found


def report_unused(
    extras: Extras, project: Project, places: SourceMap, report: Report
) -> None:
    """Say which side files, and which legs in them, are of no map and no solution that the specs have."""
    solutions = {one.name for one in project.solutions}
    of_legs: dict[tuple[Kind, str], str] = {
        ("map", leg): extras.paths["map", one.map]
        for one in extras.maps.values()
        for leg in one.legs
    }
    for (kind, name), path in (of_legs | extras.paths).items():
        if name not in (places.map_names if kind == "map" else solutions):
            report.add(UnusedSideFile(kind, name, path))


def report_unstored(exported: Exported, places: SourceMap, report: Report) -> None:
    """Say what is not in a package."""
    for one, part in exported.unstored:
        span = _place(one, part, places)
        kind = LostPolicy if part.is_lost else NotInDualWrite
        report.add(kind(one.name, part.reason, span))
    for one in exported.retired:
        report.add(RetiredMap(one.name, places.name(one.name)))

    _report_tables(exported, places, report)
    if exported.left_out:
        name = exported.package.manifest.name
        report.add(MissingComponent(name, exported.left_out))


def _report_tables(exported: Exported, places: SourceMap, report: Report) -> None:
    """A finding for each table: at the first column that is there."""
    by_table: dict[str, list[TableChange]] = {}
    for one in exported.tables:
        by_table.setdefault(one.entity, []).append(one)
    for entity, changes in by_table.items():
        spans = [places.field(entity, one.part) for one in changes]
        span = next(filter(None, spans), None) or places.declaration(entity)
        named = tuple((one.part, one.before, one.after) for one in changes)
        report.add(TableNotExported(entity, named, span))


def _place(one: Map, part: Unstored, places: SourceMap) -> Span:
    if part.place is None:
        return places.name(one.name)
    if isinstance(part.place, int):
        return places.line(one.name, part.place)
    return places.filter(one.name, part.place)
