"""Values worth trying, by type: the ends of every range, and what real data has that nobody thinks of."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

from dwmap.interpret.values import Value
from dwmap.ir.model import Type, TypeKind
from dwmap.ir.scope import Scope

_LONGEST: Final = 4000
"""A text without a limit is tried with as many characters."""

_LONGEST_TRIED: Final = 100_000
"""A text with a greater limit is tried with as many characters."""

_TEXTS: Final = (
    "",
    " ",
    "0",
    "007",
    "A",
    "a",
    "abc ",
    " abc",
    "O'Brien",
    'say "hi"',
    "100%_[x]*?",
    "back\\slash",
    "line\nbreak",
    "tab\tstop",
    "Straße",
    "STRASSE",
    "ﬁ",
    "İi",
    "e\u0301",
    "\u00e9",
    "\u4e2d\u6587",
    "\U0001f469\u200d\U0001f52c",
    "\u202eabc",
    "null",
    "blank",
    "true",
    "1900-01-01",
    "1E+3",
)

_DAYS: Final = (
    date(1, 1, 1),
    date(1753, 1, 1),
    date(1900, 1, 1),
    date(2000, 2, 29),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2154, 12, 31),
    date(9999, 12, 31),
)

_MOMENTS: Final = (
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 6, 15, tzinfo=UTC),
    datetime(2026, 6, 15, 12, 30, 15, 123_456, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
)

_TIMES: Final = (
    time(),
    time(0, 0, 1),
    time(12, 30),
    time(23, 59, 59),
    time(23, 59, 59, 999_999),
)


def values_of(type: Type, scope: Scope) -> list[Value]:
    """Values of a type, none twice; without a value where the type allows it, and that last."""
    found = list(_BY_KIND[type.kind](type, scope))
    if type.nullable:
        found.append(None)
    return distinct(found)


def distinct(values: list[Value]) -> list[Value]:
    """Each value once; 1, 1.0 and true are three."""
    return list({(value.__class__, value): value for value in values}.values())


def random_value(type: Type, scope: Scope, chance: random.Random) -> Value:
    """A value of a type, mostly one worth trying, sometimes any."""
    if chance.random() < 0.7:
        return chance.choice(values_of(type, scope))
    maker = _RANDOM.get(type.kind)
    return maker(type, chance) if maker else chance.choice(values_of(type, scope))


# ------------------------------------------------------------------------------------------------- by kind


def _texts(type: Type, _: Scope) -> list[Value]:
    most = min(type.length if type.length is not None else _LONGEST, _LONGEST_TRIED)
    found: list[Value] = [one for one in _TEXTS if len(one) <= most]
    found += ["x" * most, "9" * most, "\U0001f600" * most]
    return found + (["x" * (most - 1)] if most > 1 else [])


def _whole_numbers(bits: int) -> Callable[[Type, Scope], list[Value]]:
    most = 2 ** (bits - 1)
    return lambda _, __: [0, 1, -1, 7, 10, 1000, 19000101, most - 1, -most]


def _decimals(type: Type, _: Scope) -> list[Value]:
    precision = type.precision if type.precision is not None else 28
    scale = type.scale or 0
    step = Decimal(1).scaleb(-scale)
    most = Decimal((0, (9,) * precision, -scale))
    found = [Decimal(0), step, -step, most, most.copy_negate()]
    if precision > scale:
        found += [Decimal(1), Decimal(-1), Decimal("1.0") if scale else Decimal(1)]
    if scale:
        found += [5 * step, Decimal("0.5") if scale == 1 else 15 * step]
    return [one for one in found if one.copy_abs() <= most]


def _doubles(_: Type, __: Scope) -> list[Value]:
    return [0.0, -0.0, 1.0, 0.1, -2.5, 1e15, 1e-7, 123456.789]


def _enum_members(type: Type, scope: Scope) -> list[Value]:
    enum = scope.enums.get(type.name or "")
    if enum is None or not enum.members:
        return ["A", "B"] if type.kind == "enum" else [0, 1, 192350000]
    if enum.numbered:
        return [member.code for member in enum.members]
    return [member.name for member in enum.members]


def _guids(_: Type, __: Scope) -> list[Value]:
    return [
        "00000000-0000-0000-0000-000000000000",
        "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ]


_BY_KIND: Final[Mapping[TypeKind, Callable[[Type, Scope], list[Value]]]] = {
    "any": lambda _, __: ["", "A", "007", "x" * 60],
    "text": _texts,
    "int": _whole_numbers(32),
    "long": _whole_numbers(64),
    "decimal": _decimals,
    "double": _doubles,
    "bool": lambda _, __: [True, False],
    "date": lambda _, __: list(_DAYS),
    "datetime": lambda _, __: list(_MOMENTS),
    "time": lambda _, __: list(_TIMES),
    "guid": _guids,
    "enum": _enum_members,
    "options": _enum_members,
    "lookup": _guids,
}


def _random_text(type: Type, chance: random.Random) -> Value:
    most = min(type.length if type.length is not None else 40, 40)
    alphabet = "aAbBzZ019 -_.'\"%éßİ中\U0001f600\u0301"
    return "".join(chance.choice(alphabet) for _ in range(chance.randint(0, most)))


def _random_decimal(type: Type, chance: random.Random) -> Value:
    count = chance.randint(1, type.precision if type.precision is not None else 28)
    digits = tuple(chance.randint(0, 9) for _ in range(count))
    return Decimal((chance.randint(0, 1), digits, -(type.scale or 0)))


def _random_moment(_: Type, chance: random.Random) -> Value:
    return datetime.fromtimestamp(chance.randint(-2_000_000_000, 4_000_000_000), UTC)


_RANDOM: Final[Mapping[TypeKind, Callable[[Type, random.Random], Value]]] = {
    "text": _random_text,
    "int": lambda _, chance: chance.randint(-(2**31), 2**31 - 1),
    "long": lambda _, chance: chance.randint(-(2**63), 2**63 - 1),
    "decimal": _random_decimal,
    "double": lambda _, chance: chance.uniform(-1e6, 1e6),
    "date": lambda _, chance: date.fromordinal(chance.randint(1, 3_652_059)),
    "datetime": _random_moment,
}
