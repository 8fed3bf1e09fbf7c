"""Reads actions: their two mappings, each from left to right."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.semantic.check_types import check_types
from dwmap.semantic.lines import Line, LineReader
from dwmap.semantic.operators import fitting_op
from dwmap.semantic.paths import read_path
from dwmap.semantic.problems import BackwardLine
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.transformers import Transformers, direction_of
from dwmap.semantic.types import check_entity_name
from dwmap.syntax import ast


@dataclass(frozen=True)
class ActionFacts:
    """An action as written and as understood."""

    decl: ast.ActionDecl
    request: tuple[Line, ...]
    response: tuple[Line, ...]


def read_action(
    decl: ast.ActionDecl, transformers: Transformers, scope: Scope, report: Report
) -> ActionFacts:
    """The action; what is wrong with its names and lines is reported."""
    check_entity_name(decl.caller, scope, report)
    check_entity_name(decl.callee, scope, report)
    caller, callee = scope.entity(decl.caller.text), scope.entity(decl.callee.text)
    if decl.correlation is not None:
        read_path(decl.correlation, caller, scope, report)

    def read(
        lines: tuple[ast.MappingLine, ...], left: EntityFacts, right: EntityFacts
    ) -> tuple[Line, ...]:
        reader = LineReader(left, right, transformers, scope, report)
        found = tuple(_read_line(line, reader, report) for line in lines)
        good = [each for each in found if each.mapping.direction == "to_right"]
        check_types(good, left, right, transformers, scope, report)
        return found

    request = read(decl.request, caller, callee)
    response = read(decl.response, callee, caller)
    return ActionFacts(decl, request, response)


def _read_line(written: ast.MappingLine, reader: LineReader, report: Report) -> Line:
    if direction_of(written.op) == "to_right":
        return reader.read(written)
    forward = fitting_op(written, "to_right")
    report.add(BackwardLine(written.op, forward, written.op_span))
    return reader.read(written, check=False)
