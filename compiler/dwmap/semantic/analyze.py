"""The passes of this phase, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.semantic.actions import ActionFacts, read_action
from dwmap.semantic.check_create_only import check_create_only
from dwmap.semantic.check_deactivation import check_deactivation, read_inactive
from dwmap.semantic.check_empties import check_empties
from dwmap.semantic.check_filters import check_filters
from dwmap.semantic.check_limits import check_limits
from dwmap.semantic.check_lookups import check_lookups
from dwmap.semantic.check_suspicious import check_suspicious
from dwmap.semantic.check_types import check_types
from dwmap.semantic.check_writers import check_writers
from dwmap.semantic.maps import MapFacts, read_map
from dwmap.semantic.mentions import check_mentions
from dwmap.semantic.order import Order, find_order
from dwmap.semantic.overlay_fields import extend_entities
from dwmap.semantic.overlays import chosen_maps
from dwmap.semantic.paths import read_path
from dwmap.semantic.problems import UnknownSystem
from dwmap.semantic.scope import Scope, collect_declarations
from dwmap.semantic.solution_order import check_requires
from dwmap.semantic.transformers import Transformers, read_transformers
from dwmap.semantic.types import read_fields
from dwmap.syntax import ast


@dataclass(frozen=True)
class Analysis:
    """A project as understood: what `lower` needs and later phases ask."""

    scope: Scope
    transformers: Transformers
    maps: tuple[MapFacts, ...]
    actions: tuple[ActionFacts, ...]
    order: Order
    variants: Mapping[str, str]


def analyze(
    files: Iterable[ast.File],
    variants: Mapping[str, str],
    report: Report,
    volumes: Mapping[str, int] | None = None,
) -> Analysis:
    """Understand all files together; everything that is wrong is reported. `volumes` are rows by entity."""
    # All names of the project, whatever file they stand in.
    scope = collect_declarations(files, report)
    # What solutions build on: the order of their overlays follows from it.
    check_requires(scope, report)
    # Fields and their types, those of extensions included.
    _read_entities(scope, report)
    extend_entities(scope, report)
    _check_columns(scope, report)
    # Value maps, transforms and state tables, each by itself.
    transformers = read_transformers(scope, report)
    # Maps, with extensions applied and variants chosen: lines, filters, key, company.
    decls = chosen_maps(scope, variants, report)
    scope.chosen = frozenset(decls)
    maps = tuple(read_map(decl, transformers, scope, report) for decl in decls.values())
    actions = tuple(
        read_action(scope.actions[name], transformers, scope, report)
        for name in sorted(scope.actions)
    )
    # What only shows in a map as a whole, or between maps.
    for facts in maps:
        check_types(facts.lines, facts.left, facts.right, transformers, scope, report)
    check_create_only(maps, report)
    check_deactivation(maps, report)
    check_empties(maps, transformers, scope, report)
    check_writers(maps, report)
    order = find_order(maps, report)
    check_filters(maps, scope, report)
    check_limits(maps, scope, volumes or {}, report)
    check_lookups(maps, scope, report)
    check_suspicious(maps, transformers, scope, report)
    check_mentions(scope, variants, report)
    chosen = _choices(scope, variants)
    return Analysis(scope, transformers, maps, actions, order, chosen)


def _choices(scope: Scope, variants: Mapping[str, str]) -> Mapping[str, str]:
    return {
        name: variants.get(name, decl.choices[0].text)
        for name, decl in scope.variants.items()
        if decl.choices
    }


def _read_entities(scope: Scope, report: Report) -> None:
    for facts in list(scope.entities.values()):
        decl = facts.decl
        if decl is None:
            continue
        system = decl.qname.system
        if system.text not in scope.systems:
            report.add(
                UnknownSystem(
                    system.text, system.span, scope.meant(system.text, scope.systems)
                )
            )
        facts.solution = scope.solution_of(decl.span.file)
        read_fields(facts, decl.fields, scope, report)


def _check_columns(scope: Scope, report: Report) -> None:
    """The columns of keys and of the company code, once all fields are known."""
    for facts in list(scope.entities.values()):
        if facts.decl is None:
            continue
        for key in facts.decl.keys:
            for path in key.paths:
                read_path(path, facts, scope, report)
        if facts.decl.company is not None:
            read_path(facts.decl.company, facts, scope, report)
        read_inactive(facts, scope, report)
