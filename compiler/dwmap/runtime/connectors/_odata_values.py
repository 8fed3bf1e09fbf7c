"""
Values between Python and OData: literals in URLs, JSON in bodies, columns of answers.

The type that the service declares decides where it is known, else the kind of the column, else the value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple
from urllib.parse import quote

from .._keys import is_empty
from .._model import Column, Kind

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_NO_DATE = date(1900, 1, 1)
# What may stand in a query as it is; a plus or an ampersand may not.
_QUERY_SAFE = "()'$,;=/:@*!"
_KINDS: Mapping[str, Kind] = {
    "Edm.Decimal": "decimal",
    "Edm.Int64": "int",
    "Edm.String": "text",
}


class NoLiteral(ValueError):
    """A value that the type of its column cannot hold, so that no row has it."""


class Style(NamedTuple):
    """How one service writes values: empty ones as finance and operations does, large numbers as text."""

    finops: bool
    numbers_as_text: bool

    def literal(self, column: Column, edm: str, value: Any) -> str:
        """
        A value as it stands in a filter or a key, not yet percent-encoded.

        Raises NoLiteral for a value that cannot be of the column's type.
        """
        value = self._filled(column, value)
        if value is None:
            return "null"
        if edm and not edm.startswith("Edm."):
            return f"{edm}'{_quoted(_symbol(value))}'"
        if edm == "Edm.Guid" or (not edm and column.kind == "guid"):
            if not _GUID.fullmatch(str(value)):
                raise NoLiteral(f"{value!r} is no guid")
            return str(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return f"'{_quoted(value)}'"
        if isinstance(value, float) and not isfinite(value):
            return "NaN" if value != value else "INF" if value > 0 else "-INF"
        return self._plain(edm, value)

    def body(self, column: Column, edm: str, value: Any) -> str:
        """A value as JSON text; raises ValueError for text that is no Unicode."""
        value = self._filled(column, value)
        if value is None:
            return "null"
        if isinstance(value, str):
            value.encode()
            return json.dumps(value)
        if edm and not edm.startswith("Edm."):
            return json.dumps(_symbol(value))
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return json.dumps(value) if isfinite(value) else f'"{value}"'
        text = self._plain(edm, value)
        if isinstance(value, int | Decimal):
            large = isinstance(value, Decimal) or edm == "Edm.Int64"
            return f'"{text}"' if large and self.numbers_as_text else text
        return f'"{text}"'

    def _plain(self, edm: str, value: Any) -> str:
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, datetime):
            aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value
            return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if isinstance(value, date) and edm == "Edm.DateTimeOffset":
            # Noon, so that no time zone moves the day: as finance and operations writes it itself.
            return f"{value.isoformat()}T{'12' if self.finops else '00'}:00:00Z"
        if isinstance(value, date | time):
            return value.isoformat()
        return str(value)

    def _filled(self, column: Column, value: Any) -> Any:
        """Finance and operations has values of its own that mean none."""
        if value is not None or not self.finops:
            return value
        return {
            "text": "",
            "date": _NO_DATE,
            "datetime": datetime.combine(_NO_DATE, time(), UTC),
        }.get(column.kind)

    def decoder(self, column: Column, linked: bool) -> Callable[[Any], Any]:
        """
        The function that turns a value of an answer into that of a record.

        `linked` columns hold row ids, which are compared with each other and stay as they are.
        """
        decode = _DECODE.get(column.kind)
        if linked:
            decode = None
        kind, finops = column.kind, self.finops and column.kind in _EMPTY

        def convert(value: Any) -> Any:
            if value is None or (finops and is_empty(kind, value)):
                return None
            return value if decode is None else decode(value)

        return convert


def typed(column: Column, edm: str) -> Column:
    """The column, with what the service knows of its kind where the map knows nothing."""
    known = _KINDS.get(edm)
    return (
        column if column.kind != "any" or known is None else replace(column, kind=known)
    )


def encode_query(text: str) -> str:
    """A part of a query, percent-encoded."""
    return quote(text, safe=_QUERY_SAFE)


def encode_key(literal: str) -> str:
    """A literal in the path of a URL: there a slash must not look like one."""
    return quote(literal, safe="'")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _symbol(value: Any) -> str:
    """The symbol of an enumeration; that of a truth value is one of NoYes."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return (
        moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    )


def _truth(value: Any) -> bool:
    return value == "Yes" if isinstance(value, str) else bool(value)


_EMPTY = ("text", "date", "datetime")
_DECODE: Mapping[str, Callable[[Any], Any]] = {
    "decimal": lambda value: value if type(value) is Decimal else Decimal(str(value)),
    "int": int,
    "float": float,
    "bool": _truth,
    "date": lambda value: date.fromisoformat(value[:10]),
    "datetime": _moment,
    "time": time.fromisoformat,
    "guid": str.lower,
}
