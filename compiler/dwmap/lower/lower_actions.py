"""Actions and bootstraps."""

from __future__ import annotations

from dwmap.diagnostics import Report
from dwmap.ir.model import Action, ActionField, Bootstrap, BootstrapEntry, Otherwise
from dwmap.semantic.analyze import Analysis
from dwmap.semantic.lines import LineReader
from dwmap.semantic.literals import constant
from dwmap.semantic.scope import Scope
from dwmap.semantic.transformers import read_otherwise
from dwmap.semantic.types import ANY
from dwmap.syntax import ast


def lower_action(decl: ast.ActionDecl, analysis: Analysis, report: Report) -> Action:
    """The action with both of its mappings; a line goes from its left side to its right side."""
    scope = analysis.scope
    caller, callee = scope.entity(decl.caller.text), scope.entity(decl.callee.text)
    request = LineReader(caller, callee, analysis.transformers, scope, report)
    response = LineReader(callee, caller, analysis.transformers, scope, report)
    return Action(
        name=decl.name.text,
        label=decl.label or "",
        caller=caller.name,
        callee=callee.name,
        request=tuple(_assignment(request, line) for line in decl.request),
        response=tuple(_assignment(response, line) for line in decl.response),
        correlation=decl.correlation.text if decl.correlation else None,
        idempotent=decl.idempotent,
        doc=decl.doc,
    )


def _assignment(reader: LineReader, line: ast.MappingLine) -> ActionField:
    mapping = reader.read(line).mapping
    return ActionField(source=mapping.left, target=mapping.right)


def lower_bootstrap(decl: ast.BootstrapDecl, scope: Scope, report: Report) -> Bootstrap:
    """The rule with its entries."""
    otherwise = Otherwise()
    if decl.otherwise is not None:
        otherwise = read_otherwise(decl.otherwise, ANY, scope, report)
    return Bootstrap(
        entity=decl.qname.text,
        source=decl.source.text,
        entries=tuple(
            BootstrapEntry(value=constant(value), company=constant(company))
            for value, company in decl.entries
        ),
        otherwise=otherwise,
        doc=decl.doc,
    )
