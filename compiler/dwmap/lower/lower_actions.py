"""Actions and bootstraps."""

from __future__ import annotations

from dwmap.diagnostics import Report
from dwmap.ir.model import Action, ActionField, Bootstrap, BootstrapEntry, Otherwise
from dwmap.semantic.actions import ActionFacts
from dwmap.semantic.lines import Line
from dwmap.semantic.literals import constant
from dwmap.semantic.scope import Scope
from dwmap.semantic.transformers import read_otherwise
from dwmap.semantic.types import ANY
from dwmap.syntax import ast


def lower_action(facts: ActionFacts) -> Action:
    """The action with both of its mappings; a line goes from its left side to its right side."""
    decl = facts.decl
    return Action(
        name=decl.name.text,
        label=decl.label or "",
        caller=decl.caller.text,
        callee=decl.callee.text,
        request=tuple(_assignment(line) for line in facts.request),
        response=tuple(_assignment(line) for line in facts.response),
        correlation=decl.correlation.text if decl.correlation else None,
        idempotent=decl.idempotent,
        doc=decl.doc,
    )


def _assignment(line: Line) -> ActionField:
    mapping = line.mapping
    return ActionField(
        source=mapping.left,
        target=mapping.right,
        transform=mapping.transform,
        default=mapping.default,
        condition=mapping.condition,
    )


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
