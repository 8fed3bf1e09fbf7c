"""A map as dual-write stores it: a row of the table of maps, its two columns of JSON as objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID, uuid5

from dwmap.dialects.texts import Dialect, Refusal, filter_text
from dwmap.ir.model import (
    Constant,
    EitherRef,
    Expr,
    FieldMapping,
    Map,
    PathRef,
    Project,
    Side,
)
from dwmap.solutions.values import WAYS, CannotStore, stored_pairs, value_text

ID = "@msdyn_dualwriteentitymapid"
FIRST = "1.0.0.0"
"""The version of a map that states none."""
NAMESPACE = UUID("5b0f3f6e-0c5f-4a86-9d64-2c9a4d2f7f0b")
_DESCRIPTION = 2000
Row = dict[str, Any]
Place = int | Literal["left", "right"] | None
"""A line by its place, a filter by its side, or the map as a whole."""


@dataclass(frozen=True)
class Unstored:
    """What dual-write has no form for, where, and why. `is_lost` says that the rest is stored without it."""

    place: Place
    reason: str
    is_lost: bool = False


@dataclass
class Stored:
    """The row of a map, and what is not in it."""

    row: Row
    unstored: list[Unstored] = field(default_factory=list)


def set_of_map(one: Map) -> str:
    """The Dataverse side of a map by its set."""
    return one.right.partition(".")[2]


class MapWriter:
    """Writes the maps of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.kinds = {one.name: one.kind for one in project.systems}
        self.entities = {one.name: one for one in project.entities}
        self.enums = {one.name: one for one in project.enums}
        self.value_maps = {one.name: one for one in project.value_maps}
        self.maps = {one.name: one for one in project.maps}

    def label(self, one: Map) -> str:
        """The finance and operations side of a map as the product names it."""
        entity = self.entities.get(one.left)
        return (entity.label if entity else "") or one.left.partition(".")[2]

    def stored(self, one: Map) -> Stored:
        """The row of a map."""
        left, right = self.label(one), set_of_map(one)
        stored = Stored({})
        stored.unstored += [Unstored(None, w, is_lost=True) for w in _map_policies(one)]
        leg = self._leg(one, stored)
        named = one.label not in ("", f"{left} ({right})")
        shown = one.label if named else f"{right} - {left}"
        version = one.version or FIRST
        name = one.renamed_from or one.name
        identity = "\n".join((left.casefold(), right.casefold(), name, version))
        stored.row = {
            ID: str(uuid5(NAMESPACE, identity)),
            "iscustomizable": "1",
            "msdyn_displayname": shown,
            "msdyn_mapping": {
                "name": f"[{left}] - [{right}]",
                "order": 0,
                "leftEnvironmentType": "AX",
                "centerEnvironmentType": "CRM",
                "rightEnvironmentType": "UNDEFINED",
                "leftEnvironment": "",
                "centerEnvironment": "",
                "legs": [leg],
            },
            "msdyn_name": f"msdyn_[{shown}]",
            "msdyn_properties": {
                "TargetTypeList": [3, 1],
                "Description": one.doc[:_DESCRIPTION],
                "IsDualWriteProject": True,
                "SkipInitialSync": False,
            },
            "msdyn_version": version,
            "statecode": "0",
            "statuscode": "1",
        }
        return stored

    def _leg(self, one: Map, stored: Stored) -> dict[str, Any]:
        ends = [self.kinds.get(s.partition(".")[0]) for s in (one.left, one.right)]
        if ends != ["finops", "dataverse"]:
            reason = "its left side is not in finance and operations, or its right side not in Dataverse"
            stored.unstored.append(Unstored(None, reason))
        return {
            "id": "001",
            "sourceEnvironment": "",
            "sourceSchema": self.label(one),
            "sourceEnvironmentType": "AX",
            "sourceFilter": self._filter(one.left_filter, "query_range", stored),
            "destinationEnvironment": "",
            "destinationSchema": set_of_map(one),
            "destinationEnvironmentType": "CRM",
            "reversedSourceFilter": self._filter(one.right_filter, "odata", stored),
            "fieldMappings": self._rules(one, stored),
            "entityFileFormat": "CSV",
            "deleteNonMatchingData": False,
        }

    def _filter(self, expr: Expr | None, dialect: Dialect, stored: Stored) -> str:
        if expr is None:
            return ""
        written = filter_text(expr, dialect, self.enums)
        if isinstance(written, Refusal):
            side: Place = "left" if dialect == "query_range" else "right"
            stored.unstored.append(Unstored(side, written.reason))
            return ""
        return written.text

    def _rules(self, one: Map, stored: Stored) -> list[dict[str, Any]]:
        rules = []
        for place, line in enumerate(one.fields):
            if line.implied:
                continue
            try:
                rules.append(self._rule(line))
            except CannotStore as refusal:
                stored.unstored.append(Unstored(place, str(refusal)))
            else:
                for what in _policies(line):
                    stored.unstored.append(Unstored(place, what, is_lost=True))
        return rules

    def _rule(self, line: FieldMapping) -> dict[str, Any]:
        if line.condition is not None:
            raise CannotStore("a line has no condition there")
        left, right = _side(line.left).upper(), _side(line.right)
        if not left and not right:
            raise CannotStore("a line has a field on one side there")
        rule: dict[str, Any] = {
            "syncDirection": WAYS[line.direction],
            "sourceField": left,
            "destinationField": right,
        }
        related = _related(line.right)
        if related:
            rule["destinationLookupFieldRelatedEntity"] = related
        rule["valueTransforms"] = self._transforms(line)
        rule["isSystemGenerated"] = False
        return rule

    def _transforms(self, line: FieldMapping) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        if line.transform is not None:
            if line.transform.kind != "value_map":
                name = line.transform.name
                raise CannotStore(
                    f"`{name}` computes, and dual-write has value maps and defaults only"
                )
            pairs = stored_pairs(self.value_maps[line.transform.name], line)
            made.append(
                {
                    "$type": "ValueMapTransformDetails",
                    "transformType": "ValueMap",
                    "valueMap": pairs,
                    "createValuesOnDestination": False,
                }
            )
        value = _constant(line)
        if value is not None:
            text = value.text if value.kind == "symbol" else value_text(value)
            made.append({"transformType": "Default", "defaultValue": text})
        return made


def _constant(line: FieldMapping) -> Constant | None:
    """What is written always, or where the source has no value."""
    for side in (line.left, line.right):
        if isinstance(side, Constant):
            return side
    return line.default


def _side(side: Side) -> str:
    if isinstance(side, PathRef | EitherRef):
        return side.text
    if isinstance(side, Constant):
        if side.kind == "blank":
            raise CannotStore("a constant has a value there")
        return ""
    raise CannotStore("dual-write computes nothing")


def _related(side: Side) -> str:
    """The set that a path's lookup leads to, where it is known."""
    if not isinstance(side, PathRef) or len(side.segments) < 2 or not side.through:
        return ""
    return side.through[0].partition(".")[2]


def _map_policies(one: Map) -> list[str]:
    """Where a map asks for another treatment than dual-write's: the last change wins, deletes go along, no more."""
    found = []
    if one.conflict != "newest":
        found.append(f"`conflict {one.conflict}`")
    if one.on_leave != "freeze":
        found.append(f"`on leave {one.on_leave}`")
    if one.on_delete != "propagate":
        found.append(f"`on delete {one.on_delete}`")
    return found


def _policies(line: FieldMapping) -> list[str]:
    """What a line asks of the runtime and dual-write does not do."""
    found = []
    if line.winner is not None:
        found.append(f"`winner {line.winner}`")
    if line.on_null is not None:
        found.append(f"`on null {line.on_null}`")
    return found
