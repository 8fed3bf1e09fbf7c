"""Whether the operator of a mapping line says what the line does."""

from __future__ import annotations

from collections.abc import Mapping

from dwmap.diagnostics import Report
from dwmap.ir.model import Direction
from dwmap.semantic.problems import ConstantTarget, OneWayOnly, OperatorMismatch
from dwmap.semantic.transformers import direction_of
from dwmap.syntax import ast

_PLAIN: Mapping[Direction, str] = {"both": "=", "to_right": ">", "to_left": "<"}
_TRANSFORMING: Mapping[Direction, str] = {
    "both": "><",
    "to_right": ">>",
    "to_left": "<<",
}


def fitting_op(decl: ast.MappingLine, direction: Direction) -> str:
    """The operator for what a line does, if it goes in `direction`."""
    return (_TRANSFORMING if _why_transforming(decl) else _PLAIN)[direction]


def check_operator(decl: ast.MappingLine, joins: bool, report: Report) -> None:
    """
    Report an operator that does not fit the sides of its line, or what happens between them.

    `joins` says whether values go over without a transform.
    """
    direction = direction_of(decl.op)
    left, right = _is_path(decl.left), _is_path(decl.right)
    if direction == "both" and not (left and right):
        side = decl.right if left else decl.left
        one_way = fitting_op(decl, "to_left" if left else "to_right")
        report.add(OneWayOnly(_name(side), side.span, decl.op_span, one_way))
        return
    target = decl.right if direction == "to_right" else decl.left
    if direction != "both" and not _is_path(target):
        turned = fitting_op(decl, "to_left" if direction == "to_right" else "to_right")
        report.add(ConstantTarget(_name(target), target.span, decl.op_span, turned))
        return
    fitting = fitting_op(decl, direction)
    if fitting != decl.op:
        reason = _why_transforming(decl) or "this line has none"
        lacks = lacks_transform(decl) and not joins
        report.add(OperatorMismatch(decl.op, fitting, reason, decl.op_span, lacks))


def lacks_transform(decl: ast.MappingLine) -> bool:
    """Whether the operator promises a transform that the line does not name."""
    transforms = decl.op in _TRANSFORMING.values()
    return transforms and _why_transforming(decl) is None


def _why_transforming(decl: ast.MappingLine) -> str | None:
    if decl.transform is not None:
        return "this line transforms the value"
    if decl.default is not None:
        return "a default counts as a transform"
    if not (_is_path(decl.left) and _is_path(decl.right)):
        return "one side is no path"
    return None


def _is_path(written: ast.Expr) -> bool:
    return isinstance(written, ast.PathExpr | ast.EitherExpr)


def _name(written: ast.Expr) -> str:
    match written:
        case ast.LiteralExpr():
            return "a literal"
        case ast.CallExpr():
            return "the result of a call"
        case ast.TupleExpr():
            return "a list of values"
    return "an expression"
