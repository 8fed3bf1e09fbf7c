"""
Maps of two states in one import.

Names of value maps, types that are inferred and targets of lookups follow from everything that is imported. So two states
that are to be compared are imported together: what both say alike gets one name and one type, and what differs is a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dwmap.diagnostics.report import Report
from dwmap.importers.catalog import Catalog
from dwmap.importers.importer import assemble
from dwmap.importers.keys import IntegrationKey
from dwmap.importers.lines import read_maps
from dwmap.importers.model import MapTable
from dwmap.importers.names import fold
from dwmap.importers.plan import Plan, Solution
from dwmap.importers.schema import Schema
from dwmap.importers.solution.judging import (
    meaning_of,
    refused_parts,
    without_maps,
)
from dwmap.importers.solution.legs import tables_of
from dwmap.importers.solution.rows import read_row, rows_of_json
from dwmap.ir.model import Project
from dwmap.solutions.stored import Row
from dwmap.source import SourceFile

_EVERYTHING = Solution("", "Compared", "Compared")


@dataclass(frozen=True)
class Known:
    """What is known beside the maps: tables, integration keys by set, names of entities by their label."""

    schema: Schema = field(default_factory=Schema)
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Together:
    """
    All maps as one project. `names` are those of the maps, in the order in which they were given; a name that is not in the
    project is that of a map that has an error, which `errors` tells.
    """

    project: Project
    names: tuple[str, ...]
    errors: Mapping[str, str] = field(default_factory=dict)


def legs_of(row: Mapping[str, object], path: str, report: Report) -> list[MapTable]:
    """The maps of a row as the Web API gives it, or as customizations have it: one for each leg that can be read."""
    read = rows_of_json(dict(row))
    given: Row = read[0] if read else dict(row)
    return tables_of(read_row(given, path, report), report)


def import_together(
    tables: Iterable[MapTable], known: Known, report: Report
) -> Together:
    """The meaning of all maps; what a line says and cannot be expressed is reported."""
    entities = {fold(label): name for label, name in known.names.items()}
    plan = Plan(rest=_EVERYTHING, entities=entities)
    nowhere = SourceFile("", "").span(0, 0)
    keys = {
        name.lower(): IntegrationKey(tuple(tuple(p.split(".")) for p in paths), nowhere)
        for name, paths in known.keys.items()
        if paths
    }
    catalog = Catalog(known.schema, keys, plan)
    placed = [replace(one, solution=_EVERYTHING) for one in tables]
    maps = read_maps(placed, catalog, report)
    names = tuple(one.name for one in maps)
    if not maps:
        return Together(Project(name=""), names)
    imported = assemble(catalog, maps, report, all_fields=False)
    project, errors = meaning_of(imported.files), dict[str, str]()
    if project is None:
        for one in refused_parts(imported.files):
            errors.setdefault(one.map, one.reason)
        # One map that has an error must not cost all others theirs.
        project = meaning_of(without_maps(imported.files, errors))
    return Together(project or Project(name=""), names, errors)
