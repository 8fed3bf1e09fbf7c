"""Reads what stands behind the colon of a mapping line: which transform, with which arguments."""

from __future__ import annotations

from typing import Literal, TypeAlias

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import Constant, Input, Use
from dwmap.semantic.literals import constant, read_value
from dwmap.semantic.problems import (
    ComputedArgument,
    TransformInputs,
    TransformOneWay,
    UnknownTransform,
    WrongOperand,
)
from dwmap.semantic.scope import Scope, Transformer
from dwmap.semantic.transformers import Transformers, direction_of
from dwmap.syntax import ast

UseKind: TypeAlias = Literal["value_map", "transform", "states"]
_KINDS: dict[type[Transformer], UseKind] = {
    ast.ValueMapDecl: "value_map",
    ast.TransformDecl: "transform",
    ast.StatesDecl: "states",
}


def read_use(
    decl: ast.MappingLine, transformers: Transformers, scope: Scope, report: Report
) -> Use | None:
    """The transform of a line; None where it has none."""
    written = decl.transform
    if written is None:
        _check_single_value(decl, report)
        return None
    name = written.name.text
    declared = scope.transformers.get(name)
    if declared is None:
        if not scope.is_damaged(name):
            meant = suggest(name, scope.transformers)
            report.add(UnknownTransform(name, written.name.span, meant))
        return Use(kind="transform", name=name)
    given = _values_given(decl)
    inputs = inputs_of(name, transformers)
    takes = 1 if isinstance(declared, ast.ValueMapDecl) else len(inputs)
    total = given + len(written.args)
    if total != takes:
        report.add(
            TransformInputs(name, takes, total, written.span, declared.name.span)
        )
    _check_ways(decl, written, declared, report)
    args = _read_args(written, inputs[given:], scope, report)
    return Use(kind=_KINDS[type(declared)], name=name, args=args)


def inputs_of(name: str, transformers: Transformers) -> tuple[Input, ...]:
    """The inputs of a transform or state table; a value map has none that is named."""
    found = transformers.transforms.get(name) or transformers.states.get(name)
    return found.inputs if found else ()


def source_side(decl: ast.MappingLine) -> ast.Expr:
    """The side that a line reads when it goes the way its transform is written for."""
    return decl.right if direction_of(decl.op) == "to_left" else decl.left


def _values_given(decl: ast.MappingLine) -> int:
    source = source_side(decl)
    return len(source.items) if isinstance(source, ast.TupleExpr) else 1


def _check_single_value(decl: ast.MappingLine, report: Report) -> None:
    source = source_side(decl)
    if isinstance(source, ast.TupleExpr):
        what = "a line without a transform"
        report.add(WrongOperand(what, "one value", "several values", source.span))


def _check_ways(
    decl: ast.MappingLine,
    written: ast.TransformUse,
    declared: Transformer,
    report: Report,
) -> None:
    if direction_of(decl.op) != "both":
        return
    if isinstance(declared, ast.StatesDecl):
        reason = "a state table decides one way only"
    elif isinstance(declared, ast.TransformDecl) and declared.backward is None:
        reason = "it has no `backward`"
    else:
        return
    report.add(
        TransformOneWay(
            written.name.text, reason, written.span, decl.op_span, declared.name.span
        )
    )


def _read_args(
    written: ast.TransformUse, inputs: tuple[Input, ...], scope: Scope, report: Report
) -> tuple[Constant, ...]:
    args: list[Constant] = []
    for index, arg in enumerate(written.args):
        if not isinstance(arg, ast.LiteralExpr):
            report.add(ComputedArgument(written.name.text, arg.span))
        elif index < len(inputs):
            args.append(read_value(arg, inputs[index].type, scope, report))
        else:
            args.append(constant(arg))
    return tuple(args)
