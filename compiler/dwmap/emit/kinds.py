"""The kinds of value at run time, and what the compiler knows of a value on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from dwmap.ir.model import Type, TypeKind
from dwmap.ir.scope import Scope

Kind: TypeAlias = Literal[
    "any",
    "text",
    "int",
    "decimal",
    "float",
    "bool",
    "date",
    "datetime",
    "time",
    "guid",
    "number",
]
"""The kinds of the runtime, and `number`: the result of arithmetic, whole or decimal."""

KINDS: Final[Mapping[TypeKind, Kind]] = {
    "any": "any",
    "text": "text",
    "int": "int",
    "long": "int",
    "decimal": "decimal",
    "double": "float",
    "bool": "bool",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "guid": "guid",
    "enum": "text",
    "options": "int",
    "lookup": "guid",
}

TEXT_LENGTHS: Final[Mapping[Kind, int]] = {
    "int": 20,
    "bool": 5,
    "date": 10,
    "guid": 36,
}
"""The most characters that a value of the kind has when it is written as text."""

_NUMBERS: Final[frozenset[Kind]] = frozenset({"int", "decimal", "number"})


@dataclass(frozen=True, slots=True)
class Flow:
    """
    What is known of a value: its kind, whether it may be missing, the most characters of a text, the most
    digits before and after the point of a decimal. None means that nothing is known.
    """

    kind: Kind = "any"
    nullable: bool = True
    length: int | None = None
    digits: tuple[int, int] | None = None

    def filled(self) -> Flow:
        """The same when a missing value is out of the question."""
        return replace(self, nullable=False)


UNKNOWN: Final = Flow()


def flow_of_type(type: Type, scope: Scope) -> Flow:
    """What the type alone says."""
    kind = KINDS[type.kind]
    digits = None
    if type.precision is not None and type.kind == "decimal":
        digits = (type.precision - (type.scale or 0), type.scale or 0)
    return Flow(kind, type.nullable, _text_length(type, scope), digits)


def _text_length(type: Type, scope: Scope) -> int | None:
    if type.kind == "text":
        return type.length
    if type.kind == "enum" and type.name is not None:
        enum = scope.enums.get(type.name)
        if enum is not None and enum.members and not enum.numbered:
            return max(len(member.name) for member in enum.members)
    return None


def merge_flows(first: Flow, second: Flow) -> Flow:
    """What is known of a value that is one or the other."""
    nullable = first.nullable or second.nullable
    if first.kind != second.kind:
        numbers = {first.kind, second.kind} <= _NUMBERS
        return Flow("number" if numbers else "any", nullable)
    length = None
    if first.length is not None and second.length is not None:
        length = max(first.length, second.length)
    digits = None
    if first.digits is not None and second.digits is not None:
        digits = (
            max(first.digits[0], second.digits[0]),
            max(first.digits[1], second.digits[1]),
        )
    return Flow(first.kind, nullable, length, digits)
