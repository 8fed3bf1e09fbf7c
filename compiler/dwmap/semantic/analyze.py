"""The passes of this phase, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dwmap.diagnostics import Report, suggest
from dwmap.semantic.check_suspicious import check_suspicious
from dwmap.semantic.check_types import check_types
from dwmap.semantic.check_writers import check_writers
from dwmap.semantic.maps import MapFacts, read_map
from dwmap.semantic.order import Order, find_order
from dwmap.semantic.overlays import chosen_maps, extend_entities
from dwmap.semantic.problems import UnknownMap, UnknownSystem
from dwmap.semantic.scope import Scope, collect_declarations
from dwmap.semantic.transformers import Transformers, read_transformers
from dwmap.semantic.types import read_fields
from dwmap.syntax import ast


@dataclass(frozen=True)
class Analysis:
    """A project as understood: what `lower` needs and later phases ask."""

    scope: Scope
    transformers: Transformers
    maps: tuple[MapFacts, ...]
    order: Order
    variants: Mapping[str, str]


def analyze(
    files: Iterable[ast.File], variants: Mapping[str, str], report: Report
) -> Analysis:
    """Understand all files together; everything that is wrong is reported."""
    # All names of the project, whatever file they stand in.
    scope = collect_declarations(files, report)
    # Fields and their types, those of extensions included.
    _read_entities(scope, report)
    extend_entities(scope, report)
    # Value maps, transforms and state tables, each by itself.
    transformers = read_transformers(scope, report)
    # Maps, with extensions applied and variants chosen: lines, filters, key, company.
    decls = chosen_maps(scope, variants, report)
    maps = tuple(read_map(decl, transformers, scope, report) for decl in decls.values())
    # What only shows in a map as a whole, or between maps.
    check_types(maps, transformers, report)
    check_writers(maps, report)
    order = find_order(maps, report)
    check_suspicious(maps, transformers, scope, report)
    _check_mentions(scope, report)
    chosen = {
        name: variants.get(name, decl.choices[0].text)
        for name, decl in scope.variants.items()
    }
    return Analysis(scope, transformers, maps, order, chosen)


def _read_entities(scope: Scope, report: Report) -> None:
    for facts in list(scope.entities.values()):
        decl = facts.decl
        if decl is None:
            continue
        system = decl.qname.system
        if system.text not in scope.systems:
            report.add(
                UnknownSystem(
                    system.text, system.span, suggest(system.text, scope.systems)
                )
            )
        facts.solution = scope.solution_of(decl.span.file)
        read_fields(facts, decl.fields, scope, report)


def _check_mentions(scope: Scope, report: Report) -> None:
    for name in [each.map for each in scope.examples] + [
        each.map for each in scope.samples
    ]:
        if name.text not in scope.maps and not scope.is_damaged(name.text):
            report.add(UnknownMap(name.text, name.span, suggest(name.text, scope.maps)))
