"""What an environment holds as the sources of an import: one version of each map, by solution, with keys and tables."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from dwmap.environments.held import Held, Leg, Package
from dwmap.environments.matching import choose
from dwmap.importers import SolutionFiles, Sources
from dwmap.importers.schema import Column, Schema
from dwmap.solutions.package import Manifest
from dwmap.solutions.package import Package as Files
from dwmap.source import SourceFile

_LAYERS: Final = ("Active", "Default", "Basic")
"""Solutions of every environment, which hold what belongs to no other one."""
_LEVELS: Final = {"required": "required", "system": "systemrequired", "none": "none"}


@dataclass(frozen=True)
class Pulled:
    """The sources, and how many maps and older versions of them were left there."""

    sources: Sources
    maps: int = 0
    others: int = 0


def sources_of(
    held: Held, names: Iterable[str] = (), solution: str | None = None
) -> Pulled:
    """
    The sources for maps whose name, or both of whose ends, match one of `names` (`*` stands for anything), and which are from
    `solution`; by default all.
    """
    chosen = choose(held.legs, held.facts)
    patterns = [one.casefold() for one in names]
    wanted = [
        one
        for one in chosen
        if (not patterns or any(_is_named(one.leg, each) for each in patterns))
        and (solution is None or one.leg.solution.casefold() == solution.casefold())
    ]
    by_solution: dict[str, dict[int, Mapping[str, object]]] = defaultdict(dict)
    for one in wanted:
        row = one.leg.row
        if row is not None:
            own = {key: row[key] for key in row if key.startswith("msdyn_")}
            by_solution[one.leg.solution][id(row)] = own
    files = [
        _solution_files(held.title, held.packages.get(name), [*rows.values()])
        for name, rows in sorted(by_solution.items())
    ]
    sources = Sources(
        (),
        _keys(held),
        [_schema(held.schema)] if held.schema and held.schema.tables else [],
        None,
        files,
    )
    others = sum(len(one.others) for one in wanted)
    return Pulled(sources, len(wanted), others)


def _is_named(leg: Leg, pattern: str) -> bool:
    left, right = leg.table.left.text, leg.table.right.text
    shown = (leg.row or {}).get("msdyn_displayname") or ""
    names = (str(shown), f"{left} ({right})", f"{right} - {left}", left, right)
    return any(fnmatchcase(name.casefold(), pattern) for name in names)


def _solution_files(
    title: str, package: Package | None, rows: list[Mapping[str, object]]
) -> SolutionFiles:
    """A solution as if it had been exported: its manifest, and its rows as the Web API gives them."""
    text = json.dumps({"value": rows}, ensure_ascii=False)
    files = {"maps.json": text.encode("utf-8", "replace")}
    if package is None or package.name in _LAYERS:
        return SolutionFiles(title, files)
    manifest = Manifest(
        *(package.name, package.name, package.version, package.publisher),
        package.managed,
    )
    files["solution.xml"] = Files(manifest).files()["solution.xml"]
    return SolutionFiles(f"{title}/{package.name}", files)


def _keys(held: Held) -> SourceFile | None:
    """Integration keys in the form in which the deployment tool lists them."""
    if not held.facts.keys:
        return None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["map", "keys"])
    for name, parts in sorted(held.facts.keys.items()):
        writer.writerow([f"{name} - ", ",".join(parts)])
    return SourceFile(f"{held.title}/integration keys", out.getvalue())


def _schema(schema: Schema) -> SourceFile:
    """Tables as a column list."""
    content: dict[str, Any] = {}
    for name, table in sorted(schema.tables.items()):
        members: dict[str, Any] = {"$set": table.set_name}
        if table.primary:
            members["$key"] = table.primary
        if table.keys:
            members["$keys"] = [list(key) for key in table.keys]
        for column in table.columns.values():
            members[column.name] = _column(column)
        content[name] = members
    return SourceFile("tables", json.dumps(content, ensure_ascii=False, indent=1))


def _column(column: Column) -> dict[str, Any]:
    facts: dict[str, Any] = {"type": column.kind}
    sizes = {
        "maxlength": column.length,
        "precision": column.precision,
        "scale": column.scale,
    }
    facts |= {name: size for name, size in sizes.items() if size is not None}
    if column.options:
        facts["options"] = {str(code): label for code, label in column.options}
    if column.targets:
        facts["targets"] = list(column.targets)
    if column.level in _LEVELS:
        facts["required"] = _LEVELS[column.level]
    if not column.can_create:
        facts["create"] = False
    if not column.can_update:
        facts["update"] = False
    return facts
