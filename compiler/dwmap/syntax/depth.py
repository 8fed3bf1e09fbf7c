"""Leaves out declarations whose expressions are nested so deeply that later phases could not follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.diagnostics import Report
from dwmap.syntax import ast
from dwmap.syntax.problems import DeepNesting

MOST_DEPTH = 256
"""
A step along a chain of operators (`a + b + c`) counts one, every other step into an expression two.

A chain of one logical operator (`a or b or c`) may be as long as it likes: nobody descends it.
"""


def without_deep(
    declarations: tuple[ast.Decl, ...], report: Report
) -> tuple[tuple[ast.Decl, ...], tuple[ast.Decl, ...]]:
    """The declarations to go on with, and those to leave out; the latter are reported."""
    kept: list[ast.Decl] = []
    left_out: list[ast.Decl] = []
    for declaration in declarations:
        deep = [
            found for expr in _expressions(declaration) if (found := _too_deep(expr))
        ]
        (left_out if deep else kept).append(declaration)
        for expr in deep:
            report.add(DeepNesting(expr.span))
    return tuple(kept), tuple(left_out)


def _too_deep(expr: ast.Expr) -> ast.Expr | None:
    """The outermost part of an expression that lies too deep."""
    waiting = [(expr, 0)]
    while waiting:
        here, depth = waiting.pop()
        if depth > MOST_DEPTH:
            return here
        waiting += ((part, depth + step) for part, step in _parts(here))
    return None


def _parts(expr: ast.Expr) -> Iterable[tuple[ast.Expr, int]]:
    match expr:
        case ast.BinaryExpr():
            return ((expr.left, _along(expr)), (expr.right, 2))
        case ast.UnaryExpr() | ast.InExpr() | ast.BlankExpr():
            return ((expr.operand, 2),)
        case ast.IfExpr():
            return ((expr.condition, 2), (expr.then, 2), (expr.otherwise, 2))
        case ast.CallExpr():
            return ((arg, 2) for arg in expr.args)
        case ast.TupleExpr():
            return ((item, 2) for item in expr.items)
    return ()


def _along(expr: ast.BinaryExpr) -> int:
    left = expr.left
    chained = isinstance(left, ast.BinaryExpr) and left.op == expr.op
    return 0 if chained and expr.op in ("and", "or") else 1


def _expressions(declaration: ast.Decl) -> Iterator[ast.Expr]:
    """The outermost expressions of a declaration."""
    match declaration:
        case ast.MapDecl():
            yield from (where.condition for where in declaration.filters)
            yield from _of_lines(declaration.lines)
        case ast.ExtendMapDecl():
            yield from (where.condition for where in declaration.filters)
            changes = declaration.changes
            yield from _of_lines(
                c.line for c in changes if isinstance(c, ast.LineChange)
            )
        case ast.ActionDecl():
            yield from _of_lines((*declaration.request, *declaration.response))
        case ast.TransformDecl():
            yield from filter(None, (declaration.forward, declaration.backward))
        case ast.StatesDecl():
            yield from filter(None, (row.condition for row in declaration.rows))


def _of_lines(lines: Iterable[ast.MappingLine]) -> Iterator[ast.Expr]:
    for line in lines:
        yield line.left
        yield line.right
        if line.condition is not None:
            yield line.condition
        if line.transform is not None:
            yield from line.transform.args
