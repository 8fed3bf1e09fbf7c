"""Whether the values of each plain line fit into what they are written to."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.diagnostics import Report
from dwmap.ir.model import Direction, EitherRef, PathRef, Type, ValueMap
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import IncompatibleTypes, NarrowerTarget, ReadonlyTarget
from dwmap.semantic.scope import EntityFacts
from dwmap.semantic.stdlib import joins
from dwmap.semantic.transformers import Transformers
from dwmap.semantic.types import describe
from dwmap.source import Span
from dwmap.syntax import ast

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


def check_types(
    maps: Iterable[MapFacts], transformers: Transformers, report: Report
) -> None:
    """Report lines that join what cannot be joined, may cut a value, or write what is read-only."""
    for facts in maps:
        for line in facts.lines:
            if line.decl is None:
                continue
            for direction in _BOTH_WAYS:
                target = line.writes(direction)
                if target is not None:
                    entity = facts.right if direction == "to_right" else facts.left
                    _check_writable(line, target, entity, direction, report)
                    _check_fit(line, direction, facts, transformers, report)


def _check_writable(
    line: Line,
    target: PathRef | EitherRef,
    entity: EntityFacts,
    direction: Direction,
    report: Report,
) -> None:
    field = entity.field(column_of(target))
    if field is None or field.writable or line.decl is None:
        return
    modifier = next(
        name for name in field.decl.modifiers if name.text in ("readonly", "computed")
    )
    span = (line.decl.right if direction == "to_right" else line.decl.left).span
    report.add(
        ReadonlyTarget(field.name, entity.name, modifier.text, span, field.decl.span)
    )


def _check_fit(
    line: Line,
    direction: Direction,
    facts: MapFacts,
    transformers: Transformers,
    report: Report,
) -> None:
    decl = line.decl
    left, right = line.left, line.right
    if decl is None or left is None or right is None:
        return
    source, target = (left, right) if direction == "to_right" else (right, left)
    source_span, span = (decl.left.span, decl.right.span)
    if direction == "to_left":
        source_span, span = span, source_span
    source_type, target_type = source.type, target.type
    use = line.mapping.transform
    if use is not None:
        value_map = transformers.value_maps.get(use.name)
        if value_map is not None:
            _check_value_map(
                value_map,
                direction,
                source_type,
                target_type,
                source_span,
                span,
                decl,
                report,
            )
        return
    if not joins(source_type.kind, target_type.kind):
        if direction == "to_right" or joins(target_type.kind, source_type.kind):
            report.add(
                IncompatibleTypes(
                    source.text,
                    target.text,
                    describe(source_type),
                    describe(target_type),
                    span,
                    source_span,
                )
            )
        return
    if line.mapping.lossy or _is_inferred(source, target, facts, direction):
        return
    if narrower(source_type, target_type):
        report.add(
            NarrowerTarget(
                source.text,
                target.text,
                describe(source_type),
                describe(target_type),
                span,
                source_span,
            )
        )


def _check_value_map(
    value_map: ValueMap,
    direction: Direction,
    source_type: Type,
    target_type: Type,
    source_span: Span,
    span: Span,
    decl: ast.MappingLine,
    report: Report,
) -> None:
    takes, gives = value_map.left, value_map.right
    if direction == "to_left":
        takes, gives = gives, takes
    name = value_map.name
    use = decl.transform.span if decl.transform else decl.span
    if not joins(source_type.kind, takes.kind):
        report.add(
            IncompatibleTypes(
                source_span.text,
                name,
                describe(source_type),
                describe(takes),
                use,
                source_span,
            )
        )
    if not joins(gives.kind, target_type.kind):
        report.add(
            IncompatibleTypes(
                name, span.text, describe(gives), describe(target_type), span, use
            )
        )


def narrower(source: Type, target: Type) -> bool:
    """Whether the target's declared size is below the source's declared size."""
    if source.kind == target.kind == "text":
        return (
            target.length is not None
            and source.length is not None
            and target.length < source.length
        )
    if source.kind == target.kind == "decimal" and None not in (
        source.precision,
        target.precision,
    ):
        whole = (source.precision or 0) - (source.scale or 0)
        room = (target.precision or 0) - (target.scale or 0)
        return whole > room or (source.scale or 0) > (target.scale or 0)
    return (
        source.kind in ("decimal", "long")
        and target.kind in ("int", "long")
        and source.kind != target.kind
    )


def _is_inferred(
    source: PathRef | EitherRef,
    target: PathRef | EitherRef,
    facts: MapFacts,
    direction: Direction,
) -> bool:
    entities = (
        (facts.left, facts.right)
        if direction == "to_right"
        else (facts.right, facts.left)
    )
    for path, entity in zip((source, target), entities, strict=True):
        field = entity.field(column_of(path))
        if field is not None and "inferred" in field.modifiers:
            return True
    return False
