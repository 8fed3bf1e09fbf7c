"""Lines, and the ends of maps, that are written the wrong way round: said once, and then read as they were meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dwmap.diagnostics import Report
from dwmap.semantic.problems import SwappedSides
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.syntax import ast

_TURNED: Mapping[str, str] = {">": "<", "<": ">", ">>": "<<", "<<": ">>"}
_FEWEST = 2
"""So many lines, all of them, must be the wrong way round for the heading to be at fault."""


def unswap(decl: ast.MapDecl, scope: Scope, report: Report) -> ast.MapDecl:
    """The map as it was meant; what is the wrong way round is reported."""
    left, right = (scope.entities.get(end.text) for end in (decl.left, decl.right))
    if left is None or right is None or left.open or right.open:
        return decl
    swapped = [line for line in decl.lines if _belongs(line, right, left)]
    if not swapped:
        return decl
    if len(swapped) >= _FEWEST and not any(
        _belongs(line, left, right) for line in decl.lines
    ):
        ends = decl.left.span, decl.right.span
        report.add(SwappedSides(*ends, left.name, right.name))
        return replace(decl, left=decl.right, right=decl.left)
    for line in swapped:
        turned = _TURNED.get(line.op, line.op)
        sides = line.left.span, line.right.span
        report.add(SwappedSides(*sides, left.name, right.name, line.op_span, turned))
    lines = tuple(_turn(line) if line in swapped else line for line in decl.lines)
    return replace(decl, lines=lines)


def _turn(line: ast.MappingLine) -> ast.MappingLine:
    op = _TURNED.get(line.op, line.op)
    return replace(line, left=line.right, right=line.left, op=op)


def _belongs(line: ast.MappingLine, left: EntityFacts, right: EntityFacts) -> bool:
    """Whether the sides of a line are fields of these entities, and not of the other one."""
    on_left, on_right = _column(line.left), _column(line.right)
    if on_left is None or on_right is None:
        return False
    as_said = left.field(on_left) and right.field(on_right)
    turned = right.field(on_left) or left.field(on_right)
    return as_said is not None and turned is None


def _column(side: ast.Expr) -> str | None:
    match side:
        case ast.PathExpr(segments=segments):
            return segments[0].text
        case ast.EitherExpr(column=column):
            return column.text
    return None
