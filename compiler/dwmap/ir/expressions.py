"""Constants, paths and expressions."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from dwmap.ir.node import ByTag, Node, Tagged
from dwmap.ir.types import Type

LiteralKind: TypeAlias = Literal[
    "string",
    "int",
    "decimal",
    "bool",
    "blank",
    "date",
    "datetime",
    "time",
    "guid",
    "symbol",
]


class Constant(Tagged):
    """
    A literal value. `text` is its canonical spelling (a decimal keeps its scale, a bool is `true` or
    `false`, blank is empty); `symbol` is the name of an enum or option value.
    """

    node: Literal["constant"] = "constant"
    kind: LiteralKind
    text: str = ""


class PathRef(Tagged):
    """
    A column, or a column reached through lookups.

    `segments` are the names as declared; `through` the entity that each lookup on the way points at (one
    less than the segments; empty text where it is not known). `type` is that of the last column.
    """

    node: Literal["path"] = "path"
    segments: tuple[str, ...]
    through: tuple[str, ...] = ()
    type: Type = Type()

    @property
    def text(self) -> str:
        """The segments with dots between."""
        return ".".join(self.segments)


class Candidate(Node):
    """One target of a polymorphic lookup. `label` is the name written in the path (`Account`)."""

    entity: str
    label: str
    key: str


class EitherRef(Tagged):
    """A polymorphic lookup: the row is in the first of the candidates that has the key."""

    node: Literal["either"] = "either"
    column: str
    candidates: tuple[Candidate, ...]
    type: Type = Type()

    @property
    def text(self) -> str:
        """In the form of the mapping tables: `customerid.Account(accountnumber)`."""
        return self.column + "".join(f".{c.label}({c.key})" for c in self.candidates)


BinaryOp: TypeAlias = Literal[
    "or", "and", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"
]


class Unary(Tagged):
    """`not` or `-`."""

    node: Literal["unary"] = "unary"
    op: Literal["not", "-"]
    operand: Expr


class Binary(Tagged):
    """A comparison, `and`, `or`, or arithmetic."""

    node: Literal["binary"] = "binary"
    op: BinaryOp
    left: Expr
    right: Expr


class In(Tagged):
    """Membership in a list of literals."""

    node: Literal["in"] = "in"
    operand: Expr
    options: tuple[Constant, ...]


class IsBlank(Tagged):
    """Whether there is no value."""

    node: Literal["is_blank"] = "is_blank"
    operand: Expr
    negated: bool = False


class Call(Tagged):
    """A call of a function of the standard library."""

    node: Literal["call"] = "call"
    function: str
    args: tuple[Expr, ...]


class If(Tagged):
    """A choice between two values."""

    node: Literal["if"] = "if"
    condition: Expr
    then: Expr
    otherwise: Expr


class Parameter(Tagged):
    """A reference to an input of a transform or state table (`target` is the present target value)."""

    node: Literal["parameter"] = "parameter"
    name: str


Expr: TypeAlias = Annotated[
    Constant
    | PathRef
    | EitherRef
    | Unary
    | Binary
    | In
    | IsBlank
    | Call
    | If
    | Parameter,
    ByTag(),
]


class Inputs(Tagged):
    """Several expressions that feed one transform or state table."""

    node: Literal["inputs"] = "inputs"
    items: tuple[Expr, ...]


Side: TypeAlias = Annotated[
    Constant | PathRef | EitherRef | Unary | Binary | In | IsBlank | Call | If | Inputs,
    ByTag(),
]
