"""Reads what stands behind the colon of a mapping line: which transform, with which arguments."""

from __future__ import annotations

from itertools import takewhile
from typing import Literal, TypeAlias

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import Constant, Input, Use
from dwmap.semantic.joints import SideTypes, joints
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
    decl: ast.MappingLine,
    types: SideTypes,
    transformers: Transformers,
    scope: Scope,
    report: Report,
) -> Use | None:
    """The transform of a line, whose sides have these types; None where it has none."""
    written = decl.transform
    if written is None:
        _check_single_value(decl, report)
        return None
    name = written.name.text
    declared = scope.transformers.get(name)
    if declared is None:
        if not scope.is_damaged(name):
            compared = takewhile(lambda _: scope.compares(1), scope.transformers)
            usable = (
                each
                for each in compared
                if _is_usable(each, decl, types, transformers, scope)
            )
            meant = suggest(name, usable)
            report.add(UnknownTransform(name, written.name.span, meant))
        return Use(kind="transform", name=name)
    takes, total = _values_taken(declared, transformers), _values_given(decl)
    if total != takes:
        report.add(
            TransformInputs(name, takes, total, written.span, declared.name.span)
        )
    if (reason := _one_way_reason(decl, declared)) is not None:
        spans = written.span, decl.op_span, declared.name.span
        report.add(TransformOneWay(name, reason, *spans))
    inputs = inputs_of(name, transformers)[total - len(written.args) :]
    args = _read_args(written, inputs, scope, report)
    return Use(kind=_KINDS[type(declared)], name=name, args=args)


def inputs_of(name: str, transformers: Transformers) -> tuple[Input, ...]:
    """The inputs of a transform or state table; a value map has none that is named."""
    found = transformers.transforms.get(name) or transformers.states.get(name)
    return found.inputs if found else ()


def source_side(decl: ast.MappingLine) -> ast.Expr:
    """The side that a line reads when it goes the way its transform is written for."""
    return decl.right if direction_of(decl.op) == "to_left" else decl.left


def _is_usable(
    name: str,
    decl: ast.MappingLine,
    types: SideTypes,
    transformers: Transformers,
    scope: Scope,
) -> bool:
    """Whether the line could go through that transform: its ways, its values and their types."""
    declared = scope.transformers[name]
    return (
        _values_taken(declared, transformers) == _values_given(decl)
        and _one_way_reason(decl, declared) is None
        and all(one.holds for one in joints(decl, types, name, transformers))
    )


def _values_taken(declared: Transformer, transformers: Transformers) -> int:
    if isinstance(declared, ast.ValueMapDecl):
        return 1
    return len(inputs_of(declared.name.text, transformers))


def _values_given(decl: ast.MappingLine) -> int:
    source = source_side(decl)
    given = len(source.items) if isinstance(source, ast.TupleExpr) else 1
    return given + (len(decl.transform.args) if decl.transform else 0)


def _check_single_value(decl: ast.MappingLine, report: Report) -> None:
    source = source_side(decl)
    if isinstance(source, ast.TupleExpr):
        what = "a line without a transform"
        report.add(WrongOperand(what, "one value", "several values", source.span))


def _one_way_reason(decl: ast.MappingLine, declared: Transformer) -> str | None:
    """Why a line that goes both ways cannot use it."""
    if direction_of(decl.op) != "both":
        return None
    if isinstance(declared, ast.StatesDecl):
        return "a state table decides one way only"
    if isinstance(declared, ast.TransformDecl) and declared.backward is None:
        return "it has no `backward`"
    return None


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
