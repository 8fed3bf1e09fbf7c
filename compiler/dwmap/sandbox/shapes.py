"""How rows look in a payload: `$select`, `$expand` and the annotations of Dataverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from dwmap.sandbox.keys import address_of
from dwmap.sandbox.messages import Request
from dwmap.sandbox.paths import divided
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet, Navigation, Property
from dwmap.sandbox.store import VERSION, Row
from dwmap.sandbox.values import label_of, to_json

_LOGICAL_NAME: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"
_NAVIGATION: Final = "Microsoft.Dynamics.CRM.associatednavigationproperty"
_FORMATTED: Final = "OData.Community.Display.V1.FormattedValue"


@dataclass(frozen=True)
class Shape:
    """What of a row is shown: `select` are columns, None for all; `expand` has a shape for each navigation."""

    entity_set: EntitySet
    select: frozenset[str] | None = None
    expand: Mapping[Navigation, Shape] = field(default_factory=dict)

    def fragment(self) -> str:
        """What stands behind the name of the entity set in a context."""
        if self.select is None and not self.expand:
            return ""
        names = [
            each.wire_name
            for each in self.entity_set.properties
            if self.select is not None and each.name in self.select
        ]
        inner = (
            f"{nav.name}{shape.fragment() or '()'}"
            for nav, shape in self.expand.items()
        )
        return f"({','.join([*names, *inner])})"


def shape_of(rows: Rows, entity_set: EntitySet, options: Mapping[str, str]) -> Shape:
    """The shape that a query asks for; raises Refused for a property that is not there."""
    select = options.get("$select")
    chosen = None
    if select is not None and select.strip() != "*":
        names = filter(None, map(str.strip, select.split(",")))
        chosen = frozenset(_column(rows, entity_set, name) for name in names)
        if rows.schema.product == "dataverse":
            chosen |= {entity_set.row_id}
    expand = {}
    for item in divided(options.get("$expand", ""), ","):
        if item.strip():
            navigation, inner = _expanded(rows, entity_set, item.strip())
            expand[navigation] = shape_of(rows, navigation.target, inner)
    return Shape(entity_set, chosen, expand)


def _column(rows: Rows, entity_set: EntitySet, name: str) -> str:
    property = entity_set.by_wire_name.get(name)
    if property is not None:
        return property.name
    # Dataverse lets a lookup be selected by its own name, too.
    lookup = entity_set.by_name.get(name)
    if lookup is not None and lookup.targets:
        return lookup.name
    raise Refused("unknown-property", name=name, type=entity_set.type_name)


def _expanded(
    rows: Rows, entity_set: EntitySet, item: str
) -> tuple[Navigation, dict[str, str]]:
    name, _, inner = item.partition("(")
    navigation = rows.schema.navigations[entity_set.name].get(name)
    if navigation is None:
        raise Refused("unknown-property", name=name, type=entity_set.type_name)
    parts = divided(inner.removesuffix(")"), ";")
    options = dict(part.split("=", 1) for part in parts if "=" in part)
    beyond = {*options} - {"$select", "$expand"}
    if beyond:
        raise Refused(
            "unsupported", detail=f"{', '.join(sorted(beyond))} in $expand of {name}"
        )
    return navigation, options


@dataclass(frozen=True)
class Shown:
    """Makes payloads of rows for one request."""

    rows: Rows
    request: Request

    def one(self, shape: Shape, row: Row) -> dict[str, object]:
        """A row alone, with its context."""
        name = f"{shape.entity_set.name}{shape.fragment()}"
        return {"@odata.context": self.context(f"{name}/$entity")} | self.row(
            shape, row
        )

    def context(self, fragment: str) -> str:
        """The address of the metadata of what is shown."""
        return f"{self.request.root}$metadata#{fragment}"

    def row(self, shape: Shape, row: Row) -> dict[str, object]:
        """A row as a member of a collection."""
        shown: dict[str, object] = {"@odata.etag": etag_of(row)}
        for property in shape.entity_set.properties:
            if shape.select is None or property.name in shape.select:
                self._add(shown, shape.entity_set, property, row)
        for navigation, inner in shape.expand.items():
            shown[navigation.name] = self._target(navigation, inner, row)
        return shown

    def address(self, entity_set: EntitySet, row: Row) -> str:
        """The address of a row."""
        product = self.rows.schema.product
        return self.request.root + address_of(entity_set, row, product)

    def _add(
        self,
        shown: dict[str, object],
        entity_set: EntitySet,
        property: Property,
        row: Row,
    ) -> None:
        stored, name = row[property.name], property.wire_name
        notes: dict[str, object] = {_FORMATTED: label_of(property, stored)}
        target = self._target_set(property, row)
        if target is not None:
            navigations = self.rows.schema.navigations[entity_set.name].values()
            notes[_LOGICAL_NAME] = target.type_name
            notes[_NAVIGATION] = next(
                each.name
                for each in navigations
                if each.lookup is property and each.target is target
            )
        for note, text in notes.items():
            if text is not None and self._wanted(note):
                shown[f"{name}@{note}"] = text
        shown[name] = to_json(property, stored, self.rows.schema.product)

    def _wanted(self, annotation: str) -> bool:
        if self.rows.schema.product != "dataverse":
            return False
        wanted = self.request.preferences.get("include-annotations", "")
        return any(fnmatchcase(annotation, each) for each in wanted.split(","))

    def _target_set(self, property: Property, row: Row) -> EntitySet | None:
        if not property.targets or row[property.name] is None:
            return None
        column = property.target_column
        name = row[column] if column is not None else property.targets[0]
        return self.rows.schema.sets.get(name)

    def _target(
        self, navigation: Navigation, shape: Shape, row: Row
    ) -> dict[str, object] | None:
        if self._target_set(navigation.lookup, row) is not navigation.target:
            return None
        key = {navigation.target.row_id: row[navigation.lookup.name]}
        found = self.rows.store.find(navigation.target, key)
        return self.row(shape, found) if found is not None else None


def etag_of(row: Row) -> str:
    """The ETag of a row: weak, from the version of its last write."""
    return f'W/"{row[VERSION]}"'
