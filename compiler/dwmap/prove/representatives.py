"""One value for each set of answers that a path can give; see `dwmap.prove.mentions`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any, Final

from dwmap.interpret.conversion import convert
from dwmap.interpret.values import Refusal, Value
from dwmap.ir.model import Type, TypeKind
from dwmap.ir.scope import Scope
from dwmap.prove.mentions import Mention
from dwmap.prove.values import distinct, values_of

_FINITE: Final[frozenset[TypeKind]] = frozenset({"bool", "enum", "options"})
_WHOLE: Final[frozenset[TypeKind]] = frozenset({"int", "long", "options"})
_WIDE: Final = Context(prec=200)


def is_finite(type: Type, scope: Scope) -> bool:
    """Whether all values of a type can be listed."""
    if type.kind == "bool":
        return True
    enum = scope.enums.get(type.name or "")
    return type.kind in _FINITE and enum is not None and bool(enum.members)


def representatives(mention: Mention, scope: Scope) -> tuple[list[Value], bool]:
    """Values of a path to try, and whether they stand for all there are."""
    type = mention.type
    if is_finite(type, scope):
        return values_of(type, scope), True
    found = list(mention.values)
    if mention.opaque:
        return distinct([*found, *values_of(type, scope)]), False
    if mention.folded:
        found += [each for one in mention.values for each in _other_cases(one)]
    types = (type, *mention.fits)
    if mention.ordered:
        found += [
            each
            for one in mention.values
            for kind in types
            for each in _neighbours(one, kind)
        ]
    found += [each for kind in types for each in _others(mention.values, kind)]
    if type.nullable or type.kind == "any":
        found.append(None)
    # What lies between two texts of limited length may be another than what is tried.
    limited = any(each.kind == "text" and each.length is not None for each in types)
    return distinct(found), not (mention.ordered and limited)


def around(mention: Mention, type: Type) -> list[Value]:
    """What a path is compared with, its neighbours of a type, and values that are none of these."""
    found = list(mention.values)
    for one in mention.values:
        found += _neighbours(one, type)
    return distinct(found + _others(mention.values, type))


def steps_of(number: Decimal, type: Type) -> list[Value]:
    """The numbers of a type that are as near as can be: one, or that below and that above."""
    scale = 0 if type.kind in _WHOLE else type.scale
    if scale is None:
        return [number]
    step = Decimal(1).scaleb(-scale)
    found = [number.quantize(step, way, _WIDE) for way in (ROUND_FLOOR, ROUND_CEILING)]
    return list(map(int, found)) if type.kind in _WHOLE else distinct([*found])


def is_value_of(value: Value, type: Type, scope: Scope) -> bool:
    """Whether a value belongs to a type, its limits included."""
    if value is None:
        return type.nullable or type.kind == "any"
    if type.kind == "any":
        return True
    if is_finite(type, scope):
        return value in values_of(type, scope)
    try:
        return convert(value, type, "") == value
    except Refusal:
        return False


def _other_cases(value: Value) -> list[Value]:
    """The same text in other cases."""
    if not isinstance(value, str):
        return []
    return [
        each for each in (value.upper(), value.lower(), value.title()) if each != value
    ]


def _neighbours(value: Any, type: Type) -> list[Value]:
    """The values just below and just above, as close as the type has any."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value - 1, value + 1]
    if isinstance(value, Decimal):
        return _neighbouring_decimals(value, 0 if type.kind in _WHOLE else type.scale)
    if isinstance(value, float):
        return [math.nextafter(value, -math.inf), math.nextafter(value, math.inf)]
    if isinstance(value, str):
        # The empty text stands for no value in some systems, so the next one is there as well.
        return ["", "\0", value + "\0", value[:-1]]
    step_of = _STEPS.get(value.__class__)
    if step_of is None:
        return []
    found: list[Value] = []
    for count in (-2, -1, 1, 2):  # two, since the first of January 1900 may be no value
        with suppress(OverflowError):  # the first and the last day there is
            found.append(value + count * step_of)
    return found


def _neighbouring_decimals(value: Decimal, scale: int | None) -> list[Value]:
    step = Decimal(1).scaleb(-(28 if scale is None else scale))
    below = value.quantize(step, ROUND_FLOOR, _WIDE)
    above = value.quantize(step, ROUND_CEILING, _WIDE)
    return [_WIDE.subtract(below, step), below, above, _WIDE.add(above, step)]


_STEPS: Final[Mapping[object, timedelta]] = {
    date: timedelta(days=1),
    datetime: timedelta(microseconds=1),
}


def _others(values: list[Value], type: Type) -> list[Value]:
    """A value that is none of these."""
    kinds = {value.__class__ for value in values}
    kind = type.kind
    if kind == "any":
        makers = [_FRESH[each] for each in _KINDS if _KINDS[each] in kinds]
        makers = makers or [_FRESH["text"]]
    else:
        makers = [_FRESH[kind]] if kind in _FRESH else []
    found = [fresh for maker in makers for fresh in maker(values)]
    if kind == "decimal" and type.scale:
        steps = (Decimal(place).scaleb(-type.scale) for place in range(1, 1000))
        found += [next(each for each in steps if each not in values)]
    return found


def _fresh_text(values: list[Value]) -> list[Value]:
    """A text that none of these is, whatever its case: of one character, so that it fits wherever any does."""
    folded = {one.casefold() for one in values if isinstance(one, str)}
    letters = (chr(code) for code in range(ord("x"), 0x10000) if chr(code).isalnum())
    return [next(one for one in letters if one.casefold() not in folded), ""]


def _fresh_number(make: Callable[[int], Value]) -> Callable[[list[Value]], list[Value]]:
    def fresh(values: list[Value]) -> list[Value]:
        numbers = [one for one in values if isinstance(one, int | Decimal | float)]
        least = int(min(numbers, default=0))
        most = int(max(numbers, default=0))
        return [make(least - 2), make(most + 2)]

    return fresh


def _fresh_day(values: list[Value]) -> list[Value]:
    day = date(1900, 1, 2)
    while day in values:
        day += timedelta(days=1)
    return [day]


def _fresh_moment(values: list[Value]) -> list[Value]:
    moment = datetime(1900, 1, 2, tzinfo=UTC)
    while moment in values:
        moment += timedelta(days=1)
    return [moment]


def _fresh_time(values: list[Value]) -> list[Value]:
    return [next(each for hour in range(24) if (each := time(hour)) not in values)]


_FRESH: Final[Mapping[TypeKind, Callable[[list[Value]], list[Value]]]] = {
    "text": _fresh_text,
    "enum": _fresh_text,
    "guid": _fresh_text,
    "lookup": _fresh_text,
    "int": _fresh_number(int),
    "long": _fresh_number(int),
    "options": _fresh_number(int),
    "decimal": _fresh_number(Decimal),
    "double": _fresh_number(float),
    "date": _fresh_day,
    "datetime": _fresh_moment,
    "time": _fresh_time,
}

_KINDS: Final[Mapping[TypeKind, type]] = {
    "text": str,
    "int": int,
    "decimal": Decimal,
    "date": date,
    "datetime": datetime,
    "time": time,
}
