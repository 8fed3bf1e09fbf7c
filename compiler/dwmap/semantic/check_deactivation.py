"""How the rows of an entity are deactivated, and whether a map that asks for it can have it."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.diagnostics import Report
from dwmap.ir.model import Inactive
from dwmap.semantic.literals import read_value
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.paths import read_path, value_type
from dwmap.semantic.problems import NoInactiveValue, ReadonlyTarget
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.syntax import ast


def read_inactive(facts: EntityFacts, scope: Scope, report: Report) -> None:
    """Read the clause `deactivate` of an entity, once its fields are known."""
    decl = facts.decl.deactivate if facts.decl is not None else None
    if decl is None:
        return
    path = read_path(ast.PathExpr((decl.field,), decl.field.span), facts, scope, report)
    type_ = value_type(path, facts, scope)
    end = scope.end_of(facts)
    facts.inactive = Inactive(
        field=path.text,
        inactive=read_value(decl.inactive, type_, scope, report, end=end),
        active=read_value(decl.active, type_, scope, report, end=end),
    )
    field = facts.field(decl.field.text)
    for modifier in field.decl.modifiers if field is not None else ():
        if field is not None and modifier.text in ("readonly", "computed"):
            report.add(
                ReadonlyTarget(
                    field.name,
                    facts.name,
                    modifier.text,
                    decl.field.span,
                    field.decl.span,
                )
            )


def check_deactivation(maps: Iterable[MapFacts], report: Report) -> None:
    """Report maps that deactivate rows of an entity that does not say what an inactive row is."""
    for facts in maps:
        for policy in facts.decl.policies:
            if policy.choice.text != "deactivate":
                continue
            written = (
                (facts.left, facts.writes_left),
                (facts.right, facts.writes_right),
            )
            for entity, is_written in written:
                if is_written and entity.inactive is None:
                    decl = entity.decl.qname.span if entity.decl is not None else None
                    report.add(
                        NoInactiveValue(entity.name, policy.subject, policy.span, decl)
                    )
