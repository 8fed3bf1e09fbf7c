"""Which values of the right kind a type or an end cannot keep."""

from __future__ import annotations

from decimal import Decimal

from dwmap.ir.model import Constant, SystemKind, Type
from dwmap.semantic.stdlib import CALENDARS, WHOLE_RANGES

_ENDS: dict[SystemKind, str] = {
    "finops": "finance and operations",
    "dataverse": "Dataverse",
}


def limit_of(value: Constant, type_: Type, end: SystemKind | None) -> str | None:
    """What the type, or the end that it belongs to, says against a literal of its kind; best is nothing."""
    if value.kind == "string" and type_.kind == "text":
        return _text_limit(value.text, type_.length)
    if value.kind in ("int", "decimal"):
        return _number_limit(Decimal(value.text), type_)
    if value.kind in ("date", "datetime") and end is not None and end in CALENDARS:
        first, last = CALENDARS[end]
        if not first <= value.text[:10] <= last:
            return f"days in {_ENDS[end]} are from {first} to {last}"
    return None


def _text_limit(text: str, length: int | None) -> str | None:
    if length is None or len(text) <= length:
        return None
    return f"it holds {length} characters, this has {len(text)}"


def _number_limit(number: Decimal, type_: Type) -> str | None:
    if type_.kind in WHOLE_RANGES:
        least, most = WHOLE_RANGES[type_.kind]
        if least <= number <= most:
            return None
        return f"it holds {least:,} to {most:,}"
    if type_.kind != "decimal" or type_.precision is None:
        return None
    scale = type_.scale or 0
    whole = type_.precision - scale
    # Counted, since arithmetic on decimals rounds and has limits of its own.
    if not number or (number.adjusted() < whole and _places_of(number) <= scale):
        return None
    return f"it holds {whole} digits before the point and {scale} behind it"


def _places_of(number: Decimal) -> int:
    """The digits behind the point, zeros at the end not counted."""
    _, digits, exponent = number.as_tuple()
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return -(int(exponent) + zeros)
