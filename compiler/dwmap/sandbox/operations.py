"""One request to one service: where its path leads, and what its method does there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dwmap.sandbox.definitions import DEFINITIONS, Definitions
from dwmap.sandbox.functions import ACTIONS, FUNCTIONS
from dwmap.sandbox.jsons import read_json
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.metadata import metadata_document, service_document
from dwmap.sandbox.paths import Segment, read_path
from dwmap.sandbox.queries import Query
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet
from dwmap.sandbox.shapes import Shown, etag_of, shape_of
from dwmap.sandbox.store import Row
from dwmap.sandbox.values import to_json


@dataclass(frozen=True)
class Operations:
    """Carries out requests that are no batches."""

    rows: Rows

    def run(self, request: Request) -> Response:
        """The answer; raises Refused."""
        segments = read_path(request.path)
        if not segments:
            _only(request, "GET")
            schema = self.rows.schema
            return Response(200, service_document(schema, request.root))
        first, *rest = segments
        if first.name == "$metadata":
            _only(request, "GET")
            text = metadata_document(self.rows.schema)
            return Response(200, text, content_type="application/xml")
        if self.rows.schema.product == "dataverse":
            if first.name in FUNCTIONS:
                return FUNCTIONS[first.name](self.rows, request)
            if first.name == DEFINITIONS:
                _only(request, "GET")
                return Definitions(self.rows.schema).answer(request, first, rest)
        entity_set = self.rows.set_of(first.name)
        if first.key is None:
            return self._collection(request, entity_set, rest)
        key = self.rows.key(entity_set, first.key)
        one = _One(self.rows, request, entity_set, key)
        return one.part(rest) if rest else one.run()

    def _collection(
        self, request: Request, entity_set: EntitySet, rest: list[Segment]
    ) -> Response:
        query = Query(self.rows, request, entity_set, everywhere(self.rows, request))
        if rest and rest[0].name == "$count":
            _only(request, "GET")
            return Response(200, str(query.count()), content_type="text/plain")
        if rest:
            action = ACTIONS.get(rest[0].name.rpartition(".")[2])
            if action is None or self.rows.schema.product == "finops":
                raise Refused("unknown-segment", name=rest[0].name)
            _only(request, "POST")
            return action(self.rows, request, entity_set)
        if request.method == "GET":
            return query.answer()
        _only(request, "POST")
        body = read_json(request.body, entity_set.type_name)
        row = self.rows.create(entity_set, body)
        return created(self.rows, request, entity_set, row)


@dataclass(frozen=True)
class _One:
    """A request for one row by its key."""

    rows: Rows
    request: Request
    entity_set: EntitySet
    key: Mapping[str, object]

    def run(self) -> Response:
        """Read, write or delete the row."""
        run = _METHODS.get(self.request.method)
        if run is None:
            raise Refused("not-allowed", method=self.request.method)
        return run(self)

    def get(self) -> Response:
        row = self._existing()
        if self.request.headers.get("if-none-match") == etag_of(row):
            return Response(304, headers={"ETag": etag_of(row)})
        shape = shape_of(self.rows, self.entity_set, self.request.options)
        shown = Shown(self.rows, self.request).one(shape, row)
        return Response(200, shown, {"ETag": etag_of(row)})

    def patch(self) -> Response:
        """Change the row; Dataverse makes it where there is none, unless told not to."""
        body = read_json(self.request.body, self.entity_set.type_name)
        row = self._found()
        if row is None and self._creates():
            row = self.rows.create(self.entity_set, body, self.key)
            return created(self.rows, self.request, self.entity_set, row)
        row = self._existing()
        if self.request.headers.get("if-none-match") == "*":
            raise Refused("exists", type=self.entity_set.type_name)
        self._check_version(row)
        return self._changed(self.rows.update(self.entity_set, row, body))

    def delete(self) -> Response:
        row = self._existing()
        self._check_version(row)
        self.rows.delete(self.entity_set, row)
        return Response(204)

    def part(self, rest: list[Segment]) -> Response:
        """A property of the row, the row a lookup points at, or the reference to it."""
        name, *further = (each.name for each in rest)
        row = self._existing()
        navigation = self.rows.schema.navigations[self.entity_set.name].get(name)
        if navigation is not None and further in ([], ["$ref"]):
            if further and self.request.method in ("PUT", "DELETE"):
                address = None
                if self.request.method == "PUT":
                    address = read_json(self.request.body).get("@odata.id")
                bound = {f"{name}@odata.bind": address}
                self.rows.update(self.entity_set, row, bound)
                return Response(204)
            _only(self.request, "GET")
            target = navigation.target
            found = self.rows.store.find(
                target, {target.row_id: row[navigation.lookup.name]}
            )
            if found is None:
                return Response(204)
            shown = Shown(self.rows, self.request)
            if further:
                return Response(200, {"@odata.id": shown.address(target, found)})
            shape = shape_of(self.rows, target, self.request.options)
            return Response(200, shown.one(shape, found))
        return self._property(row, name, further)

    def _property(self, row: Row, name: str, further: list[str]) -> Response:
        property = self.entity_set.by_wire_name.get(name)
        if property is None or further not in ([], ["$value"]):
            raise Refused("unknown-segment", name=name)
        if self.request.method in ("PUT", "DELETE") and not further:
            value = None
            if self.request.method == "PUT":
                value = read_json(self.request.body).get("value")
            self.rows.update(self.entity_set, row, {name: value})
            return Response(204)
        _only(self.request, "GET")
        value = to_json(property, row[property.name], self.rows.schema.product)
        if value is None:
            return Response(204)
        if further:
            return Response(200, str(value), content_type="text/plain")
        return Response(200, {"value": value})

    def _creates(self) -> bool:
        return (
            self.rows.schema.product == "dataverse"
            and "if-match" not in self.request.headers
        )

    def _found(self) -> Row | None:
        wide = everywhere(self.rows, self.request)
        return self.rows.find(self.entity_set, self.key, everywhere=wide)

    def _existing(self) -> Row:
        row = self._found()
        if row is None:
            type = self.entity_set.type_name
            if [*self.key] == [*self.entity_set.key]:
                key = ",".join(map(str, self.key.values()))
                raise Refused("missing-row", type=type, key=key)
            raise Refused("missing-target", type=type)
        return row

    def _check_version(self, row: Row) -> None:
        wanted = self.request.headers.get("if-match", "*")
        if wanted not in ("*", etag_of(row)):
            raise Refused("version")

    def _changed(self, row: Row) -> Response:
        shown = Shown(self.rows, self.request)
        headers = {
            "OData-EntityId": shown.address(self.entity_set, row),
            "ETag": etag_of(row),
        }
        if not self.request.wants_representation:
            return Response(204, headers=headers)
        headers["Preference-Applied"] = "return=representation"
        shape = shape_of(self.rows, self.entity_set, self.request.options)
        return Response(200, shown.one(shape, row), headers)


_METHODS: Final[Mapping[str, Callable[[_One], Response]]] = {
    "GET": _One.get,
    "PATCH": _One.patch,
    "DELETE": _One.delete,
}


def created(rows: Rows, request: Request, entity_set: EntitySet, row: Row) -> Response:
    """The answer to a write that made a row: finance and operations always shows it."""
    shown = Shown(rows, request)
    address = shown.address(entity_set, row)
    headers = {"OData-EntityId": address, "Location": address, "ETag": etag_of(row)}
    if rows.schema.product == "dataverse" and not request.wants_representation:
        return Response(204, headers=headers)
    if request.wants_representation:
        headers["Preference-Applied"] = "return=representation"
    shape = shape_of(rows, entity_set, request.options)
    return Response(201, shown.one(shape, row), headers)


def everywhere(rows: Rows, request: Request) -> bool:
    """Whether the request looks at all companies."""
    asked = request.options.get("cross-company", "false").casefold()
    return rows.schema.product == "dataverse" or asked == "true"


def _only(request: Request, method: str) -> None:
    if request.method != method:
        raise Refused("not-allowed", method=request.method)
