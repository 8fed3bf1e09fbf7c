"""Functions and actions of Dataverse that clients ask for: who they are, and writes of many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from dwmap.sandbox.importing import import_solution
from dwmap.sandbox.jsons import read_json
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.paths import read_path
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.rows import Rows
from dwmap.sandbox.schema import EntitySet

_VERSION: Final = "9.2.26000.0"


def _who_am_i(rows: Rows, request: Request) -> Response:
    ids = {
        name: str(uuid5(NAMESPACE_URL, f"{rows.schema.system}/{name}"))
        for name in ("BusinessUnitId", "UserId", "OrganizationId")
    }
    context = f"{request.root}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse"
    return Response(200, {"@odata.context": context, **ids})


def _retrieve_version(rows: Rows, request: Request) -> Response:
    context = f"{request.root}$metadata#Microsoft.Dynamics.CRM.RetrieveVersionResponse"
    return Response(200, {"@odata.context": context, "Version": _VERSION})


def _bulk_delete(rows: Rows, request: Request) -> Response:
    """Delete the rows whose id is in a list: the one condition that is read here."""
    if request.method != "POST":
        raise Refused("not-allowed", method=request.method)
    body: dict[str, Any] = read_json(request.body)
    try:
        (query,) = body["QuerySet"]
        entity_set = rows.schema.by_type[query["EntityName"]]
        (condition,) = query["Criteria"]["Conditions"]
        ids = [each["Value"] for each in condition["Values"]]
        listed = (condition["AttributeName"], condition["Operator"])
    except (KeyError, TypeError, ValueError):
        raise Refused(
            "unsupported", detail="BulkDelete of anything but ids of one table"
        ) from None
    if listed != (entity_set.row_id, "In"):
        raise Refused("unsupported", detail="BulkDelete by anything but ids")
    with rows.store.transaction():
        for each in ids:
            row = rows.store.find(entity_set, {entity_set.row_id: each})
            if row is not None:
                rows.delete(entity_set, row)
        job = uuid5(NAMESPACE_URL, f"job/{rows.store.next_version()}")
    context = f"{request.root}$metadata#Microsoft.Dynamics.CRM.BulkDeleteResponse"
    return Response(200, {"@odata.context": context, "JobId": str(job)})


FUNCTIONS: Final[Mapping[str, Callable[[Rows, Request], Response]]] = {
    "WhoAmI": _who_am_i,
    "RetrieveVersion": _retrieve_version,
    "BulkDelete": _bulk_delete,
    "ImportSolution": import_solution,
}


def _targets(request: Request, entity_set: EntitySet) -> list[dict[str, object]]:
    targets = read_json(request.body, entity_set.type_name).get("Targets")
    if not isinstance(targets, list) or not all(isinstance(x, dict) for x in targets):
        raise Refused(
            "bad-json", type=entity_set.type_name, detail="'Targets' is no list"
        )
    return targets


def _create_multiple(rows: Rows, request: Request, entity_set: EntitySet) -> Response:
    with rows.store.transaction():
        made = [
            rows.create(entity_set, target) for target in _targets(request, entity_set)
        ]
    ids = [row[entity_set.row_id] for row in made]
    context = f"{request.root}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse"
    return Response(200, {"@odata.context": context, "Ids": ids})


def _update_multiple(rows: Rows, request: Request, entity_set: EntitySet) -> Response:
    with rows.store.transaction():
        for target in _targets(request, entity_set):
            _write(rows, entity_set, target, creates=False)
    return Response(204)


def _upsert_multiple(rows: Rows, request: Request, entity_set: EntitySet) -> Response:
    with rows.store.transaction():
        for target in _targets(request, entity_set):
            _write(rows, entity_set, target, creates=True)
    return Response(204)


def _write(
    rows: Rows, entity_set: EntitySet, target: dict[str, object], *, creates: bool
) -> None:
    """Write a target, which is known by its address or by its row id."""
    row_id, address = target.get(entity_set.row_id), target.get("@odata.id")
    if isinstance(address, str):
        segment = read_path(address)[-1]
        key = rows.key(entity_set, segment.key or {})
    else:
        key = {entity_set.row_id: row_id}
    row = rows.store.find(entity_set, key) if None not in key.values() else None
    if row is not None:
        rows.update(entity_set, row, target)
    elif creates:
        rows.create(entity_set, target, key)
    else:
        raise Refused("missing-row", type=entity_set.type_name, key=row_id)


ACTIONS: Final[Mapping[str, Callable[[Rows, Request, EntitySet], Response]]] = {
    "CreateMultiple": _create_multiple,
    "UpdateMultiple": _update_multiple,
    "UpsertMultiple": _upsert_multiple,
}
