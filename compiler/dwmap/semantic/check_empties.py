"""Whether a record without a value meets a field that needs one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from dwmap.diagnostics import Report
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Direction,
    Expr,
    In,
    IsBlank,
    Otherwise,
    PathRef,
    SystemKind,
    Type,
    ValueMap,
)
from dwmap.semantic.expressions import ParameterNames, Typer
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import EmptyIntoRequired
from dwmap.semantic.scope import EntityFacts, FieldFacts, Scope
from dwmap.semantic.stdlib import NUMBERS
from dwmap.semantic.transformers import Transformers
from dwmap.syntax import ast

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")
_ALWAYS_FILLED = NUMBERS | {"bool", "enum", "options"}


def check_empties(
    maps: Sequence[MapFacts], transformers: Transformers, scope: Scope, report: Report
) -> None:
    """Report lines whose source may be empty and whose target needs a value."""
    for facts in maps:
        for line in facts.lines:
            for direction in _BOTH_WAYS:
                _check(line, direction, facts, transformers, scope, report)


def _check(
    line: Line,
    direction: Direction,
    facts: MapFacts,
    transformers: Transformers,
    scope: Scope,
    report: Report,
) -> None:
    forward = direction == "to_right"
    target, entity = line.writes(direction), facts.right if forward else facts.left
    if target is None or line.decl is None or _has_instead(line, direction):
        return
    field = entity.field(column_of(target))
    if field is None or not _needs_value(field, entity, scope):
        return
    source = line.left if forward else line.right
    filter = facts.left_filter if forward else facts.right_filter
    filled = set(_filled_by(filter)) if filter is not None else set()
    if isinstance(source, PathRef) and source.text.lower() in filled:
        return
    if _may_be_empty(line, direction, facts, transformers, scope):
        sides = line.decl.left.span, line.decl.right.span
        here, there = sides if forward else sides[::-1]
        shown = " ".join(here.text.split())
        report.add(EmptyIntoRequired(shown, field.name, there, here, field.decl.span))


def _needs_value(field: FieldFacts, entity: EntityFacts, scope: Scope) -> bool:
    """Finance and operations keeps no value as an empty one, where the field is not mandatory."""
    if "inferred" in field.modifiers or not field.writable:
        return False
    kept = field.type.nullable or scope.end_of(entity) == "finops"
    return "required" in field.modifiers or not kept


def _has_instead(line: Line, direction: Direction) -> bool:
    """Whether something stands in for an empty value, or the line does not count then, as far as is known."""
    mapping = line.mapping
    conditional = mapping.condition is not None and not (
        direction == "to_left" and mapping.direction == "both"
    )
    default = mapping.default
    given = default is not None and default.kind != "blank"
    return conditional or (given and mapping.on_null != "clear")


def _filled_by(filter: Expr) -> Iterator[str]:
    """The paths that have a value in every record that passes a filter."""
    match filter:
        case Binary(op="and"):
            yield from _filled_by(filter.left)
            yield from _filled_by(filter.right)
        case IsBlank(negated=True, operand=PathRef() as path):
            yield path.text.lower()
        case In(operand=PathRef() as path):
            yield path.text.lower()
        case Call(
            function="starts_with" | "ends_with" | "contains", args=(PathRef(), *_)
        ):
            path = cast(PathRef, filter.args[0])
            yield path.text.lower()
        case Binary(left=PathRef() as path, right=Constant(kind=kind)):
            blank = kind == "blank"
            if filter.op in ("==", "<", "<=", ">", ">=") and not blank:
                yield path.text.lower()
            elif filter.op == "!=" and blank:
                yield path.text.lower()


# -------------------------------------------------------------------------------------------------------- the line


def _may_be_empty(
    line: Line,
    direction: Direction,
    facts: MapFacts,
    transformers: Transformers,
    scope: Scope,
) -> bool:
    """Whether what arrives may be no value; what is not known of is taken to be one."""
    forward = direction == "to_right"
    side = line.mapping.left if forward else line.mapping.right
    types = line.left_types if forward else line.right_types
    end = scope.end_of(facts.left if forward else facts.right)
    if isinstance(side, Constant):
        return side.kind == "blank"
    empty = [_is_empty(type_, end) for type_ in types]
    use = line.mapping.transform
    if use is None:
        return empty[0]
    value_map = transformers.value_maps.get(use.name)
    if value_map is not None:
        return _gives_blank(value_map, direction, empty[0])
    states = transformers.states.get(use.name)
    if states is not None:
        blank = any(row.result.kind == "blank" for row in states.rows)
        return blank or _says_blank(states.otherwise)
    transform = scope.transformers.get(use.name)
    if not isinstance(transform, ast.TransformDecl):
        return False
    backward = not forward and line.mapping.direction == "both"
    return _body_may_be_empty(transform, backward, empty, transformers, scope)


def _is_empty(type_: Type, end: SystemKind | None) -> bool:
    """In finance and operations numbers and enums always have a value, whatever their type says."""
    always = end == "finops" and type_.kind in _ALWAYS_FILLED
    return type_.nullable and type_.kind != "any" and not always


def _gives_blank(value_map: ValueMap, direction: Direction, empty: bool) -> bool:
    forward = direction == "to_right"
    pairs = [p for p in value_map.pairs if p.direction in ("both", direction)]
    keys = [p.left if forward else p.right for p in pairs]
    results = [p.right if forward else p.left for p in pairs]
    otherwise = value_map.to_right if forward else value_map.to_left
    caught = otherwise.policy == "value" or any(k.kind == "blank" for k in keys)
    blank = any(result.kind == "blank" for result in results)
    return blank or _says_blank(otherwise) or (empty and not caught)


def _says_blank(otherwise: Otherwise) -> bool:
    given = otherwise.value
    return otherwise.policy == "null" or (given is not None and given.kind == "blank")


def _body_may_be_empty(
    transform: ast.TransformDecl,
    backward: bool,
    empty: Sequence[bool],
    transformers: Transformers,
    scope: Scope,
) -> bool:
    """The expression of a transform, with inputs that are empty where the line's are."""
    body = transform.backward if backward else transform.forward
    known = transformers.transforms[transform.name.text]
    if body is None:
        return False
    types = [each.type for each in known.inputs]
    if backward:
        types[:1] = [known.result]
    names = {
        # What the line does not read is a literal behind the name of the transform.
        each.name: replace(type_, nullable=any(empty[n : n + 1]))
        for n, (each, type_) in enumerate(zip(known.inputs, types, strict=True))
    }
    # What is wrong with the expression is reported where the transform is read.
    type_ = Typer(ParameterNames(names, Report()), scope, Report()).read(body)[1]
    return type_.nullable and type_.kind != "any"
