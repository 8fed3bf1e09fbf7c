"""Value maps, transforms and state tables."""

from __future__ import annotations

from typing import Literal

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.allows import Allow
from dwmap.syntax.ast.expressions import Expr
from dwmap.syntax.ast.names import LiteralExpr, Name
from dwmap.syntax.ast.types import TypeExpr


@frozen
class ValueEntry:
    """A pair of a value map. A side is a literal or the name of an enum or option value."""

    left: LiteralExpr | Name
    op: str
    right: LiteralExpr | Name
    renamed_from: Name | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class ElseClause:
    """`else error`, `else left keep`, `else 5`: what happens to a value without an entry, per direction."""

    side: Literal["both", "left", "right"]
    policy: Literal["error", "keep", "null", "value"]
    value: LiteralExpr | Name | None
    span: Span


@frozen
class ValueMapDecl:
    """`valuemap YesNo : fo.NoYes <-> bool { … }`."""

    name: Name
    left: TypeExpr
    right: TypeExpr
    entries: tuple[ValueEntry, ...]
    otherwise: tuple[ElseClause, ...]
    ignore_case: bool
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class Parameter:
    """A named, typed input of a transform or a state table."""

    name: Name
    type: TypeExpr
    span: Span


@frozen
class TransformDecl:
    """A pure function with a forward expression and perhaps a backward one."""

    name: Name
    parameters: tuple[Parameter, ...]
    result: TypeExpr
    forward: Expr | None
    backward: Expr | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span


@frozen
class StateRow:
    """`Open, None -> 1 when …`; a cell that is None stands for `_`, any value."""

    cells: tuple[LiteralExpr | Name | None, ...]
    result: LiteralExpr | Name
    condition: Expr | None
    span: Span


@frozen
class StatesDecl:
    """A state table: the first row that matches decides."""

    name: Name
    parameters: tuple[Parameter, ...]
    result: TypeExpr
    rows: tuple[StateRow, ...]
    otherwise: ElseClause | None
    allows: tuple[Allow, ...]
    doc: str
    span: Span
