"""Types of values."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dwmap.ir.node import Node

TypeKind: TypeAlias = Literal[
    "any",
    "text",
    "int",
    "long",
    "decimal",
    "double",
    "bool",
    "date",
    "datetime",
    "time",
    "guid",
    "enum",
    "options",
    "lookup",
]


class Type(Node):
    """
    The type of a value. `length` counts characters; `precision` and `scale` decimal digits; `name` is the
    enum or option set (`fo.NoYes`); `targets` are the entities that a lookup may point at.
    """

    kind: TypeKind = "any"
    nullable: bool = True
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    name: str | None = None
    targets: tuple[str, ...] = ()
