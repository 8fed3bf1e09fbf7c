"""
The import, in order: tables, keys, column lists and a plan in, files of declarations out.

Nothing here reads or writes a disk; the same sources give the same files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dwmap.diagnostics.report import Report
from dwmap.importers.catalog import Catalog, Map
from dwmap.importers.contradictions import distrust_types
from dwmap.importers.entities import Entities
from dwmap.importers.files import Layout, lay_out
from dwmap.importers.filters import read_filters
from dwmap.importers.keys import read_keys
from dwmap.importers.lines import read_maps
from dwmap.importers.lookups import Lookups
from dwmap.importers.maps import Maps
from dwmap.importers.model import MapTable
from dwmap.importers.names import bare_folder, fold, unique
from dwmap.importers.plan import Plan, read_plan
from dwmap.importers.problems import UnknownInPlan, UnresolvedLookup
from dwmap.importers.schema import Schema, read_schema
from dwmap.importers.solution.judging import (
    drop_refused,
    meaning_of,
    refused_parts,
    without_maps,
)
from dwmap.importers.solution.keeping import side_files
from dwmap.importers.solution.reading import (
    ReadSolution,
    SolutionFiles,
    once_each,
    read_solution,
)
from dwmap.importers.tables import read_tables
from dwmap.importers.types import Types
from dwmap.importers.usage import note_uses
from dwmap.importers.value_maps import ValueMaps, declaration
from dwmap.ir.model import Project
from dwmap.source import SourceFile
from dwmap.syntax.ast import File

_ROUNDS = 8
"""How often specs are made anew without what was refused in them: a rule may hide another one's error."""


@dataclass(frozen=True)
class Sources:
    """What an import reads."""

    tables: Sequence[SourceFile]
    keys: SourceFile | None = None
    schemas: Sequence[SourceFile] = ()
    plan: SourceFile | None = None
    solutions: Sequence[SolutionFiles] = ()


@dataclass
class Imported:
    """What an import makes: files and side files by their path in the output folder, and counts for a summary."""

    files: dict[str, File] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    side_files: dict[str, str] = field(default_factory=dict)


def import_sources(
    sources: Sources, report: Report, *, all_fields: bool = False
) -> Imported:
    """The specs that say what the sources say; what cannot be said is reported."""
    plan = read_plan(sources.plan, report) if sources.plan else Plan()
    schema = Schema()
    for one in sources.schemas:
        read_schema(one, schema, report)
    keys = read_keys(sources.keys, report) if sources.keys else {}
    solutions = _read_solutions(sources, plan, schema, report)
    tables = [table for one in sources.tables for table in read_tables(one, report)]
    tables += [table for one in solutions for table, _ in one.tables]
    catalog = Catalog(schema, keys, plan)
    maps = read_maps(tables, catalog, report)
    _check_plan(plan, tables, report)
    whole = [one for one in schema.tables.values() if one.is_whole]
    if not maps and not whole:
        # Of a solution that holds nothing else only rows that cannot be read are worth a file.
        kept = [one for one in solutions if one.aside]
        return Imported(side_files=side_files(kept, maps, None))
    if not solutions:
        return assemble(catalog, maps, report, all_fields)
    imported, project = _settle(catalog, maps, report, all_fields)
    imported.side_files = side_files(solutions, maps, project)
    return imported


def _settle(
    catalog: Catalog, maps: list[Map], report: Report, all_fields: bool
) -> tuple[Imported, Project | None]:
    """Specs without the rules of stored maps that `dwmap check` refuses, and what they mean."""
    for _ in range(_ROUNDS):
        imported = assemble(catalog, maps, report, all_fields)
        project = meaning_of(imported.files)
        if project is not None:
            return imported, project
        refused = refused_parts(imported.files)
        if not drop_refused(refused, maps, report):
            break
    # One map that has an error must not cost all others their ids.
    faulty = {one.map for one in refused}
    return imported, meaning_of(without_maps(imported.files, faulty))


def _read_solutions(
    sources: Sources, plan: Plan, schema: Schema, report: Report
) -> list[ReadSolution]:
    """The solutions: one is that of the whole project, several have a folder each."""
    each = once_each(sources.solutions, report)
    found = [read_solution(one, schema, report) for one in each]
    if len(found) == 1 and found[0].solution is not None and not plan.rest.folder:
        plan.rest = found[0].solution
    taken: set[str] = set()
    for one in found:
        if one.solution is None:
            one.solution = plan.rest
        elif len(found) > 1:
            one.move(unique(bare_folder(one.name), taken))
    return found


def assemble(
    catalog: Catalog, maps: list[Map], report: Report, all_fields: bool
) -> Imported:
    """The declarations of maps whose lines have been read, and of all that they speak of."""
    lookups = Lookups(catalog, maps)
    for table in catalog.schema.tables.values():
        if table.is_whole:
            catalog.right_entity(table.set_name)
    filters = {one.name: read_filters(one, report) for one in maps}
    distrust_types(maps, filters, report)
    note_uses(maps, filters, catalog, lookups)
    types = Types(catalog, lookups)
    value_maps = ValueMaps(types, catalog.plan, report)
    value_maps.collect(maps)
    entities = Entities(catalog, types, maps, report, all_fields)
    writer = Maps(catalog, lookups, types, value_maps, report)
    layout = Layout(
        catalog.plan,
        [
            (one, writer.declaration(one, filters[one.name], entities.left_types))
            for one in maps
        ],
        [(one, declaration(one)) for one in value_maps.found],
        [entities.left(one) for one in catalog.left.values()],
        [entities.right(one) for _, one in sorted(catalog.right.items())],
        types.option_sets,
    )
    entities.report_keys()
    _report_lookups(catalog, lookups, report)
    return Imported(lay_out(layout), _counts(maps, value_maps, lookups, layout))


def _check_plan(plan: Plan, tables: list[MapTable], report: Report) -> None:
    titles = {fold(table.title): table.title for table in tables}
    labels = {fold(table.left.text): table.left.text for table in tables}
    rows = {
        fold(f"{table.title} / {row.left.text}"): f"{table.title} / {row.left.text}"
        for table in tables
        for row in table.rows
        if row.left is not None
    }
    for kind, part, named, known in (
        ("map", "maps", plan.maps, titles),
        ("entity", "entities", plan.entities, labels),
        ("row", "valuemaps", plan.value_maps, rows),
    ):
        for folded in sorted(named.keys() - known.keys()):
            name = plan.titles[part, folded]
            options = tuple(sorted(known.values()))
            report.add(UnknownInPlan(plan.place(name), kind, name, options))


def _report_lookups(catalog: Catalog, lookups: Lookups, report: Report) -> None:
    """One finding for each table: with many lookups they are many, and of one reason."""
    open_ones: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for (set_name, column), target in lookups.targets.items():
        if not target.sets and (set_name, column) in lookups.places:
            open_ones[set_name][column] = target.candidates
    for set_name, columns in open_ones.items():
        entity = catalog.right_entity(set_name)
        places = [lookups.places[set_name, column] for column in columns]
        first = min(places, key=lambda span: span.sort_key())
        named = sorted((entity.spelled(name), found) for name, found in columns.items())
        report.add(UnresolvedLookup(first, entity.name, tuple(named)))


def _counts(
    maps: list[Map], value_maps: ValueMaps, lookups: Lookups, layout: Layout
) -> dict[str, int]:
    used = [t for c, t in lookups.targets.items() if c in lookups.places]
    return {
        "maps": len(maps),
        "lines": sum(len(one.lines) for one in maps),
        "value maps": len(value_maps.found),
        "entities": len(layout.left) + len(layout.right),
        "lookups": len(used),
        "inferred lookups": sum(one.inferred for one in used),
        "unresolved lookups": sum(not one.sets for one in used),
    }
