"""The side files of an import: what an export would not write by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dwmap.importers.catalog import Map
from dwmap.importers.names import file_name
from dwmap.importers.solution.reading import ReadSolution
from dwmap.importers.solution.rows import StoredRow
from dwmap.ir.model import Project
from dwmap.solutions.export import joined_row
from dwmap.solutions.extras import (
    SOLUTION_FILE,
    SUFFIX,
    MapExtras,
    SolutionExtras,
    map_text,
    solution_text,
)
from dwmap.solutions.overlay import differences, unconditional
from dwmap.solutions.stored import MapWriter
from dwmap.solutions.tables import described


def side_files(
    solutions: Sequence[ReadSolution], maps: Iterable[Map], project: Project | None
) -> dict[str, str]:
    """The texts of the side files by path. `project` is what the specs mean; a map that it lacks has an error."""
    of_table = {id(one.table): one for one in maps}
    writer = MapWriter(project) if project is not None else None
    found: dict[str, str] = {}
    for solution in solutions:
        own = SolutionExtras(
            solution.solution.name if solution.solution else "",
            solution.managed,
            solution.manifest,
            solution.customizations,
            tuple(solution.aside),
            _tables(solution, project),
            solution.left_out,
        )
        folder = solution.solution.folder if solution.solution else ""
        if own.manifest or own.customizations or own.aside or own.left_out:
            found[_join(folder, SOLUTION_FILE)] = solution_text(own)
        for row, legs in _rows(solution, of_table):
            extras = _extras(row, legs, writer)
            if extras.changes or extras.legs:
                name = f"{file_name(legs[0].name)}{SUFFIX}"
                path = _join(legs[0].solution.folder, name)
                found[path] = map_text(extras)
    return found


def _tables(
    solution: ReadSolution, project: Project | None
) -> dict[str, dict[str, str]]:
    """What the specs say of the tables of a solution, for an export to tell what has changed since."""
    names = frozenset(f"ce.{one}" for one in solution.sets)
    return described(project, names) if project is not None else {}


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _rows(
    solution: ReadSolution, of_table: dict[int, Map]
) -> list[tuple[StoredRow, list[Map]]]:
    """Each row with the maps of its legs."""
    found: dict[int, tuple[StoredRow, list[Map]]] = {}
    for table, row in solution.tables:
        one = of_table.get(id(table))
        if one is not None:
            found.setdefault(id(row), (row, []))[1].append(one)
    return list(found.values())


def _extras(row: StoredRow, legs: list[Map], writer: MapWriter | None) -> MapExtras:
    names = [one.name for one in legs]
    if writer is None or not all(name in writer.maps for name in names):
        return MapExtras(names[0], tuple(unconditional(row.row)), tuple(names[1:]))
    ours = joined_row([writer.stored(writer.maps[name]).row for name in names])
    theirs = row.row
    if row.is_part:
        theirs = ours | theirs
    changes = tuple(differences(ours, theirs))
    return MapExtras(names[0], changes, tuple(names[1:]))
