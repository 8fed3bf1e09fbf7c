"""Keys and records as text: for links, failures and the ids of new rows. Equal keys have equal text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any
from uuid import UUID

from ._model import Kind, Record

EXACT = Context(prec=80)
# The two highest bits of this digit say that it is a uuid of the usual kind.
_VARIANT = {f"{n:x}": "89ab"[n & 3] for n in range(16)}
_NAMESPACE = UUID("6f1d6f8e-54c2-5c0e-9a51-6b2f3f0d6a11").bytes


def plain_value(value: Any) -> Any:
    """A value that JSON does not know, as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


_encode: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=plain_value
).encode


def key_text(key: Record) -> str:
    """The canonical text of a key: a JSON array."""
    try:
        return f"[{','.join(map(encode_basestring, key))}]"
    except TypeError:  # not all of it is text
        return _encode(tuple(key))


def record_text(record: Any) -> str:
    """A named tuple as a JSON object."""
    return _encode(record._asdict())


def value_from_json(kind: Kind, value: Any, *, finops: bool = False) -> Any:
    """A value that travelled as JSON, back in the type of its column and in normal form."""
    if value is None or (finops and is_empty(kind, value)):
        return None
    match kind:
        case "decimal":
            return Decimal(str(value))
        case "float":
            return float(value)
        case "date":
            return date.fromisoformat(value[:10])
        case "datetime":
            moment = datetime.fromisoformat(value)
            return (
                moment.replace(tzinfo=UTC)
                if moment.tzinfo is None
                else moment.astimezone(UTC)
            )
        case "time":
            return time.fromisoformat(value)
        case "bool":
            return bool(value)
        case _:
            return value


def is_empty(kind: Kind, value: Any) -> bool:
    """Whether finance and operations means "no value" by a value: an empty text, the first of January 1900."""
    if kind == "text":
        return bool(value == "")
    return kind in ("date", "datetime") and str(value)[:10] == "1900-01-01"


def image_hash(values: Record) -> str:
    """A short hash of the values of a row, the same for equal values in every process."""
    values = tuple(
        value.normalize(EXACT) if isinstance(value, Decimal) else value
        for value in values
    )
    return hashlib.blake2b(_encode(tuple(values)).encode(), digest_size=8).hexdigest()


def row_id_maker(table: str) -> Callable[[str], str]:
    """The function that gives the row id of a new row from the text of its key: uuid version 5."""
    prefix = hashlib.sha1(_NAMESPACE + table.encode() + b"\0", usedforsecurity=False)

    def make(key: str) -> str:
        hashed = prefix.copy()
        hashed.update(key.encode())
        h = hashed.hexdigest()
        return f"{h[:8]}-{h[8:12]}-5{h[13:16]}-{_VARIANT[h[16]]}{h[17:20]}-{h[20:32]}"

    return make


def picker(positions: Sequence[int]) -> Callable[[Record], Record]:
    """Like `itemgetter`, but always gives a tuple."""
    if not positions:
        return lambda record: ()
    if len(positions) == 1:
        only = positions[0]
        return lambda record: (record[only],)
    return itemgetter(*positions)
