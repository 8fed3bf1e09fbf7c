"""
Functions, built-in types and conversions of the language, as tables.

A signature names the kinds of the arguments and of the result; `any` takes everything. A function gives no
value when one of its arguments has none, but for `coalesce` and `concat` (which leaves empty ones out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dwmap.ir.model import TypeKind

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

NUMBERS: frozenset[TypeKind] = frozenset({"int", "long", "decimal", "double"})
TEXTUAL: frozenset[TypeKind] = frozenset({"text", "enum", "guid"})


@dataclass(frozen=True)
class Signature:
    """The kinds a function takes and gives; `more` means that the last one may be repeated."""

    takes: tuple[TypeKind, ...]
    gives: TypeKind
    more: bool = False
    least: int | None = None

    @property
    def fewest(self) -> int:
        """With how many arguments it can be called at least."""
        return len(self.takes) if self.least is None else self.least

    def accepts_count(self, count: int) -> bool:
        """Whether the function can be called with `count` arguments."""
        return self.fewest <= count and (self.more or count <= len(self.takes))


FUNCTIONS: Mapping[str, Signature] = {
    "coalesce": Signature(("any", "any"), "any", more=True),
    "concat": Signature(("any", "any"), "text", more=True),
    "contains": Signature(("text", "text"), "bool"),
    "decimal": Signature(("any",), "decimal"),
    "ends_with": Signature(("text", "text"), "bool"),
    "int": Signature(("any",), "int"),
    "length": Signature(("text",), "int"),
    "lower": Signature(("text",), "text"),
    "replace": Signature(("text", "text", "text"), "text"),
    "round": Signature(("decimal", "int"), "decimal"),
    "starts_with": Signature(("text", "text"), "bool"),
    "substring": Signature(("text", "int", "int"), "text", least=2),
    "text": Signature(("any",), "text"),
    "trim": Signature(("text",), "text"),
    "upper": Signature(("text",), "text"),
}

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


def joins(source: TypeKind, target: TypeKind) -> bool:
    """Whether a plain mapping may carry a value of kind `source` into a field of kind `target`."""
    return (
        source == target
        or "any" in (source, target)
        or (source, target) in WIDENINGS
        or (source, target) in NARROWINGS
    )
