"""Maps: everything that was found out about one."""

from __future__ import annotations

from typing import Any

from dwmap.ir.model import Map, Retired
from dwmap.semantic.analyze import Analysis
from dwmap.semantic.maps import MapFacts
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
        left_filter=facts.left_filter,
        right_filter=facts.right_filter,
        key=facts.key,
        company=facts.company,
        fields=tuple(line.mapping for line in facts.lines),
        dependencies=analysis.order.dependencies[facts.name],
        retired=tuple(_retired(each) for each in decl.retired),
        doc=decl.doc,
        **chosen,
    )


def _retired(decl: ast.RetiredField) -> Retired:
    sunset = str(decl.sunset.value) if decl.sunset else None
    return Retired(name=decl.name.text, since=decl.since, sunset=sunset)
