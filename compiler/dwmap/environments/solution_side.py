"""A solution as a side of a comparison, whether it is a zip, a folder or a part of one."""

from __future__ import annotations

from dwmap.diagnostics import Report, Severity
from dwmap.environments.held import Held, Leg, Package, Unreadable
from dwmap.importers import SolutionFiles
from dwmap.importers.schema import Schema
from dwmap.importers.solution.reading import read_solution


def held_by_solution(files: SolutionFiles, title: str, report: Report) -> Held:
    """What a solution holds: its maps in the newest version of each, its tables, and nothing of what it does not carry."""
    schema = Schema()
    found = read_solution(files, schema, report)
    held = Held(title)
    own = found.solution
    if own is not None and found.manifest:
        package = Package(
            own.name, own.version or "", own.publisher or "", found.managed
        )
        held.packages[own.name] = package
    rows: set[int] = set()
    for table, row in found.tables:
        held.legs.append(
            Leg(
                table,
                stored_name=row.text("msdyn_name"),
                version=row.text("msdyn_version"),
                managed=found.managed,
                solution=found.name,
                is_further=id(row) in rows,
            )
        )
        rows.add(id(row))
    errors = (one for one in report if one.severity is Severity.ERROR)
    held.unreadable += [Unreadable(title, one.message) for one in errors]
    if schema.tables:
        held.schema = schema
    return held
