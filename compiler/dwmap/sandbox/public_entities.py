"""
`/metadata/PublicEntities` of finance and operations: the entity sets with the columns and keys of each.

Clients ask it for one entity instead of reading `$metadata`, which has tens of megabytes in the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dwmap.ir.types import Type
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.metadata import NAMESPACES
from dwmap.sandbox.paths import read_path
from dwmap.sandbox.queries import Query
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet, Property, Schema
from dwmap.sandbox.store import VERSION, Store
from dwmap.sandbox.values import edm_type

METADATA_ROOT: Final = "/metadata/"
"""The path below which the service tells of itself."""

_TEXT: Final = Type(kind="text")
_ENTITIES: Final = EntitySet(
    "PublicEntities",
    "PublicEntity",
    (Property("Name", _TEXT), Property("EntitySetName", _TEXT)),
    ("Name",),
)


@dataclass(frozen=True)
class PublicEntities:
    """The public entities of a schema."""

    schema: Schema

    def answer(self, request: Request) -> Response:
        """The answer to a request below `/metadata/`; raises Refused."""
        segments = read_path(request.path)
        name = segments[0].name if segments else ""
        if len(segments) != 1 or name != _ENTITIES.name:
            raise Refused("unknown-segment", name=name)
        if request.method != "GET":
            raise Refused("not-allowed", method=request.method)
        rows = self._rows()
        if segments[0].key is None:
            answer = Query(rows, request, _ENTITIES, everywhere=True).answer()
            listed = answer.body["value"]  # type: ignore[index]  # a list is an object with a value
            shown = [self._shown(row["EntitySetName"]) for row in listed]
            return Response(200, {"value": shown})
        found = rows.store.find(_ENTITIES, rows.key(_ENTITIES, segments[0].key))
        if found is None:
            raise Refused("missing-target", type=_ENTITIES.type_name)
        return Response(200, self._shown(found["EntitySetName"]))

    def _rows(self) -> Rows:
        schema = Schema(
            self.schema.system, "finops", "", {_ENTITIES.name: _ENTITIES}, ()
        )
        store = Store(schema)
        with store.transaction():
            for each in self.schema.sets.values():
                names = {"Name": each.type_name, "EntitySetName": each.name}
                store.insert(_ENTITIES, {**names, VERSION: 1})
        return Rows(schema, store, "")

    def _shown(self, name: str) -> dict[str, object]:
        entity_set = self.schema.sets[name]
        return {
            "Name": entity_set.type_name,
            "EntitySetName": name,
            "IsReadOnly": False,
            "Properties": [
                self._property(entity_set, each) for each in entity_set.properties
            ],
        }

    def _property(self, entity_set: EntitySet, each: Property) -> dict[str, object]:
        in_key = each.name in entity_set.key
        return {
            "Name": each.wire_name,
            "TypeName": edm_type(each, "finops", f"{NAMESPACES['finops']}."),
            "IsKey": in_key,
            "IsMandatory": in_key or each.required,
            "AllowEdit": not (in_key or each.managed or each.fixed),
        }
