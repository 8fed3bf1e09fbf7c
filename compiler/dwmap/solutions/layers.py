"""
Maps that a solution changes by overlays and does not ship itself.

Who deploys them deploys the changed map: a version of its own beside the shipped one, in the layer of whoever changed it. It holds
what all overlays make of the map, so that it stands for one solution only where this knows of all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dwmap.diagnostics import Problem
from dwmap.ir.model import Map, Project, Solution
from dwmap.lower.source_map import SourceMap
from dwmap.semantic.solution_order import version_numbers
from dwmap.solutions.export import rows_of
from dwmap.solutions.extras import Extras
from dwmap.solutions.problems import OverlaidMap, UnseenOverlay, UnversionedOverlay
from dwmap.solutions.stored import FIRST
from dwmap.source import Span


@dataclass(frozen=True)
class Layers:
    """Which solutions change which maps of others. All legs of a row are changed together: a version is a row."""

    project: Project
    places: SourceMap
    extras: Extras

    def extending(self) -> list[Solution]:
        """The solutions that do."""
        return [one for one in self.project.solutions if self.maps(one)]

    def maps(self, solution: Solution) -> list[Map]:
        """The maps of others that a solution changes, with those that share a row with them."""
        return [
            one
            for row in self._rows
            if _is_of_others(row, solution) and solution.name in self._owners(row)
            for one in row
        ]

    def problems(self, solution: Solution) -> Iterator[Problem]:
        """What stands against the changed maps of a solution, and which of its own others change."""
        name, overlays = solution.name, self.places.overlays
        for row in self._going_out:
            owners = self._owners(row)
            if not _is_of_others(row, solution):
                yield from self._overlaid(row)
                continue
            if name not in owners:
                continue
            one, span = self._place(row, name)
            others = tuple(o for o in owners if not overlays.knows(name, o))
            if others:
                alone = not set(others) & {*self._owners([one])}
                yield UnseenOverlay(
                    *(one.name, name, others, span), self._whole(row), alone
                )
            version = row[0].version or FIRST
            base = overlays.base(row[0].name).version or FIRST
            if version_numbers(version) <= version_numbers(base):
                is_further = one is not row[0]
                yield UnversionedOverlay(row[0].name, version, base, span, is_further)

    def _overlaid(self, row: Sequence[Map]) -> Iterator[Problem]:
        known = {one.name for one in self.project.solutions}
        for one in row:
            owners = [o for o in self._owners([one]) if o in known - {one.solution}]
            if owners:
                _, span = self._place([one], owners[-1])
                whole = self._whole(row)
                yield OverlaidMap(one.name, tuple(owners), span, whole)

    @cached_property
    def _rows(self) -> list[list[Map]]:
        return rows_of(self.project.maps, self.extras)

    @cached_property
    def _going_out(self) -> list[list[Map]]:
        """The rows that an export writes."""
        maps = (one for one in self.project.maps if one.status != "retired")
        return rows_of(maps, self.extras)

    def _whole(self, row: Sequence[Map]) -> str:
        """The solution that changes a row and knows of all others that do; nothing where none does."""
        owners, known = self._owners(row), {one.name for one in self.project.solutions}
        for one in owners:
            if one in known and one != row[0].solution:
                if all(self.places.overlays.knows(one, other) for other in owners):
                    return one
        return ""

    def _owners(self, row: Iterable[Map]) -> list[str]:
        """Whose overlays change maps: solutions, packages (`@NAME`), or the project itself (nothing)."""
        overlays = self.places.origins.overlays
        found = (each for one in row for each in overlays.get(one.name, ()))
        return [*dict.fromkeys(each.origin.owner for each in found)]

    def _place(self, row: Iterable[Map], owner: str) -> tuple[Map, Span]:
        """The first map of a row that an owner changes, and where."""
        overlays = self.places.overlays
        return next(
            (one, each.name.span)
            for one in row
            for each in overlays.of_map(one.name)
            if overlays.origin(each.name.span).owner == owner
        )


def _is_of_others(row: Sequence[Map], solution: Solution) -> bool:
    return row[0].solution != solution.name
