"""JSON with exact decimals: a number keeps every digit that was written."""

from __future__ import annotations

import json
from decimal import Decimal

from dwmap.sandbox.refusal import Refused


def read_json(data: bytes, type_name: str = "") -> dict[str, object]:
    """The object in `data`; raises Refused for anything else."""
    try:
        found = json.loads(data or b"null", parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Refused("bad-json", type=type_name, detail=str(error)) from None
    if not isinstance(found, dict):
        raise Refused("bad-json", type=type_name, detail="the body is no JSON object")
    return found


def write_json(value: object) -> str:
    """The value as JSON text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        members = (f"{json.dumps(k)}:{write_json(v)}" for k, v in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(write_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")
