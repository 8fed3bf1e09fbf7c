"""Whether the values of each line fit into what they are written to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.ir.model import Direction, EitherRef, PathRef, Type
from dwmap.semantic.fits import fits, narrower
from dwmap.semantic.joints import joints
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.operators import lacks_transform
from dwmap.semantic.problems import IncompatibleTypes, NarrowerTarget, ReadonlyTarget
from dwmap.semantic.scope import EntityFacts
from dwmap.semantic.transformers import Transformers
from dwmap.semantic.types import describe
from dwmap.source import Span
from dwmap.syntax import ast

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


@dataclass(frozen=True)
class _End:
    """One end of a way that a value goes: what it is called, its type, where it stands."""

    name: str
    type: Type
    span: Span


def check_types(
    lines: Iterable[Line],
    left: EntityFacts,
    right: EntityFacts,
    transformers: Transformers,
    report: Report,
) -> None:
    """Report lines that join what cannot be joined, may cut a value, or write what is read-only."""
    for line in lines:
        if line.decl is None:
            continue
        for direction in _BOTH_WAYS:
            target = line.writes(direction)
            if target is not None:
                entity = right if direction == "to_right" else left
                _check_writable(line, target, entity, direction, report)
        if line.mapping.transform is None:
            _check_plain(line, line.decl, (left, right), report)
        else:
            _check_use(line, line.decl, transformers, report)


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


# ----------------------------------------------------------------------------------------------------- plain lines


def _check_plain(
    line: Line,
    decl: ast.MappingLine,
    entities: tuple[EntityFacts, EntityFacts],
    report: Report,
) -> None:
    if isinstance(decl.left, ast.TupleExpr) or isinstance(decl.right, ast.TupleExpr):
        return
    left = _End(decl.left.span.text, line.left_types[0], decl.left.span)
    right = _End(decl.right.span.text, line.right_types[0], decl.right.span)
    for direction in _BOTH_WAYS:
        if line.writes(direction) is None:
            continue
        source, target = (left, right) if direction == "to_right" else (right, left)
        if not fits(source.type, target.type):
            if not lacks_transform(decl):  # Else its operator has been reported.
                _report_kinds(source, target, report)
            return
        exempt = line.mapping.lossy or _is_inferred(line, entities)
        if not exempt and narrower(source.type, target.type):
            report.add(
                NarrowerTarget(
                    source.name,
                    target.name,
                    describe(source.type),
                    describe(target.type),
                    target.span,
                    source.span,
                )
            )


def _report_kinds(source: _End, target: _End, report: Report) -> None:
    report.add(
        IncompatibleTypes(
            source.name,
            target.name,
            describe(source.type),
            describe(target.type),
            target.span,
            source.span,
        )
    )


def _is_inferred(line: Line, entities: tuple[EntityFacts, EntityFacts]) -> bool:
    for path, entity in zip((line.left, line.right), entities, strict=True):
        field = entity.field(column_of(path)) if path is not None else None
        if field is not None and "inferred" in field.modifiers:
            return True
    return False


# ------------------------------------------------------------------------------------------ lines with a transform


def _check_use(
    line: Line, decl: ast.MappingLine, transformers: Transformers, report: Report
) -> None:
    use = line.mapping.transform
    if use is None or decl.transform is None:
        return
    types = line.left_types, line.right_types
    for joint in joints(decl, types, use.name, transformers):
        column = _End(joint.at.span.text, joint.column, joint.at.span)
        inside = _End(use.name, joint.inside, decl.transform.span)
        if joint.is_read and not fits(column.type, inside.type):
            _report_kinds(column, inside, report)
        elif joint.is_written and not fits(inside.type, column.type):
            _report_kinds(inside, column, report)
