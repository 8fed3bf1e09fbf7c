"""Rows of one service, read and written by the rules of its product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from dwmap.sandbox.keys import columns_of_key
from dwmap.sandbox.paths import Literal, Segment, read_path
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.schema import (
    MODIFIED,
    RECORD_ID,
    EntitySet,
    Navigation,
    Property,
    Schema,
)
from dwmap.sandbox.store import SEQUENCE, VERSION, Row, Store
from dwmap.sandbox.values import empty_of, is_empty, to_stored

_BIND: Final = "@odata.bind"
_DEFAULTS: Final = {"statecode": 0, "statuscode": 1}


@dataclass(frozen=True)
class Rows:
    """
    The rows of a service. `company` is that of the user, to which finance and operations keeps unless a request
    says `cross-company=true`.
    """

    schema: Schema
    store: Store
    company: str

    def set_of(self, name: str) -> EntitySet:
        """The entity set of a segment; raises Refused where there is none."""
        found = self.schema.sets.get(name)
        if found is None:
            raise Refused("unknown-segment", name=name)
        return found

    def find(
        self, entity_set: EntitySet, key: Mapping[str, object], *, everywhere: bool
    ) -> Row | None:
        """The row with the key, None also where it is of a company that the user does not look at."""
        row = self.store.find(entity_set, key)
        if row is None or everywhere or entity_set.company is None:
            return row
        same = str(row[entity_set.company]).casefold() == self.company.casefold()
        return row if same else None

    def key(
        self, entity_set: EntitySet, literals: Mapping[str, Literal]
    ) -> dict[str, object]:
        """The columns that an address names."""
        return columns_of_key(entity_set, literals, self.schema.product)

    def create(
        self,
        entity_set: EntitySet,
        body: Mapping[str, object],
        key: Mapping[str, object] | None = None,
    ) -> Row:
        """A new row with the values of the payload and of the key of its address; raises Refused."""
        given = {**self._payload(entity_set, body), **self._linked(entity_set, key)}
        values = {**self._defaults(entity_set), **given}
        for property in entity_set.properties:
            if property.required and is_empty(property, values.get(property.name)):
                raise _required(entity_set, property)
        with self.store.transaction():
            version = self.store.next_version()
            if self.schema.product == "dataverse":
                seed = f"{self.schema.system}/{entity_set.name}/{version}"
                values.setdefault(entity_set.row_id, None)
                if values[entity_set.row_id] is None:
                    values[entity_set.row_id] = str(uuid5(NAMESPACE_URL, seed))
                values["createdon"] = _now()
            elif entity_set.key == (RECORD_ID,):
                values[RECORD_ID] = version
            values.update(self._stamp(entity_set, version))
            self.store.insert(entity_set, values)
        found = {name: values[name] for name in entity_set.key}
        return self._again(entity_set, found)

    def update(
        self, entity_set: EntitySet, row: Row, body: Mapping[str, object]
    ) -> Row:
        """The row with the values of the payload; raises Refused."""
        values = self._payload(entity_set, body)
        finops = self.schema.product == "finops"
        for name in [*values]:
            property = entity_set.by_name.get(name)
            if property is None:
                continue
            same = _folded(values[name]) == _folded(row[name])
            if name in entity_set.key or (finops and property.fixed):
                if not same:
                    raise Refused("changed-key", name=name, type=entity_set.type_name)
            elif property.fixed:
                del values[name]
            elif property.required and is_empty(property, values[name]):
                raise _required(entity_set, property)
        with self.store.transaction():
            stamp = self._stamp(entity_set, self.store.next_version())
            self.store.update(entity_set, row[SEQUENCE], {**values, **stamp})
        return self._again(entity_set, {name: row[name] for name in entity_set.key})

    def delete(self, entity_set: EntitySet, row: Row) -> None:
        """Delete the row and empty the lookups at it; raises Refused where one of them is required."""
        with self.store.transaction():
            for other in self.schema.sets.values():
                for navigation in self.schema.navigations[other.name].values():
                    if navigation.target is entity_set:
                        self._unlink(other, navigation, row[entity_set.row_id])
            self.store.delete(entity_set, row)

    def resolve(self, address: object) -> tuple[EntitySet, Row]:
        """The row that a bound address names: below the root, with or without it; raises Refused."""
        if not isinstance(address, str):
            raise Refused("bad-json", detail=f"'{address}' is no address of a row")
        path = urlsplit(address).path
        segment = (read_path(path) or (Segment(""),))[-1]
        entity_set = self.set_of(segment.name)
        if segment.key is None:
            raise Refused("bad-key", type=entity_set.type_name)
        key = self.key(entity_set, segment.key)
        row = self.find(entity_set, key, everywhere=True)
        if row is not None:
            return entity_set, row
        if [*key] == [*entity_set.key]:
            (value,) = key.values()
            raise Refused("missing-row", type=entity_set.type_name, key=value)
        raise Refused("missing-target", type=entity_set.type_name)

    def link(self, navigation: Navigation, address: object) -> dict[str, object]:
        """The columns of a lookup that is bound to a row, or to none."""
        lookup = navigation.lookup
        columns: dict[str, object] = {lookup.name: None}
        if address is not None:
            entity_set, row = self.resolve(address)
            if entity_set is not navigation.target:
                raise Refused(
                    "bad-json",
                    type=entity_set.type_name,
                    detail=f"'{navigation.name}' does not lead to {entity_set.name}",
                )
            columns[lookup.name] = row[entity_set.row_id]
        if lookup.target_column is not None:
            target = navigation.target.name if address is not None else None
            columns[lookup.target_column] = target
        return columns

    def _linked(
        self, entity_set: EntitySet, key: Mapping[str, object] | None
    ) -> dict[str, object]:
        """The columns of the key of an address; raises Refused for a lookup in it at no row."""
        columns = dict(key or {})
        for name, row_id in (key or {}).items():
            lookup = entity_set.by_name[name]
            if not lookup.targets or row_id is None:
                continue
            for target in map(self.schema.sets.__getitem__, lookup.targets):
                if self.store.find(target, {target.row_id: row_id}) is not None:
                    if lookup.target_column is not None:
                        columns[lookup.target_column] = target.name
                    break
            else:
                type = self.schema.sets[lookup.targets[0]].type_name
                raise Refused("missing-row", type=type, key=row_id)
        return columns

    def _payload(
        self, entity_set: EntitySet, body: Mapping[str, object]
    ) -> dict[str, object]:
        columns: dict[str, object] = {}
        for name, value in body.items():
            if name.endswith(_BIND):
                bound = name.removesuffix(_BIND)
                navigation = self.schema.navigations[entity_set.name].get(bound)
                if navigation is None:
                    raise self._undeclared(entity_set, bound)
                columns.update(self.link(navigation, value))
            elif "@" not in name:
                property = self._writable(entity_set, name)
                if not property.managed:
                    columns[property.name] = to_stored(
                        entity_set, property, value, self.schema.product
                    )
        return columns

    def _writable(self, entity_set: EntitySet, name: str) -> Property:
        property = entity_set.by_wire_name.get(name)
        if property is None:
            raise self._undeclared(entity_set, name)
        if property.targets:
            raise Refused(
                "bad-json",
                type=entity_set.type_name,
                detail="CRM do not support direct update of Entity Reference properties, "
                "Use Navigation properties instead.",
            )
        return property

    def _undeclared(self, entity_set: EntitySet, name: str) -> Refused:
        product = self.schema.product
        space = "CRM" if product == "dataverse" else "DataEntities"
        return Refused(
            "bad-json",
            type=entity_set.type_name,
            detail=f"The property '{name}' does not exist on type 'Microsoft.Dynamics.{space}."
            f"{entity_set.type_name}'. Make sure to only use property names that are defined by the type.",
        )

    def _defaults(self, entity_set: EntitySet) -> dict[str, object]:
        if self.schema.product == "dataverse":
            # A column of two options always has one of them.
            two = (x.name for x in entity_set.properties if x.kind == "bool")
            known = entity_set.by_name
            states = (name for name in _DEFAULTS if known[name].kind == "int")
            return {
                **{name: 0 for name in two if not known[name].type.nullable},
                **{name: _DEFAULTS[name] for name in states},
            }
        values = {each.name: empty_of(each) for each in entity_set.properties}
        if entity_set.company is not None:
            values[entity_set.company] = self.company
        return values

    def _stamp(self, entity_set: EntitySet, version: int) -> dict[str, object]:
        if self.schema.product == "dataverse":
            return {
                VERSION: version,
                "versionnumber": version,
                "modifiedon": _now(),
            }
        modified = entity_set.by_name.get(MODIFIED)
        managed = modified is not None and modified.managed
        return {VERSION: version, **({MODIFIED: _now()} if managed else {})}

    def _unlink(self, other: EntitySet, navigation: Navigation, row_id: object) -> None:
        key = {navigation.lookup.name: row_id}
        while (row := self.store.find(other, key)) is not None:
            if navigation.lookup.required:
                raise Refused(
                    "referenced",
                    type=navigation.target.type_name,
                    other=other.type_name,
                    name=navigation.lookup.name,
                )
            stamp = self._stamp(other, self.store.next_version())
            emptied = self.link(navigation, None)
            self.store.update(other, row[SEQUENCE], {**emptied, **stamp})

    def _again(self, entity_set: EntitySet, key: Mapping[str, object]) -> Row:
        row = self.store.find(entity_set, key)
        if row is None:
            raise LookupError(f"{entity_set.name} has lost {key}")
        return row


def _folded(value: object) -> object:
    """The value as keys compare it: texts without case."""
    return value.casefold() if isinstance(value, str) else value


def _required(entity_set: EntitySet, property: Property) -> Refused:
    return Refused("required", name=property.name, type=entity_set.type_name)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
