"""The two filters of a map: their dialects' text to conditions on the entities' fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dwmap.diagnostics.report import Report
from dwmap.importers import nodes
from dwmap.importers.catalog import Entity, Map
from dwmap.importers.problems import NumberForSymbol
from dwmap.importers.types import ANY, NO_YES, FieldType
from dwmap.syntax.ast import (
    BinaryExpr,
    BlankExpr,
    CallExpr,
    Expr,
    InExpr,
    LiteralExpr,
    Name,
    PathExpr,
    UnaryExpr,
    WhereClause,
)
from dwmap.syntax.dialects import parse_odata_filter, parse_query_range

_SYMBOLS = {0: "No", 1: "Yes"}


def read_filters(one: Map, report: Report) -> dict[str, Expr]:
    """The conditions of a map, by system."""
    found: dict[str, Expr] = {}
    if one.table.left_filter is not None:
        left = parse_query_range(one.table.left_filter, report)
        if left is not None:
            found["fo"] = left
    if one.table.right_filter is not None:
        right = parse_odata_filter(one.table.right_filter, report)
        if right is not None:
            found["ce"] = right
    return found


def columns_in(expr: Expr) -> list[PathExpr]:
    """The paths that a condition speaks of."""
    match expr:
        case PathExpr():
            return [expr]
        case BinaryExpr():
            return columns_in(expr.left) + columns_in(expr.right)
        case UnaryExpr() | BlankExpr() | InExpr():
            return columns_in(expr.operand)
        case CallExpr():
            return [path for arg in expr.args for path in columns_in(arg)]
    return []


def where(system: str, condition: Expr) -> WhereClause:
    """The clause of a map."""
    return WhereClause(nodes.name(system), False, condition, nodes.NOWHERE)


class Conditions:
    """Writes conditions with the names and values that the entities have."""

    def __init__(
        self, one: Map, types: dict[tuple[str, str], FieldType], report: Report
    ) -> None:
        self.map = one
        self.types = types
        self.report = report
        self.symbolic = _symbolic_fields(one)

    def left(self, expr: Expr) -> Expr:
        """A condition on the left entity; numbers of yes-and-no fields become symbols."""
        match expr:
            case BinaryExpr(op="==" | "!="):
                left = self._symbol(expr.left, expr.right)
                right = self._symbol(expr.right, expr.left)
                return replace(expr, left=self.left(left), right=self.left(right))
            case PathExpr():
                return _respelled(expr, self.map.left)
        return _within(expr, self.left)

    def right(self, expr: Expr) -> Expr:
        """A condition on the right entity; a number in quotes is a number in a column of numbers."""
        match expr:
            case PathExpr():
                return _respelled(expr, self.map.right)
            case BinaryExpr():
                left = self._number(expr.left, expr.right)
                right = self._number(expr.right, expr.left)
                return replace(expr, left=self.right(left), right=self.right(right))
            case InExpr():
                found = [self._number(one, expr.operand) for one in expr.options]
                options = tuple(one for one in found if isinstance(one, LiteralExpr))
                return replace(expr, operand=self.right(expr.operand), options=options)
        return _within(expr, self.right)

    def _number(self, value: Expr, other: Expr) -> Expr:
        if not isinstance(value, LiteralExpr) or value.kind not in ("string", "date"):
            return value
        facts = None
        if isinstance(other, PathExpr) and len(other.segments) == 1:
            facts = self.map.right.column(other.text)
        if value.kind == "date":  # In quotes it may be a text that looks like a day.
            quoted = facts is not None and facts.kind in {"string", "text"}
            return replace(value, kind="string") if quoted else value
        if facts is None or facts.kind not in {"choice", "int", "long"}:
            return value
        return replace(nodes.literal(str(value.value), facts.kind), span=value.span)

    def _symbol(self, value: Expr, other: Expr) -> Expr:
        if not isinstance(value, LiteralExpr) or value.kind != "int":
            return value
        if not isinstance(other, PathExpr):
            return value
        field = other.segments[-1].text.lower()
        found = self.types.get((self.map.left.name, field), ANY)
        if found == NO_YES and value.value in _SYMBOLS:
            return replace(value, kind="string", value=_SYMBOLS[int(str(value.value))])
        if field in self.symbolic:
            name = self.map.left.spelled(other.segments[-1].text)
            self.report.add(NumberForSymbol(value.span, name))
        return value


def _symbolic_fields(one: Map) -> set[str]:
    """Fields to which a row writes, or from which it translates, a text that is no number."""
    found = set()
    for line in one.lines:
        values = [pair.left for pair in line.row.pairs if pair.left is not None]
        if line.right is None and line.row.default is not None:
            values.append(line.row.default.text)
        if line.left and any(nodes.literal(v).kind == "string" for v in values):
            found.add(line.left[-1].lower())
    return found


def _respelled(expr: PathExpr, entity: Entity) -> PathExpr:
    first, *rest = expr.segments
    name = Name(entity.spelled(first.text), first.span)
    return replace(expr, segments=(name, *rest))


def _within(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    match expr:
        case BinaryExpr():
            return replace(expr, left=change(expr.left), right=change(expr.right))
        case UnaryExpr() | BlankExpr() | InExpr():
            return replace(expr, operand=change(expr.operand))
        case CallExpr():
            return replace(expr, args=tuple(change(arg) for arg in expr.args))
    return expr
