"""How each product words a refusal: status, code and message of every reason, and the JSON around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dwmap.sandbox.refusal import Reason, Refused
from dwmap.sandbox.schema import Product


class Phrase(NamedTuple):
    """The status, the code and the message; `{...}` are facts of the refusal."""

    status: int
    code: str
    message: str


_DATAVERSE: Final[Mapping[Reason, Phrase]] = {
    "bad-batch": Phrase(400, "0x80048d19", "Invalid batch: {detail}"),
    "bad-filter": Phrase(400, "0x80060888", "{detail}"),
    "bad-json": Phrase(
        400,
        "0x80048d19",
        "Error identified in Payload provided by the user for Entity :'{type}', {detail}",
    ),
    "bad-key": Phrase(
        400,
        "0x80060888",
        "The number of keys specified in the URI does not match number of key properties for the resource "
        "'Microsoft.Dynamics.CRM.{type}'.",
    ),
    "bad-option": Phrase(400, "0x80060888", "{detail}"),
    "changed-key": Phrase(
        400, "0x80048d19", "The key property '{name}' of '{type}' cannot be changed."
    ),
    "duplicate": Phrase(
        412, "0x80040237", "A record with matching key values already exists."
    ),
    "exists": Phrase(
        412, "0x80040237", "A record with matching key values already exists."
    ),
    # ExpiredVersionStamp, with these words, in Microsoft's list of web service error codes. Which status the Web API
    # gives it is written nowhere that was found.
    "expired-token": Phrase(
        410,
        "0x80044352",
        "Version stamp associated with the client has expired. Please perform a full sync.",
    ),
    "missing-row": Phrase(404, "0x80040217", "{type} With Id = {key} Does Not Exist"),
    "missing-target": Phrase(
        404,
        "0x80060891",
        "A record with the specified key values does not exist in {type} entity",
    ),
    "not-allowed": Phrase(
        405,
        "0x80060888",
        "The requested resource does not support http method '{method}'.",
    ),
    # PicklistValueOutOfRange; the Web API's own table of statuses has 400 for it, and for InvalidArgument below.
    "out-of-range": Phrase(
        400,
        "0x8004431a",
        "A validation error occurred. The value {value} of '{name}' on record of type '{type}' is outside "
        "the valid range. Accepted Values: {accepted}",
    ),
    "referenced": Phrase(
        400,
        "0x80040227",
        "The {type} cannot be deleted because it is referenced by {other}.{name}.",
    ),
    "required": Phrase(
        400,
        "0x80040203",
        "A validation error occurred. The value of '{name}' on record of type '{type}' is required.",
    ),
    "too-long": Phrase(
        400,
        "0x80044331",
        "A validation error occurred. The length of the '{name}' attribute of the '{type}' entity exceeded "
        "the maximum allowed length of '{length}'.",
    ),
    "too-many": Phrase(
        429,
        "0x80072322",
        "Number of requests exceeded the limit of {limit} over time window of {window} seconds.",
    ),
    "unauthorized": Phrase(401, "0x80048306", "The bearer token is missing or wrong."),
    "unknown-property": Phrase(
        400,
        "0x80060888",
        "Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{type}'.",
    ),
    "unknown-segment": Phrase(
        404, "0x80060888", "Resource not found for the segment '{name}'."
    ),
    "unsupported": Phrase(501, "0x80060888", "{detail}"),
    "version": Phrase(
        412,
        "0x80060882",
        "The version of the existing record doesn't match the RowVersion property provided.",
    ),
    "wrong-type": Phrase(
        400,
        "0x80048d19",
        "Cannot convert the literal '{value}' of '{name}' to the expected type '{wanted}'.",
    ),
}

_WRITE: Final = (
    "Write failed for table row of type '{type}'. Infolog: Warning: {problem}"
)

_FINOPS: Final[Mapping[Reason, tuple[int, str]]] = {
    "bad-batch": (400, "Invalid batch: {detail}"),
    "bad-filter": (400, "{detail}"),
    "bad-json": (400, "{detail}"),
    "bad-key": (
        400,
        "The number of keys specified in the URI does not match number of key properties for the resource "
        "'Microsoft.Dynamics.DataEntities.{type}'.",
    ),
    "bad-option": (400, "{detail}"),
    "changed-key": (
        400,
        _WRITE.format(type="{type}", problem="Update not allowed for field '{name}'."),
    ),
    "duplicate": (
        400,
        "Cannot create a record in {type}. The record already exists.",
    ),
    "exists": (412, "Cannot create a record in {type}. The record already exists."),
    "expired-token": (400, "There is no change tracking in this service."),
    "missing-row": (404, "No resources were found when selecting for update."),
    "missing-target": (404, "No resources were found in {type}."),
    "not-allowed": (
        405,
        "The requested resource does not support http method '{method}'.",
    ),
    "out-of-range": (
        400,
        "Cannot convert the literal '{value}' of '{name}' to the expected type "
        "'Microsoft.Dynamics.DataEntities.{wanted}'.",
    ),
    "referenced": (400, "The record of {type} is used by {other}.{name}."),
    "required": (
        400,
        _WRITE.format(type="{type}", problem="Field '{name}' must be filled in."),
    ),
    "too-long": (
        400,
        _WRITE.format(
            type="{type}",
            problem="The value of field '{name}' is longer than {length} characters.",
        ),
    ),
    "too-many": (
        429,
        "This request is being throttled: more than {limit} requests in {window} seconds.",
    ),
    "unauthorized": (401, "The bearer token is missing or wrong."),
    "unknown-property": (
        400,
        "Could not find a property named '{name}' on type 'Microsoft.Dynamics.DataEntities.{type}'.",
    ),
    "unknown-segment": (404, "Resource not found for the segment '{name}'."),
    "unsupported": (501, "{detail}"),
    "version": (
        412,
        "The etag does not match that of the record: it was changed by another user.",
    ),
    "wrong-type": (
        400,
        "Cannot convert the literal '{value}' of '{name}' to the expected type '{wanted}'.",
    ),
}


def phrase(refused: Refused, product: Product) -> tuple[int, dict[str, Any]]:
    """The status and the body of the answer to a request that was refused."""
    if refused.reason == "unavailable":
        words = Phrase(
            int(str(refused.facts["status"])),
            str(refused.facts["code"]) if product == "dataverse" else "",
            str(refused.facts["detail"]),
        )
    elif product == "dataverse":
        words = _DATAVERSE[refused.reason]
    else:
        status, message = _FINOPS[refused.reason]
        words = Phrase(status, "", message)
    message = words.message.format_map({"type": "", **refused.facts})
    if product == "dataverse":
        return words.status, {"error": {"code": words.code, "message": message}}
    inner = {
        "message": message,
        "type": "Microsoft.OData.ODataException",
        "stacktrace": "",
    }
    error = {"code": "", "message": "An error has occurred.", "innererror": inner}
    return words.status, {"error": error}
