"""
Maps that a solution changes by overlays and does not ship itself.

Who deploys them deploys the changed map: a version of its own beside the shipped one, in the layer of whoever changed it. It holds
what all overlays make of the map, so that it stands for one solution only where this knows of all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dwmap.diagnostics import Problem
from dwmap.ir.model import Map, Project, Solution
from dwmap.lower.source_map import SourceMap
from dwmap.semantic.solution_order import version_numbers
from dwmap.solutions.problems import OverlaidMap, UnseenOverlay, UnversionedOverlay
from dwmap.solutions.stored import FIRST
from dwmap.source import Span


@dataclass(frozen=True)
class Layers:
    """Which solutions change which maps of others."""

    project: Project
    places: SourceMap

    def extending(self) -> list[Solution]:
        """The solutions that do."""
        return [one for one in self.project.solutions if self.maps(one)]

    def maps(self, solution: Solution) -> list[Map]:
        """The maps of others that a solution changes."""
        return [
            one
            for one in self.project.maps
            if one.solution != solution.name and solution.name in self._owners(one)
        ]

    def problems(self, solution: Solution) -> Iterator[Problem]:
        """What stands against the changed maps of a solution, and which of its own others change."""
        name, overlays = solution.name, self.places.overlays
        for one in self.maps(solution):
            span = self._place(one, name)
            others = [o for o in self._owners(one) if not overlays.knows(name, o)]
            if others:
                yield UnseenOverlay(one.name, name, tuple(others), span)
            version = one.version or FIRST
            base = overlays.base(one.name).version or FIRST
            if version_numbers(version) <= version_numbers(base):
                yield UnversionedOverlay(one.name, version, base, span)
        known = {one.name for one in self.project.solutions}
        for one in self.project.maps:
            if one.solution == name:
                for owner in self._owners(one):
                    if owner in known - {name}:
                        span = self._place(one, owner)
                        yield OverlaidMap(one.name, owner, span)

    def _owners(self, one: Map) -> list[str]:
        """Whose overlays change a map: solutions, packages (`@NAME`), or the project itself (nothing)."""
        found = self.places.origins.overlays.get(one.name, ())
        return [*dict.fromkeys(each.origin.owner for each in found)]

    def _place(self, one: Map, owner: str) -> Span:
        overlays = self.places.overlays
        spans = (each.name.span for each in overlays.of_map(one.name))
        return next(span for span in spans if overlays.origin(span).owner == owner)
