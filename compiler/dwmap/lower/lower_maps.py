"""Maps: everything that was found out about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dwmap.ir.model import Binary, Expr, Map, PathRef, Retired, Type
from dwmap.semantic.analyze import Analysis
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.scope import EntityFacts
from dwmap.syntax import ast


def lower_map(facts: MapFacts, analysis: Analysis) -> Map:
    """The map with its resolved lines, key, company and dependencies."""
    decl = facts.decl
    policies = {policy.subject: policy.choice.text for policy in decl.policies}
    chosen: dict[str, Any] = {
        member: policies[subject]
        for subject, member in (
            ("conflict", "conflict"),
            ("on leave", "on_leave"),
            ("on delete", "on_delete"),
        )
        if subject in policies
    }
    if decl.status is not None:
        chosen["status"] = decl.status.text
    return Map(
        name=facts.name,
        label=decl.label or "",
        left=facts.left.name,
        right=facts.right.name,
        version=decl.version or "",
        owner=decl.owner.text if decl.owner else None,
        solution=analysis.scope.solution_of(decl.span.file),
        renamed_from=decl.renamed_from.text if decl.renamed_from else None,
        folder=decl.span.file.path.rpartition("/")[0],
        left_filter=_without_inactive(facts.left_filter, facts.left, policies),
        right_filter=_without_inactive(facts.right_filter, facts.right, policies),
        key=facts.key,
        company=facts.company,
        fields=tuple(line.mapping for line in facts.lines),
        dependencies=analysis.order.dependencies[facts.name],
        retired=tuple(_retired(each) for each in decl.retired),
        doc=decl.doc,
        **chosen,
    )


def _without_inactive(
    filter: Expr | None, entity: EntityFacts, policies: Mapping[str, str]
) -> Expr | None:
    """To a map that deactivates rows an inactive row is one that has left: it takes part no more."""
    inactive = entity.inactive
    if inactive is None or "deactivate" not in policies.values():
        return filter
    field = entity.field(inactive.field)
    type_ = field.type if field is not None else Type()
    path = PathRef(segments=(inactive.field,), type=type_)
    active = Binary(op="!=", left=path, right=inactive.inactive)
    return active if filter is None else Binary(op="and", left=filter, right=active)


def _retired(decl: ast.RetiredField) -> Retired:
    sunset = str(decl.sunset.value) if decl.sunset else None
    return Retired(name=decl.name.text, since=decl.since, sunset=sunset)
