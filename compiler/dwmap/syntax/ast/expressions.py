"""Expressions: paths, operators, calls."""

from __future__ import annotations

from typing import TypeAlias

from dwmap.frozen import frozen
from dwmap.source import Span
from dwmap.syntax.ast.names import LiteralExpr, Name


@frozen
class PathExpr:
    """A column or a column reached through lookups."""

    segments: tuple[Name, ...]
    span: Span

    @property
    def text(self) -> str:
        """The segments with dots between."""
        return ".".join(name.text for name in self.segments)


@frozen
class Candidate:
    """One target of a polymorphic lookup: `Account(accountnumber)`."""

    entity: Name
    key: Name


@frozen
class EitherExpr:
    """A polymorphic lookup: `customerid.Account(accountnumber).Contact(msdyn_contactpersonid)`."""

    column: Name
    candidates: tuple[Candidate, ...]
    span: Span

    @property
    def text(self) -> str:
        """As it is written, without backticks."""
        return self.column.text + "".join(
            f".{c.entity.text}({c.key.text})" for c in self.candidates
        )


@frozen
class CallExpr:
    """A call of a function: `concat(first, " ", last)`."""

    function: Name
    args: tuple[Expr, ...]
    span: Span


@frozen
class UnaryExpr:
    """`not x` or `-x`."""

    op: str
    operand: Expr
    span: Span


@frozen
class BinaryExpr:
    """`or`, `and`, a comparison or an arithmetic operator."""

    op: str
    left: Expr
    right: Expr
    span: Span


@frozen
class InExpr:
    """`x in ["a", "b"]`."""

    operand: Expr
    options: tuple[LiteralExpr, ...]
    span: Span


@frozen
class BlankExpr:
    """`x is blank` or `x is not blank`."""

    operand: Expr
    negated: bool
    span: Span


@frozen
class IfExpr:
    """`if c then a else b`."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span


@frozen
class TupleExpr:
    """Several expressions in parentheses: the source of a state table or of a transform of several values."""

    items: tuple[Expr, ...]
    span: Span


Expr: TypeAlias = (
    LiteralExpr
    | PathExpr
    | EitherExpr
    | CallExpr
    | UnaryExpr
    | BinaryExpr
    | InExpr
    | BlankExpr
    | IfExpr
    | TupleExpr
)
