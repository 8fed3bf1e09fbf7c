"""
Built-in types, literals, operators, functions and conversions of the language, as tables.

A signature names the kinds of the arguments and of the result; `any` takes everything. A function gives no
value when one of its arguments has none, but for those that `NULLS` says otherwise of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.ir.model import LiteralKind, SystemKind, TypeKind

Kinds: TypeAlias = frozenset[TypeKind]

BUILT_IN: Mapping[str, TypeKind] = {
    "string": "text",
    "text": "text",
    "int": "int",
    "long": "long",
    "decimal": "decimal",
    "double": "double",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "guid": "guid",
    "any": "any",
}

WHOLE: Kinds = frozenset({"int", "long"})
EXACT: Kinds = WHOLE | {"decimal"}
NUMBERS: Kinds = EXACT | {"double"}
TEXTUAL: Kinds = frozenset({"text", "enum", "guid"})
DAYS: Kinds = frozenset({"date", "datetime"})
VALUES: Kinds = NUMBERS | TEXTUAL | DAYS | {"bool", "time", "options"}

# ------------------------------------------------------------------------------------------------------------ literals

LITERALS: Mapping[TypeKind, frozenset[LiteralKind]] = {
    "text": frozenset({"string"}),
    "int": frozenset({"int"}),
    "long": frozenset({"int"}),
    "decimal": frozenset({"int", "decimal"}),
    "double": frozenset({"int", "decimal"}),
    "bool": frozenset({"bool"}),
    "date": frozenset({"date", "datetime"}),
    "datetime": frozenset({"date", "datetime"}),
    "time": frozenset({"time"}),
    "guid": frozenset({"guid", "string"}),
    "enum": frozenset({"string", "symbol", "int"}),
    "options": frozenset({"int", "symbol"}),
}
"""The kinds of literals that are values of a type; of every other type all are."""

LITERAL_KINDS: Mapping[LiteralKind, TypeKind] = {
    "string": "text",
    "int": "int",
    "decimal": "decimal",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "guid": "guid",
    "symbol": "any",
    "blank": "any",
}
"""What a literal is by itself."""

WHOLE_RANGES: Mapping[TypeKind, tuple[int, int]] = {
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "options": (-(2**31), 2**31 - 1),
}

CALENDARS: Mapping[SystemKind, tuple[str, str]] = {
    "finops": ("1900-01-01", "2154-12-31"),
    "dataverse": ("1753-01-01", "9999-12-30"),
}
"""The first and the last day that an end keeps."""

# ------------------------------------------------------------------------------------------------------------ operators

ORDERED: Kinds = NUMBERS | DAYS | {"text", "time"}
"""What `<` and its like compare."""

COMPARABLE: tuple[Kinds, ...] = (NUMBERS | {"options"}, TEXTUAL, DAYS)
"""Kinds that may be compared with each other; besides, every kind with itself."""

ARITHMETIC: Mapping[str, Mapping[tuple[TypeKind, TypeKind], TypeKind]] = {
    op: {
        (left, right): (
            "decimal"
            if op == "/" or "decimal" in (left, right)
            else "long" if "long" in (left, right) else "int"
        )
        for left in EXACT
        for right in EXACT
    }
    for op in "+-*/"
}
"""The kind of a result. Floating numbers are no operands: arithmetic is exact."""

# ------------------------------------------------------------------------------------------------------------ functions

Size: TypeAlias = Literal["none", "first", "sum", "widest", "cut", "replaced", "digits"]
"""
How the size of a result follows from the arguments: it is that of the first, the sum of all, that of the widest,
no more than the third says, that of the first unless something longer is put in, digits as the second says.
"""

Nulls: TypeAlias = Literal["any", "all", "never"]
"""When a function gives no value: where an argument has none, where none has one, never."""


@dataclass(frozen=True)
class Signature:
    """The kinds a function takes and gives; `more` means that the last one may be repeated."""

    takes: tuple[TypeKind, ...]
    gives: TypeKind
    more: bool = False
    least: int | None = None
    size: Size = "none"
    nulls: Nulls = "any"

    @property
    def fewest(self) -> int:
        """With how many arguments it can be called at least."""
        return len(self.takes) if self.least is None else self.least

    def accepts_count(self, count: int) -> bool:
        """Whether the function can be called with `count` arguments."""
        return self.fewest <= count and (self.more or count <= len(self.takes))

    def wants(self, place: int) -> TypeKind:
        """The kind of an argument."""
        return self.takes[min(place, len(self.takes) - 1)]


_ONE_TEXT: tuple[TypeKind, ...] = ("text",)
_TWO_TEXTS: tuple[TypeKind, ...] = ("text", "text")
_THREE_TEXTS: tuple[TypeKind, ...] = ("text", "text", "text")

FUNCTIONS: Mapping[str, Signature] = {
    "coalesce": Signature(("any", "any"), "any", True, size="widest", nulls="all"),
    "concat": Signature(("any", "any"), "text", True, size="sum", nulls="all"),
    "contains": Signature(_TWO_TEXTS, "bool", nulls="never"),
    "decimal": Signature(("any",), "decimal", size="first"),
    "ends_with": Signature(_TWO_TEXTS, "bool", nulls="never"),
    "int": Signature(("any",), "int"),
    "length": Signature(_ONE_TEXT, "int"),
    "lower": Signature(_ONE_TEXT, "text", size="first"),
    "replace": Signature(_THREE_TEXTS, "text", size="replaced"),
    "round": Signature(("decimal", "int"), "decimal", size="digits"),
    "starts_with": Signature(_TWO_TEXTS, "bool", nulls="never"),
    "substring": Signature(("text", "int", "int"), "text", least=2, size="cut"),
    "text": Signature(("any",), "text", size="first"),
    "trim": Signature(_ONE_TEXT, "text", size="first"),
    "upper": Signature(_ONE_TEXT, "text", size="first"),
}

ARGUMENTS: Mapping[TypeKind, Kinds] = {
    "any": VALUES,
    "text": TEXTUAL,
    "int": WHOLE,
    "decimal": EXACT,
}
"""What may be given where a signature names a kind."""

# ---------------------------------------------------------------------------------------------------------- conversions

# Kinds whose every value is a value of the other kind, so that a plain line may join them in that direction.
WIDENINGS: frozenset[tuple[TypeKind, TypeKind]] = frozenset(
    {
        ("int", "long"),
        ("int", "decimal"),
        ("int", "double"),
        ("long", "decimal"),
        ("guid", "text"),
        ("enum", "text"),
        ("date", "datetime"),
    }
)

# Kinds of which one value in the other direction may not fit; a plain line may join them, checked at run time.
NARROWINGS: frozenset[tuple[TypeKind, TypeKind]] = frozenset(
    {
        ("long", "int"),
        ("decimal", "int"),
        ("decimal", "long"),
        ("decimal", "double"),
        ("double", "decimal"),
        ("text", "guid"),
        ("text", "enum"),
        ("datetime", "date"),
        ("int", "options"),
        ("options", "int"),
    }
)

# Of these, the ones that lose a part of many ordinary values.
LOSING: frozenset[tuple[TypeKind, TypeKind]] = frozenset(
    {("long", "int"), ("decimal", "int"), ("decimal", "long"), ("datetime", "date")}
)

MERGED: Mapping[Kinds, TypeKind] = {
    frozenset({"int", "long"}): "long",
    frozenset({"int", "decimal"}): "decimal",
    frozenset({"long", "decimal"}): "decimal",
    frozenset({"int", "double"}): "double",
    frozenset({"long", "double"}): "double",
    frozenset({"decimal", "double"}): "double",
    frozenset({"int", "options"}): "int",
    frozenset({"long", "options"}): "long",
    frozenset({"decimal", "options"}): "decimal",
    frozenset({"text", "enum"}): "text",
    frozenset({"text", "guid"}): "text",
    frozenset({"enum", "guid"}): "text",
    frozenset({"date", "datetime"}): "datetime",
}
"""What a value is that is of the one kind or of the other: the branches of an `if`, the values of `coalesce`."""

DIGITS = 80
"""How many digits a decimal may have; a quotient is computed to as many."""

DOUBLE_DIGITS = 15
"""How many digits of a decimal a floating number keeps for certain."""

TEXT_SIZES: Mapping[TypeKind, int] = {
    "int": 11,
    "long": 20,
    "bool": 5,
    "date": 10,
    "guid": 36,
}
"""The characters of the longest text that stands for a value, where the kind alone decides it."""


def joins(source: TypeKind, target: TypeKind) -> bool:
    """Whether a plain mapping may carry a value of kind `source` into a field of kind `target`."""
    return (
        source == target
        or "any" in (source, target)
        or (source, target) in WIDENINGS
        or (source, target) in NARROWINGS
    )


def comparable(one: TypeKind, other: TypeKind) -> bool:
    """Whether two kinds may be compared."""
    if "any" in (one, other) or one == other:
        return True
    return any(one in family and other in family for family in COMPARABLE)
