# Copied by dwmap from its runtime. Do not edit.
"""One write of one row: as the caller means it, and as the request that asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .._errors import EndError, RefusedByEnd
from .._model import Column, Record, Reference, Table
from .._paths import (
    all_columns,
    column_of,
    identity_columns,
    natural_columns,
    type_column,
)
from ._odata_batch import Request
from ._odata_shape import EntityShape, Shapes
from ._odata_values import NoLiteral, Style, encode_key, typed

Action = Literal["insert", "update", "delete"]

ANY = "*"
"""The version of a row in whatever version it stands."""
# A create that arrives late, after its sender gave up and somebody else went on, must not undo what came since.
_ONLY_NEW: Mapping[str, str] = {"If-None-Match": "*"}


@dataclass(slots=True, eq=False)
class Operation:
    """
    A write. `values` are by physical column; `identity` is that of the row, None where only the service
    will know it. `refusal` is set where the row cannot be said in OData at all.
    """

    table: Table
    action: Action
    values: Mapping[str, Any]
    identity: Record | None
    request: Request
    refusal: RefusedByEnd | None = None

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is like doing it once."""
        return self.request.method != "POST"

    @property
    def guarded(self) -> bool:
        """Whether it is only meant for the version in which the row was found."""
        return self.request.headers.get("If-Match", ANY) != ANY

    @property
    def natural(self) -> Record | None:
        """The natural key that it writes, None where it leaves a part of it out."""
        names = natural_columns(self.table)
        if not names or not set(names) <= set(self.values):
            return None
        return tuple(self.values[name] for name in names)


class Maker:
    """Makes operations for the tables of one service; `dialect` is odata, dataverse or finops."""

    def __init__(
        self,
        dialect: str,
        tables: Mapping[str, Table],
        shapes: Shapes,
        style: Style,
        content_type: str,
    ) -> None:
        self.dialect = dialect
        self._tables, self._shapes, self._style = tables, shapes, style
        self._content_type = content_type
        self._columns: dict[tuple[str, str], Column] = {}
        self.wanted: set[str] = set()
        """The physical tables whose rows the service shows after a write, so that their versions are known."""

    def insert(self, table: Table, columns: Sequence[str], row: Record) -> Operation:
        """
        A new row.

        Dataverse takes one under the id that we give it; elsewhere it is posted.
        """
        values = dict(zip(columns, row, strict=False))
        names = identity_columns(table)
        known = set(names) <= set(values)
        identity = tuple(values[name] for name in names) if known else None

        def request() -> Request:
            shape = self._shapes.of(table)
            if self.dialect == "dataverse" and identity is not None:
                url = self.address(table, names, identity)
                body = self._body(table, values, names, new=True)
                return self._request("PATCH", table, url, body, _ONLY_NEW)
            natural = natural_columns(table)
            if (
                self.dialect == "dataverse"
                and frozenset(natural) in shape.unique
                and set(natural) <= set(values)
            ):
                url = self.address(table, natural, tuple(values[n] for n in natural))
                body = self._body(table, values, natural, new=True)
                return self._request("PATCH", table, url, body, _ONLY_NEW)
            return self._request(
                "POST", table, shape.entity_set, self._body(table, values, (), new=True)
            )

        return self._operation(table, "insert", values, identity, request)

    def update_to(
        self,
        table: Table,
        values: Mapping[str, Any],
        identity: Record,
        version: str = ANY,
    ) -> Operation:
        """New values, by column, for a row that stands in this version; a row that does not is not created."""
        names = identity_columns(table)

        def request() -> Request:
            moved = [
                n
                for n, old in zip(names, identity, strict=True)
                if values.get(n, old) != old
            ]
            if moved:
                raise NoLiteral(
                    f"{moved[0]} is part of the key, which a service does not change"
                )
            url = self.address(table, names, identity)
            body = self._body(table, values, names, new=False)
            return self._request("PATCH", table, url, body, {"If-Match": version})

        return self._operation(table, "update", values, identity, request)

    def delete(self, table: Table, identity: Record) -> Operation:
        """The end of a row."""

        def request() -> Request:
            url = self.address(table, identity_columns(table), identity)
            return Request("DELETE", url + self._scope(), {"If-Match": ANY})

        return self._operation(table, "delete", {}, tuple(identity), request)

    def _operation(
        self,
        table: Table,
        action: Action,
        values: Mapping[str, Any],
        identity: Record | None,
        request: Any,
    ) -> Operation:
        try:
            return Operation(table, action, values, identity, request())
        except ValueError as error:
            return Operation(
                table,
                action,
                values,
                identity,
                Request("", "", {}),
                self.refusal(table, str(error)),
            )

    def refusal(self, table: Table, reason: str) -> RefusedByEnd:
        """The error of a row that was refused."""
        return RefusedByEnd(
            table.table,
            None,
            f"{table.system} refused a row of {table.table}: {reason}",
            "correct the record, or the rule of the table that it breaks",
        )

    def address(self, table: Table, names: Sequence[str], values: Record) -> str:
        """The URL of one row, relative to the root; raises NoLiteral where no row can have such a key."""
        shape = self._shapes.of(table)
        if frozenset(names) not in {frozenset(shape.key), *shape.unique}:
            raise EndError(
                f"{table.system}: the key of {shape.entity_set} is {', '.join(shape.key)},"
                f" the map tells its rows apart by {', '.join(names)}"
            )
        parts = []
        for name, value in zip(names, values, strict=True):
            column = self._column(table, name)
            if value is None and not self._style.finops:
                raise NoLiteral(f"{name} is part of the key and empty")
            edm = shape.types.get(shape.property(name), shape.types.get(name, ""))
            literal = encode_key(self._style.literal(column, edm, value))
            parts.append((shape.property(name), literal))
        if len(parts) == 1 and frozenset(names) == frozenset(shape.key):
            return f"{shape.entity_set}({parts[0][1]})"
        return f"{shape.entity_set}({','.join(f'{k}={v}' for k, v in parts)})"

    def _column(self, table: Table, name: str) -> Column:
        place = (table.name, name)
        if place not in self._columns:
            self._columns[place] = column_of(table, name)
        return self._columns[place]

    def _scope(self) -> str:
        return "?cross-company=true" if self.dialect == "finops" else ""

    def _request(
        self,
        method: str,
        table: Table,
        url: str,
        body: str,
        more: Mapping[str, str] | None = None,
    ) -> Request:
        shown = table.table in self.wanted
        if shown and self.dialect == "dataverse":
            url += "?$select=" + ",".join(
                map(self._shapes.of(table).property, self._shapes.of(table).key)
            )
        # Few and short: a batch repeats them for every row.
        headers = {"Content-Type": self._content_type, "Prefer": "return=minimal"}
        if shown:
            headers["Accept"] = self._content_type
            headers["Prefer"] = "return=representation"
        return Request(method, url + self._scope(), {**headers, **(more or {})}, body)

    def _body(
        self,
        table: Table,
        values: Mapping[str, Any],
        without: Sequence[str],
        *,
        new: bool,
    ) -> str:
        """The JSON object of a row, as ASCII on one line."""
        shape = self._shapes.of(table)
        kinds = {
            type_column(each.column) for each in table.references if each.polymorphic
        }
        parts = []
        for name, value in values.items():
            if name in without:
                continue
            reference = table.reference(name)
            if self.dialect == "dataverse" and (reference is not None or name in kinds):
                if reference is not None and not (new and value is None):
                    parts.append(self._bind(table, shape, reference, values))
                continue
            place = shape.property(name)
            edm = shape.types.get(place, "")
            column = typed(self._column(table, name), edm)
            text = self._style.body(column, edm, value)
            if not (new and text == "null" and self.dialect == "finops"):
                parts.append(f'"{place}":{text}')
        return "{" + ",".join(parts) + "}"

    def _bind(
        self,
        table: Table,
        shape: EntityShape,
        reference: Reference,
        values: Mapping[str, Any],
    ) -> str:
        """A lookup of Dataverse: the navigation property for its table, bound to a row; null sets it free."""
        kind = values.get(type_column(reference.column))
        targets = [self._tables[name] for name in reference.targets]
        target = next((each for each in targets if each.table == kind), targets[0])
        name = shape.navigation(reference.column, self._shapes.of(target))
        if name is None:
            raise EndError(
                f"{table.system}: {shape.entity_set}.{reference.column} does not lead to {target.table}"
            )
        value = values[reference.column]
        if value is None:
            return f'"{name}@odata.bind":null'
        known = {each.name for each in all_columns(target)}
        where = (
            target.row_id if target.row_id in known else self._shapes.of(target).key[0]
        )
        address = self.address(target, (str(where),), (value,))
        return f'"{name}@odata.bind":"/{address}"'
