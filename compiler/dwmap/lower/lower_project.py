"""Assembles the IR of a project from its analysis."""

from __future__ import annotations

from typing import cast

from dwmap.diagnostics import Report
from dwmap.ir.model import (
    Enum,
    EnumMember,
    Example,
    ExampleField,
    ExampleRecord,
    Project,
    Requirement,
    Samples,
    Solution,
    System,
    SystemKind,
    Variant,
)
from dwmap.lower.lower_actions import lower_action, lower_bootstrap
from dwmap.lower.lower_entities import lower_entity
from dwmap.lower.lower_maps import lower_map
from dwmap.semantic.analyze import Analysis
from dwmap.semantic.literals import constant
from dwmap.semantic.mentions import samples_path
from dwmap.semantic.scope import Scope
from dwmap.syntax import ast


def lower_project(analysis: Analysis, name: str, report: Report) -> Project:
    """The IR of everything that was declared."""
    scope = analysis.scope
    transformers = analysis.transformers
    return Project(
        name=name,
        systems=_systems(scope),
        solutions=tuple(
            _solution(scope.solutions[key]) for key in sorted(scope.solutions)
        ),
        enums=tuple(_enum(scope.enums[key]) for key in sorted(scope.enums)),
        entities=tuple(
            lower_entity(scope.entities[key]) for key in sorted(scope.entities)
        ),
        value_maps=tuple(
            transformers.value_maps[key] for key in sorted(transformers.value_maps)
        ),
        transforms=tuple(
            transformers.transforms[key] for key in sorted(transformers.transforms)
        ),
        states=tuple(transformers.states[key] for key in sorted(transformers.states)),
        maps=tuple(lower_map(facts, analysis) for facts in analysis.maps),
        plan=analysis.order.plan,
        actions=tuple(lower_action(facts) for facts in analysis.actions),
        bootstraps=tuple(
            lower_bootstrap(decl, scope, report) for decl in _sorted_bootstraps(scope)
        ),
        variants=tuple(
            Variant(
                name=key,
                choices=tuple(choice.text for choice in scope.variants[key].choices),
                chosen=analysis.variants[key],
            )
            for key in sorted(scope.variants)
        ),
        examples=tuple(_example(decl) for decl in scope.examples),
        samples=tuple(_samples(decl) for decl in scope.samples),
    )


def _sorted_bootstraps(scope: Scope) -> list[ast.BootstrapDecl]:
    return sorted(scope.bootstraps, key=lambda decl: decl.qname.text)


def _systems(scope: Scope) -> tuple[System, ...]:
    used = {name.partition(".")[0] for name in scope.entities}
    return tuple(
        System(
            name=name,
            kind=cast(SystemKind, facts.kind),
            label=facts.label,
            company=facts.company,
        )
        for name, facts in sorted(scope.systems.items())
        if name in used or name not in ("fo", "ce")
    )


def _solution(decl: ast.SolutionDecl) -> Solution:
    return Solution(
        name=decl.name.text,
        label=decl.label or "",
        publisher=decl.publisher.text if decl.publisher else "",
        version=decl.version or "",
        requires=tuple(
            Requirement(name=each.name.text, version=each.version)
            for each in decl.requires
        ),
        doc=decl.doc,
    )


def _enum(decl: ast.EnumDecl | ast.OptionsDecl) -> Enum:
    members = tuple(
        EnumMember(
            name=member.name.text,
            code=member.code if isinstance(member, ast.OptionMember) else None,
            renamed_from=member.renamed_from.text if member.renamed_from else None,
            doc=member.doc,
        )
        for member in decl.members
    )
    return Enum(
        name=decl.qname.text,
        numbered=isinstance(decl, ast.OptionsDecl),
        members=members,
        doc=decl.doc,
    )


def _samples(decl: ast.SamplesDecl) -> Samples:
    system = decl.system.text if decl.system is not None else None
    return Samples(path=samples_path(decl), map=decl.map.text, system=system)


def _example(decl: ast.ExampleDecl) -> Example:
    return Example(
        title=decl.title,
        map=decl.map.text,
        records=tuple(
            ExampleRecord(
                role=record.role,
                system=record.system.text,
                fields=tuple(
                    ExampleField(path=field.path.text, value=constant(field.value))
                    for field in record.fields
                ),
            )
            for record in decl.records
        ),
    )
