"""Types of the Entity Data Model (OData 4.01, CSDL XML, section 3.3) as types of the language."""

from __future__ import annotations

import re
from typing import Final

from dwmap.syntax.legalize import MOST

KINDS: Final = {
    "Edm.Boolean": "bool",
    "Edm.Byte": "int",
    "Edm.SByte": "int",
    "Edm.Int16": "int",
    "Edm.Int32": "int",
    "Edm.Int64": "long",
    "Edm.Decimal": "decimal",
    "Edm.Double": "double",
    "Edm.Single": "double",
    "Edm.Date": "date",
    "Edm.DateTimeOffset": "datetime",
    "Edm.TimeOfDay": "time",
    "Edm.Guid": "guid",
    "Edm.String": "string",
}
"""All others, as streams, durations and places on the globe, have no type in the language."""

MOST_SHOWN: Final = 60
_NAME: Final = re.compile(r"[^\W\d]\w{0,199}")


def is_name(text: object) -> bool:
    """Whether a name of a service may be one in the language."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def shown(type_name: str) -> str:
    """A type of a service as messages show it: no control characters, and no end of it where it is long."""
    plain = "".join(one for one in type_name if one.isprintable())
    return plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…"


def is_collection(type_name: str) -> bool:
    """Whether a property holds any number of values."""
    return type_name.startswith("Collection(")


def number(text: str | None) -> int | None:
    """A whole number, where one is given: lengths may be `max`, scales `variable` or `floating`."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 10:
        return None
    return int(text)


def length(value: int | None) -> int | None:
    """The length of a text that has one."""
    return value if value and value <= MOST["string"] else None


def digits(precision: int | None, scale: int | None) -> tuple[int | None, int | None]:
    """Precision and scale, where they make a type of the language."""
    if precision is None or scale is None:
        return None, None
    good = 0 < precision <= MOST["decimal"] and scale <= precision
    return (precision, scale) if good else (None, None)
