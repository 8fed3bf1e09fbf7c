"""Reads value maps, transforms and state tables into the IR and checks each by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dwmap.diagnostics import Report
from dwmap.ir.model import (
    Constant,
    Direction,
    Expr,
    Input,
    Otherwise,
    Pair,
    StateRow,
    States,
    Transform,
    Type,
    ValueMap,
)
from dwmap.semantic.expressions import ParameterNames, Typer
from dwmap.semantic.fits import fits, narrower
from dwmap.semantic.literals import read_value
from dwmap.semantic.problems import (
    AmbiguousValue,
    DuplicateMember,
    DuplicateValue,
    NarrowerTarget,
    StateCells,
    WrongResult,
)
from dwmap.semantic.scope import Scope
from dwmap.semantic.types import describe, read_type
from dwmap.source import Span
from dwmap.syntax import ast

DIRECTIONS: dict[str, Direction] = {
    "=": "both",
    "><": "both",
    ">": "to_right",
    ">>": "to_right",
}


def direction_of(op: str) -> Direction:
    """The direction that an operator stands for."""
    return DIRECTIONS.get(op, "to_left")


@dataclass
class Transformers:
    """All that a mapping line may name behind its colon."""

    value_maps: dict[str, ValueMap]
    transforms: dict[str, Transform]
    states: dict[str, States]


def read_transformers(scope: Scope, report: Report) -> Transformers:
    """Every value map, transform and state table of the project."""
    found = Transformers({}, {}, {})
    for name, declaration in scope.transformers.items():
        solution = scope.solution_of(declaration.span.file)
        match declaration:
            case ast.ValueMapDecl():
                found.value_maps[name] = _read_value_map(
                    declaration, solution, scope, report
                )
            case ast.TransformDecl():
                found.transforms[name] = _read_transform(
                    declaration, solution, scope, report
                )
            case ast.StatesDecl():
                found.states[name] = _read_states(declaration, solution, scope, report)
    return found


# ------------------------------------------------------------------------------------------------------- value maps


def _read_value_map(
    declaration: ast.ValueMapDecl, solution: str | None, scope: Scope, report: Report
) -> ValueMap:
    left = read_type(declaration.left, None, scope, report)
    right = read_type(declaration.right, None, scope, report)
    pairs = tuple(
        Pair(
            left=read_value(entry.left, left, scope, report),
            right=read_value(entry.right, right, scope, report),
            direction=direction_of(entry.op),
            renamed_from=entry.renamed_from.text if entry.renamed_from else None,
            doc=entry.doc,
        )
        for entry in declaration.entries
    )
    _check_entries(declaration, pairs, report)
    to_right, to_left = Otherwise(), Otherwise()
    # What is said of one direction holds there, wherever it stands.
    for clause in sorted(declaration.otherwise, key=lambda each: each.side != "both"):
        said = Report()  # A value that fits neither side is said once.
        if clause.side in ("both", "left"):
            to_right = read_otherwise(clause, right, scope, said)
        if clause.side in ("both", "right"):
            unsaid = Report() if said.diagnostics else said
            to_left = read_otherwise(clause, left, scope, unsaid)
        report.extend(said)
    return ValueMap(
        name=declaration.name.text,
        left=left,
        right=right,
        pairs=pairs,
        to_right=to_right,
        to_left=to_left,
        ignore_case=declaration.ignore_case,
        solution=solution,
        doc=declaration.doc,
    )


def read_otherwise(
    clause: ast.ElseClause, type_: Type, scope: Scope, report: Report
) -> Otherwise:
    """What an `else` says."""
    if clause.value is None:
        return Otherwise(policy=clause.policy)
    return Otherwise(
        policy="value", value=read_value(clause.value, type_, scope, report)
    )


def fold_constant(value: Constant, ignore_case: bool) -> tuple[str, str]:
    """What makes two values of a value map the same: symbols are matched without case, texts if the map says so."""
    kind: str = "string" if value.kind == "symbol" else value.kind
    kind = "number" if kind in ("int", "decimal") else kind
    fold = value.kind == "symbol" or (ignore_case and value.kind == "string")
    return (kind, value.text.casefold() if fold else value.text)


def show_constant(value: Constant) -> str:
    """The value as it is written, in backticks."""
    return "`blank`" if value.kind == "blank" else f"`{value.text}`"


def _check_entries(
    declaration: ast.ValueMapDecl, pairs: tuple[Pair, ...], report: Report
) -> None:
    name = declaration.name.text
    told: set[int] = set()  # An entry that is there twice meets itself on both sides.
    for side in ("left", "right"):
        reads: Direction = "to_right" if side == "left" else "to_left"
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, pair in enumerate(pairs):
            if pair.direction in ("both", reads):
                value = pair.left if side == "left" else pair.right
                groups[fold_constant(value, declaration.ignore_case)].append(index)
        for indexes in groups.values():
            for index in sorted({*indexes[1:]} - told):
                told.add(index)
                _report_twins(declaration, pairs, indexes[0], index, side, name, report)


def _report_twins(
    declaration: ast.ValueMapDecl,
    pairs: tuple[Pair, ...],
    first: int,
    second: int,
    side: str,
    name: str,
    report: Report,
) -> None:
    one, two = declaration.entries[first], declaration.entries[second]
    value = show_constant(pairs[second].left if side == "left" else pairs[second].right)
    first_span = (one.left if side == "left" else one.right).span
    second_span = (two.left if side == "left" else two.right).span
    if pairs[first].direction == pairs[second].direction == "both" and side == "right":
        op = _op_span(two)
        report.add(AmbiguousValue(value, name, first_span, second_span, op, ">"))
    else:
        report.add(DuplicateValue(value, name, first_span, second_span))


def _op_span(entry: ast.ValueEntry) -> Span:
    between = Span(entry.span.file, entry.left.span.end, entry.right.span.start)
    at = between.start + between.text.index(entry.op)
    return Span(entry.span.file, at, at + len(entry.op))


# ------------------------------------------------------------------------------------------ transforms and states


def _read_transform(
    declaration: ast.TransformDecl, solution: str | None, scope: Scope, report: Report
) -> Transform:
    inputs = _inputs(declaration.parameters, scope, report)
    result = read_type(declaration.result, None, scope, report)
    given = {each.name: each.type for each in inputs}
    forward = _body("forward", declaration, given, result, scope, report)
    backward = None
    if inputs:
        first = inputs[0]
        turned = given | {first.name: result}
        backward = _body("backward", declaration, turned, first.type, scope, report)
    return Transform(
        name=declaration.name.text,
        inputs=inputs,
        result=result,
        forward=forward,
        backward=backward,
        solution=solution,
        doc=declaration.doc,
    )


def _body(
    way: Literal["forward", "backward"],
    declaration: ast.TransformDecl,
    given: Mapping[str, Type],
    result: Type,
    scope: Scope,
    report: Report,
) -> Expr | None:
    written = declaration.forward if way == "forward" else declaration.backward
    if written is None:
        return None
    expr, type_ = Typer(ParameterNames(given, report), scope, report).read(written)
    name, gives, wanted = declaration.name.text, describe(type_), describe(result)
    if not fits(type_, result):
        report.add(WrongResult(name, way, gives, wanted, written.span))
    elif narrower(type_, result, scope):
        typed = declaration.parameters[0].type if way == "backward" else None
        at = (typed or declaration.result).span
        shown = " ".join(written.span.text.split())
        report.add(NarrowerTarget(shown, name, gives, wanted, at, written.span))
    return expr


def _inputs(
    parameters: tuple[ast.Parameter, ...], scope: Scope, report: Report
) -> tuple[Input, ...]:
    seen: dict[str, Span] = {}
    inputs = []
    for each in parameters:
        name = each.name.text
        if name in seen:
            report.add(DuplicateMember(name, seen[name], each.name.span))
            continue
        seen[name] = each.name.span
        type_ = read_type(each.type, None, scope, report)
        inputs.append(Input(name=name, type=type_))
    return tuple(inputs)


def _read_states(
    declaration: ast.StatesDecl, solution: str | None, scope: Scope, report: Report
) -> States:
    inputs = _inputs(declaration.parameters, scope, report)
    result = read_type(declaration.result, None, scope, report)
    names = {i.name: i.type for i in inputs} | {"target": result}
    typer = Typer(ParameterNames(names, report), scope, report)
    rows = []
    for row in declaration.rows:
        takes = len(declaration.parameters)
        if len(row.cells) != takes:
            report.add(
                StateCells(declaration.name.text, takes, len(row.cells), row.span)
            )
            continue
        cells = tuple(
            None if cell is None else read_value(cell, each.type, scope, report)
            for cell, each in zip(row.cells, inputs, strict=False)
        )
        condition: Expr | None = (
            typer.condition(row.condition) if row.condition else None
        )
        value = read_value(row.result, result, scope, report)
        rows.append(StateRow(cells=cells, result=value, condition=condition))
    otherwise = Otherwise()
    if declaration.otherwise is not None:
        otherwise = read_otherwise(declaration.otherwise, result, scope, report)
    return States(
        name=declaration.name.text,
        inputs=inputs,
        result=result,
        rows=tuple(rows),
        otherwise=otherwise,
        solution=solution,
        doc=declaration.doc,
    )
