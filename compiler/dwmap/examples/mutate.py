"""
Small faults put into maps on purpose: what no example notices is not protected by any.

A fault is a likely slip: an entry of a value map lost, two codes swapped, a direction dropped or flipped, a
filter that lets in or leaves out more than it should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.examples.faults import Fault, map_faults, table_faults
from dwmap.examples.run import Result, Shown, prepare, run_shown
from dwmap.interpret.maps import Interpreter
from dwmap.ir.model import Map, Project
from dwmap.ir.scope import Scope


@dataclass(frozen=True)
class Mutant:
    """A fault in a map, of which kind, and whether an example fails because of it."""

    map: str
    kind: str
    fault: str
    noticed: bool


def mutate(project: Project, maps: frozenset[str] | None = None) -> Iterator[Mutant]:
    """Every fault of every map, or of some; examples that fail anyway notice nothing."""
    scope = Scope(project)
    for map in project.maps:
        if maps is None or map.name in maps:
            own = list(_passing(map, scope))
            for fault in (*map_faults(map), *table_faults(map, scope)):
                noticed = _is_noticed(own, map, fault, scope)
                yield Mutant(map.name, fault.kind, fault.text, noticed)


def _passing(map: Map, scope: Scope) -> Iterator[tuple[Shown, list[Result]]]:
    interpreter = Interpreter(map, scope)
    for example in scope.project.examples:
        if example.map == map.name:
            shown = prepare(example, map, scope)
            results = list(run_shown(shown, interpreter))
            if all(one.passed for one in results):
                yield shown, results


def _is_noticed(
    examples: list[tuple[Shown, list[Result]]], map: Map, fault: Fault, scope: Scope
) -> bool:
    """Whether an example that passed fails, or shows less than it did."""
    if fault.table is not None:
        scope = scope.replacing(fault.table)
    mutated = Interpreter(fault.map or map, scope)
    return any(list(run_shown(shown, mutated)) != before for shown, before in examples)
