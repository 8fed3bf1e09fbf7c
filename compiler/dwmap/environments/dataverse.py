"""
What a Dataverse environment tells through its Web API.

Maps in all versions, the solutions that brought them, companies with their default owning teams, the versions that run, and the
tables that maps are about. Where the names come from, and what of it is known, stands in `compiler/decisions/0012`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from dwmap.diagnostics import Report, Severity
from dwmap.environments.client import Client
from dwmap.environments.definitions import read_definitions
from dwmap.environments.held import (
    Ends,
    Facts,
    Held,
    Leg,
    Package,
    Running,
    Unreadable,
    ends_of,
)
from dwmap.environments.problem import EnvironmentProblem
from dwmap.importers.schema import Schema
from dwmap.importers.together import legs_of

API: Final = "api/data/v9.2/"
MAPS: Final = "msdyn_dualwriteentitymaps"
CONFIGURATIONS: Final = "msdyn_dualwriteruntimeconfigs"
_COLUMNS: Final = (
    *("msdyn_dualwriteentitymapid", "msdyn_name", "msdyn_displayname"),
    *("msdyn_version", "msdyn_mapping", "msdyn_properties", "solutionid", "ismanaged"),
)
_CHUNK: Final = 10
"""Tables whose definitions are asked for at once: a URL has a limited length."""

Told = Callable[[str], None]
"""Who is told what is being read."""


def read_rows(client: Client, told: Told) -> list[dict[str, Any]]:
    """The rows of all maps as the Web API gives them; raises EnvironmentProblem."""
    told("maps")
    try:
        return list(client.rows(f"{MAPS}?$select={','.join(_COLUMNS)}"))
    except EnvironmentProblem as problem:
        if problem.status != 404:
            raise
        hint = "is this the address of Dataverse, and is dual-write installed there?"
        raise EnvironmentProblem(f"{problem}; {hint}", 404) from problem


def read_packages(client: Client, ids: Iterable[str], told: Told) -> dict[str, Package]:
    """The solutions with these ids, by id."""
    wanted = {one.lower() for one in ids if one}
    if not wanted:
        return {}
    told("solutions")
    publishers = {
        _text(row, "publisherid"): _text(row, "uniquename")
        for row in client.rows("publishers?$select=publisherid,uniquename")
    }
    columns = "solutionid,uniquename,version,ismanaged,_publisherid_value"
    found = {}
    for row in client.rows(f"solutions?$select={columns}"):
        key = _text(row, "solutionid").lower()
        if key in wanted:
            found[key] = Package(
                _text(row, "uniquename"),
                _text(row, "version"),
                publishers.get(_text(row, "_publisherid_value"), ""),
                bool(row.get("ismanaged")),
            )
    return found


def read_held(client: Client, title: str, told: Told) -> Held:
    """Everything of the maps: raises EnvironmentProblem where they cannot be read, notes what else cannot."""
    held = Held(title, is_environment=True)
    rows = read_rows(client, told)
    packages: dict[str, Package] = {}
    try:
        ids = [_text(row, "solutionid") for row in rows]
        packages = read_packages(client, ids, told)
    except EnvironmentProblem as problem:
        held.facts.unread["solutions"] = str(problem)
    held.packages = {one.name: one for one in packages.values()}
    for place, row in enumerate(sorted(rows, key=_row_order)):
        _take(row, f"{title}/{place}", packages, held)
    return held


def _row_order(row: dict[str, Any]) -> tuple[str, ...]:
    names = ("msdyn_name", "msdyn_version", "msdyn_dualwriteentitymapid")
    return tuple(_text(row, name) for name in names)


def _take(
    row: dict[str, Any], path: str, packages: dict[str, Package], held: Held
) -> None:
    """The legs of a row; one that cannot be read is noted."""
    report = Report()
    name = _text(row, "msdyn_displayname") or _text(row, "msdyn_name")
    tables = legs_of(row, path, report)
    package = packages.get(_text(row, "solutionid").lower())
    for place, table in enumerate(tables):
        held.legs.append(
            Leg(
                table,
                stored_name=_text(row, "msdyn_name"),
                version=_text(row, "msdyn_version"),
                managed=bool(row["ismanaged"]) if "ismanaged" in row else None,
                solution=package.name if package else "",
                order=_order_of(row),
                is_further=place > 0,
                row=row,
            )
        )
    errors = [one.message for one in report if one.severity is Severity.ERROR]
    for message in errors or ([] if tables else ["it has no legs"]):
        held.unreadable.append(
            Unreadable(
                *(name or "a map without a name", message),
                *(_text(row, "msdyn_name"), _text(row, "msdyn_version")),
                is_part=bool(tables),
            )
        )


def _order_of(row: dict[str, Any]) -> int:
    mapping = _object(row.get("msdyn_mapping"))
    order = mapping.get("order")
    return order if isinstance(order, int) and not isinstance(order, bool) else 0


def read_facts(client: Client, facts: Facts, told: Told) -> None:
    """Add companies, owning teams and running versions; what cannot be read is noted with its reason."""
    unlinked = "kept in the link; name its service as `link`"
    for what in ("integration keys", "conflict settings", "alerts"):
        facts.unread[what] = unlinked
    told("companies and teams")
    try:
        _read_companies(client, facts)
    except EnvironmentProblem as problem:
        facts.unread["companies"] = facts.unread["owning teams"] = str(problem)
    told("running versions")
    try:
        facts.running = _read_running(client)
    except EnvironmentProblem as problem:
        facts.unread["active versions"] = str(problem)
    else:
        facts.unread["states"] = (
            "Dataverse tells of maps that carry its own changes only; name the service of the link as `link`"
        )


def _read_companies(client: Client, facts: Facts) -> None:
    columns = "cdm_companycode,_cdm_defaultowningteam_value"
    try:
        rows = list(client.rows(f"cdm_companies?$select={columns}"))
    except EnvironmentProblem as problem:
        if problem.status != 400:
            raise
        # An environment without the owning team of companies still has companies.
        rows = list(client.rows("cdm_companies?$select=cdm_companycode"))
        facts.unread["owning teams"] = "its companies have no default owning team"
    codes = (_text(row, "cdm_companycode") for row in rows)
    facts.companies = tuple(sorted({one.upper() for one in codes if one}))
    facts.unread["companies"] = (
        "which of its companies are linked; name the service of the link as `link`"
    )
    if "owning teams" in facts.unread:
        return
    try:
        names = {
            _text(row, "teamid"): _text(row, "name")
            for row in client.rows("teams?$select=teamid,name")
        }
    except EnvironmentProblem as problem:
        facts.unread["owning teams"] = str(problem)
        return
    facts.teams = {
        _text(row, "cdm_companycode").upper(): names.get(
            _text(row, "_cdm_defaultowningteam_value"), ""
        )
        for row in rows
        if _text(row, "cdm_companycode")
    }


def _read_running(client: Client) -> dict[Ends, list[Running]]:
    """
    The version of each map that Dataverse carries changes of, by its ends.

    Secrets stand in other columns of this table, which are not asked for.
    """
    found: dict[Ends, set[str]] = defaultdict(set)
    url = f"{CONFIGURATIONS}?$select=msdyn_unsecure&$filter=statecode eq 0"
    for row in client.rows(url):
        content = _object(row.get("msdyn_unsecure"))
        version = content.get("EntityMapVersion")
        source = content.get("SourceEntityName")
        other = content.get("DestinationEntityName")
        if (
            isinstance(version, dict)
            and isinstance(source, str)
            and isinstance(other, str)
        ):
            parts = ("Major", "Minor", "Build", "Revision")
            numbers = [str(version.get(part, 0)) for part in parts]
            found[ends_of(other, source)].add(".".join(numbers))
    return {
        ends: [Running(version) for version in sorted(versions)]
        for ends, versions in found.items()
    }


def read_tables(client: Client, sets: Iterable[str], told: Told) -> Schema:
    """The definitions of the tables with these sets; one that is not there is not in it. Raises EnvironmentProblem."""
    wanted = sorted({one for one in sets})
    schema = Schema()
    for at in range(0, len(wanted), _CHUNK):
        chunk = wanted[at : at + _CHUNK]
        told(f"tables {min(at + _CHUNK, len(wanted))} of {len(wanted)}")
        names = " or ".join(
            f"EntitySetName eq '{one.replace(chr(39), chr(39) * 2)}'" for one in chunk
        )
        url = (
            "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute"
            f"&$filter={names}&$expand=Attributes,Keys,ManyToOneRelationships"
        )
        for row in client.rows(url):
            read_definitions(row, _picklists(client, row), schema)
    return schema


def _picklists(client: Client, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The option sets of a table, where it has any."""
    attributes = row.get("Attributes")
    kinds = {
        one.get("AttributeType")
        for one in (attributes if isinstance(attributes, list) else ())
        if isinstance(one, dict)
    }
    for kind in ("Picklist", "State", "Status"):
        if kind in kinds:
            yield from client.rows(
                f"EntityDefinitions(LogicalName='{_text(row, 'LogicalName')}')/Attributes/"
                f"Microsoft.Dynamics.CRM.{kind}AttributeMetadata?$select=LogicalName"
                "&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)"
            )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _object(value: object) -> dict[str, Any]:
    """The object in a column: JSON, or JSON in JSON, as it was met."""
    for _ in range(2):
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return {}
    return value if isinstance(value, dict) else {}
