"""Value maps, transforms, state tables, and their use."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dwmap.ir.expressions import Constant, Expr
from dwmap.ir.node import Node
from dwmap.ir.types import Type

Direction: TypeAlias = Literal["both", "to_right", "to_left"]


class Otherwise(Node):
    """What happens to a value without an entry."""

    policy: Literal["error", "keep", "null", "value"] = "error"
    value: Constant | None = None


class Pair(Node):
    """An entry of a value map and the directions it serves."""

    left: Constant
    right: Constant
    direction: Direction = "both"
    renamed_from: str | None = None
    doc: str = ""


class ValueMap(Node):
    """Pairs of values. `to_right` and `to_left` say what happens to a value without an entry."""

    name: str
    left: Type
    right: Type
    pairs: tuple[Pair, ...]
    to_right: Otherwise = Otherwise()
    to_left: Otherwise = Otherwise()
    ignore_case: bool = False
    solution: str | None = None
    doc: str = ""


class Input(Node):
    """A typed input of a transform or state table."""

    name: str
    type: Type


class Transform(Node):
    """A pure function; `backward` where it can be undone."""

    name: str
    inputs: tuple[Input, ...]
    result: Type
    forward: Expr | None
    backward: Expr | None
    solution: str | None = None
    doc: str = ""


class StateRow(Node):
    """A row of a state table; a cell that is None takes any value."""

    cells: tuple[Constant | None, ...]
    result: Constant
    condition: Expr | None = None


class States(Node):
    """A state table: the first row that matches decides."""

    name: str
    inputs: tuple[Input, ...]
    result: Type
    rows: tuple[StateRow, ...]
    otherwise: Otherwise = Otherwise()
    solution: str | None = None
    doc: str = ""


class Use(Node):
    """The transform of a mapping: which kind, which one, with which further arguments."""

    kind: Literal["value_map", "transform", "states"]
    name: str
    args: tuple[Constant, ...] = ()
