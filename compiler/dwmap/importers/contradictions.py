"""Where a column list and a table contradict each other about what a column holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dwmap.diagnostics.report import Report
from dwmap.importers import nodes
from dwmap.importers.catalog import Entity, Line, Map
from dwmap.importers.problems import ContradictedType
from dwmap.source import Span
from dwmap.syntax.ast import (
    BinaryExpr,
    BlankExpr,
    CallExpr,
    Expr,
    InExpr,
    LiteralExpr,
    PathExpr,
    UnaryExpr,
)

_NUMBERS = {"choice", "int", "long", "decimal", "double", "bool"}

Claim = tuple[str, str, Span]
"""A column, a text that a table has it hold, and where."""


def distrust_types(
    maps: Iterable[Map], filters: Mapping[str, Mapping[str, Expr]], report: Report
) -> None:
    """Columns that hold texts by a table and numbers by a column list are taken as unknown."""
    for one in maps:
        claims = [claim for line in one.lines for claim in _claims(line)]
        condition = filters[one.name].get("ce")
        if condition is not None:
            claims += _compared(condition)
        for column, text, place in claims:
            _distrust(one.right, column, text, place, report)


def _claims(line: Line) -> Iterator[Claim]:
    """What a row writes to its right column."""
    right, row = line.right, line.row
    if right is None or right.candidates or len(right.segments) > 1:
        return
    if row.default is not None and row.op != "<<":
        yield right.segments[0], row.default.text, row.default.span
    for pair in row.pairs:
        if pair.right is not None:
            yield right.segments[0], pair.right, pair.span


def _compared(expr: Expr) -> list[Claim]:
    """The texts that a filter compares columns with."""
    match expr:
        case BinaryExpr(left=PathExpr() as column, right=LiteralExpr() as value):
            return _text_claim(column, value)
        case BinaryExpr(left=LiteralExpr() as value, right=PathExpr() as column):
            return _text_claim(column, value)
        case BinaryExpr():
            return _compared(expr.left) + _compared(expr.right)
        case InExpr(operand=PathExpr() as column):
            return [claim for one in expr.options for claim in _text_claim(column, one)]
        case UnaryExpr() | BlankExpr():
            return _compared(expr.operand)
        case CallExpr():
            return [claim for arg in expr.args for claim in _compared(arg)]
    return []


def _text_claim(column: PathExpr, value: LiteralExpr) -> list[Claim]:
    if value.kind != "string" or len(column.segments) > 1:
        return []
    return [(column.text, str(value.value), value.span)]


def _distrust(
    entity: Entity, column: str, text: str, place: Span, report: Report
) -> None:
    facts = entity.column(column)
    if facts is None or facts.kind not in _NUMBERS:
        return
    if nodes.literal(text, facts.kind).kind == "string":
        entity.distrust(column)
        report.add(ContradictedType(place, entity.name, facts.name, facts.kind, text))
