"""
Values between JSON and the database, and the rules that each product holds them to.

Stored are: texts as they are, whole numbers and booleans as integers, decimals as exact text, moments in UTC to
the second as `2026-01-31T12:00:00Z`, days as `2026-01-31`, guids in lower case, symbols of enums as text.
Of a property without a type any value is kept as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, Final
from uuid import UUID

from dwmap.ir.types import TypeKind
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.schema import EntitySet, Product, Property

EMPTY_DAY: Final = "1900-01-01"

_EDM: Final[Mapping[TypeKind, str]] = {
    "any": "Edm.String",
    "text": "Edm.String",
    "int": "Edm.Int32",
    "long": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "double": "Edm.Double",
    "bool": "Edm.Boolean",
    "date": "Edm.Date",
    "datetime": "Edm.DateTimeOffset",
    "time": "Edm.TimeOfDay",
    "guid": "Edm.Guid",
    "lookup": "Edm.Guid",
    "options": "Edm.Int32",
}

SQL_TYPES: Final[Mapping[TypeKind, str]] = {
    "any": "COLLATE NOCASE",
    "text": "TEXT COLLATE NOCASE",
    "enum": "TEXT COLLATE NOCASE",
    "guid": "TEXT COLLATE NOCASE",
    "lookup": "TEXT COLLATE NOCASE",
    "decimal": "TEXT COLLATE dwmap_decimal",
    "double": "REAL",
    "int": "INTEGER",
    "long": "INTEGER",
    "bool": "INTEGER",
    "options": "INTEGER",
    "date": "TEXT",
    "datetime": "TEXT",
    "time": "TEXT",
}
"""How a column is declared; both products compare texts without case."""

_EMPTY: Final[Mapping[TypeKind, object]] = {
    "any": "",
    "text": "",
    "int": 0,
    "long": 0,
    "decimal": "0",
    "double": 0.0,
    "bool": 0,
    "date": EMPTY_DAY,
    "datetime": f"{EMPTY_DAY}T00:00:00Z",
    "time": "00:00:00",
    "guid": str(UUID(int=0)),
    "lookup": str(UUID(int=0)),
    "options": 0,
}

_MOST_DIGITS: Final = 40
"""Before and behind the point of a decimal, more than any product takes."""

_LARGEST: Final[Mapping[str, int]] = {"int": 2**31 - 1, "long": 2**63 - 1}


def edm_type(property: Property, product: Product, namespace: str = "") -> str:
    """The type in the metadata; an enum is qualified with `namespace`."""
    if property.kind == "enum" and property.enum is not None:
        return f"{namespace}{enum_name(property.enum.name)}"
    if property.kind == "date" and product == "finops":
        return "Edm.DateTimeOffset"
    return _EDM[property.kind]


def enum_name(name: str) -> str:
    """The name of an enum without its system: `NoYes` of `fo.NoYes`."""
    return name.rpartition(".")[2]


def empty_of(property: Property) -> object:
    """What finance and operations keeps where there is no value."""
    if property.kind == "enum":
        members = property.enum.members if property.enum is not None else ()
        return members[0].name if members else ""
    return _EMPTY[property.kind]


def is_empty(property: Property, stored: object) -> bool:
    """Whether a stored value counts as none, by which required fields are judged."""
    if stored is None or stored == "":
        return True
    return property.kind in ("date", "datetime", "guid") and stored == empty_of(
        property
    )


def to_stored(
    entity_set: EntitySet, property: Property, value: object, product: Product
) -> object:
    """The value as the database keeps it; raises Refused for one that the product does not take."""
    if value is None:
        return empty_of(property) if product == "finops" else None
    try:
        return _READERS[property.kind](property, value)
    except _OutOfRange as error:
        raise Refused(
            "out-of-range",
            type=entity_set.type_name,
            name=property.wire_name,
            value=value,
            accepted=str(error),
            wanted=edm_type(property, product),
        ) from None
    except _TooLong:
        raise Refused(
            "too-long",
            type=entity_set.type_name,
            name=property.name,
            length=property.type.length,
        ) from None
    except (TypeError, ValueError, ArithmeticError):
        raise Refused(
            "wrong-type",
            value=value,
            name=property.wire_name,
            wanted=edm_type(property, product),
        ) from None


class _OutOfRange(Exception):
    """A number or symbol that is none of those accepted, which the message lists."""


class _TooLong(Exception):
    """A text with too many characters."""


def _of(value: object, *types: type) -> Any:
    if isinstance(value, types) and not (isinstance(value, bool) and bool not in types):
        return value
    raise TypeError(value)


def _text(property: Property, value: object) -> str:
    text: str = _of(value, str)
    text.encode()  # half of a surrogate pair is no text
    length = property.type.length
    if length is not None and len(text) > length:
        raise _TooLong
    return text


def _anything(_: Property, value: object) -> object:
    if isinstance(value, bool):
        return b"true" if value else b"false"  # apart from numbers and texts
    if isinstance(value, Decimal):
        return _double(_, value)
    if isinstance(value, int) and abs(value) > _LARGEST["long"]:
        raise _OutOfRange(f"up to {_LARGEST['long']}")
    return _of(value, str, int)


def _whole(property: Property, value: object) -> int:
    number: int = _of(value, int)
    largest = _LARGEST[property.kind]
    if not -largest - 1 <= number <= largest:
        raise _OutOfRange(f"{-largest - 1} to {largest}")
    return number


def _decimal(property: Property, value: object) -> str:
    number = Decimal(_of(value, int, Decimal))
    if number.adjusted() > _MOST_DIGITS or number.adjusted() < -_MOST_DIGITS:
        raise _OutOfRange(f"up to {_MOST_DIGITS} digits")
    scale, precision = property.type.scale, property.type.precision
    if scale is not None:
        number = number.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    if precision is not None:
        largest = Decimal(10) ** (precision - (scale or 0))
        if abs(number) >= largest:
            raise _OutOfRange(f"-{largest} to {largest}")
    return format(number, "f")


def _double(_: Property, value: object) -> float:
    number = float(_of(value, int, float, Decimal))
    if not isfinite(number):
        raise _OutOfRange("finite numbers")
    return number


def _moment(_: Property, value: object) -> str:
    moment = datetime.fromisoformat(_of(value, str))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    text = moment.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")


def _day(_: Property, value: object) -> str:
    text: str = _of(value, str)
    if "T" in text:
        return datetime.fromisoformat(text).date().isoformat()
    return date.fromisoformat(text).isoformat()


def _symbol(property: Property, value: object) -> str:
    members = property.enum.members if property.enum is not None else ()
    names = [each.name for each in members]
    text: str = _of(value, str)
    if text not in names:
        raise _OutOfRange(",".join(names))
    return text


def _option(property: Property, value: object) -> int:
    members = property.enum.members if property.enum is not None else ()
    number: int = _of(value, int)
    codes = [each.code for each in members]
    if number not in codes:
        raise _OutOfRange(",".join(map(str, codes)))
    return number


def _guid(_: Property, value: object) -> str:
    return str(UUID(_of(value, str)))


_READERS: Final[Mapping[TypeKind, Callable[[Property, object], object]]] = {
    "any": _anything,
    "text": _text,
    "int": _whole,
    "long": _whole,
    "decimal": _decimal,
    "double": _double,
    "bool": lambda _, value: int(_of(value, bool)),
    "date": _day,
    "datetime": _moment,
    "time": lambda _, value: time.fromisoformat(_of(value, str)).isoformat(),
    "guid": _guid,
    "lookup": _guid,
    "enum": _symbol,
    "options": _option,
}


def to_json(property: Property, stored: Any, product: Product) -> object:
    """The value as a payload shows it."""
    if stored is None:
        return None
    if property.kind == "bool":
        return bool(stored)
    if property.kind == "decimal":
        return Decimal(stored)
    if property.kind == "date" and product == "finops":
        return f"{stored}T12:00:00Z"
    if isinstance(stored, bytes):
        return stored == b"true"
    return stored


def label_of(property: Property, stored: object) -> str | None:
    """The label of an option, which Dataverse calls the formatted value."""
    members = property.enum.members if property.enum is not None else ()
    if property.kind == "options":
        return next((each.name for each in members if each.code == stored), None)
    if property.kind == "bool" and stored is not None:
        return "Yes" if stored else "No"
    return None
