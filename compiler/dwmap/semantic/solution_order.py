"""Which solution builds on which: what `requires` says, whether it can be kept, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush
from typing import TypeAlias

from dwmap.diagnostics import Report
from dwmap.semantic.problems import RequirementCycle, SolutionTooOld, UnknownSolution
from dwmap.semantic.scope import Scope
from dwmap.source import SourceFile
from dwmap.syntax import ast

__all__ = ["Extension", "SolutionOrder", "check_requires", "version_numbers"]

_PARTS = 4

Extension: TypeAlias = ast.ExtendMapDecl | ast.ExtendEntityDecl


def version_numbers(version: str) -> tuple[tuple[int, str], ...]:
    """The four numbers of a version, to be compared: `1.0` is `1.0.0.0`, `1.10` comes after `1.9`."""
    parts = [part.lstrip("0") for part in version.split(".")]
    parts += [""] * (_PARTS - len(parts))
    # By length first, since nobody turns a text of many thousand digits into a number.
    return tuple((len(part), part) for part in parts)


def check_requires(scope: Scope, report: Report) -> None:
    """Report required solutions that are not declared, are too old, or require each other in a circle."""
    for decl in scope.solutions.values():
        for each in decl.requires:
            name, span = each.name.text, each.name.span
            found = scope.solutions.get(name)
            if found is None:
                # Where a project declares just one, all others are elsewhere.
                if len(scope.solutions) > 1 and not scope.is_damaged(name):
                    meant = scope.meant(name, scope.solutions)
                    report.add(UnknownSolution(name, decl.name.text, span, meant))
            elif found.version is not None and (
                version_numbers(found.version) < version_numbers(each.version)
            ):
                wanted = each.version, found.version
                report.add(SolutionTooOld(name, *wanted, each.span, found.name.span))
    _check_cycles(scope, report)


def _check_cycles(scope: Scope, report: Report) -> None:
    """Each circle is reported once, at its first name."""
    told: set[str] = set()
    for start in sorted(scope.solutions):
        ring = _ring(scope.solutions, start) if start not in told else ()
        if ring:
            told.update(ring)
            last = scope.solutions[ring[-1]]
            back = next(one for one in last.requires if one.name.text == start)
            first = scope.solutions[start].name.span
            report.add(RequirementCycle(ring, back.name.span, first))


def _ring(solutions: Mapping[str, ast.SolutionDecl], start: str) -> tuple[str, ...]:
    """The shortest way from a solution back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for each in solutions[way[-1]].requires:
            name = each.name.text
            if name == start:
                return way
            if name in solutions and name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


class SolutionOrder:
    """
    The order of the solutions, and of the overlays in them.

    A solution comes after all that it requires, else by name; what belongs to no solution comes last. Where solutions
    require each other in a circle, which is an error, names decide.
    """

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._owners: dict[SourceFile, str] = {}
        known = scope.solutions
        self._below = {name: _below(known, name) - {name} for name in known}
        self._ranks = {name: at for at, name in enumerate(self._in_order())}

    def owner(self, extension: Extension) -> str:
        """The solution that an overlay belongs to; a package without one by its folder, the project itself by nothing."""
        file = extension.span.file
        known = self._owners.get(file)
        if known is None:
            known = self._owners[file] = self._scope.owner_of(file)
        return known

    def builds_on(self, one: str, other: str) -> bool:
        """Whether a solution requires another, directly or by what it requires."""
        return other in self.required(one)

    def required(self, one: str) -> frozenset[str]:
        """All that a solution builds on."""
        return self._below.get(one, frozenset())

    def sees(self, later: Extension, earlier: Extension) -> bool:
        """Whether an overlay knows what another one does: that of its own solution, or of one that it requires."""
        one, other = self.owner(later), self.owner(earlier)
        return one == other or self.builds_on(one, other)

    def sorted(
        self, extensions: Iterable[ast.ExtendMapDecl]
    ) -> list[ast.ExtendMapDecl]:
        """Overlays of maps in the order in which they are applied: by solution, then by place."""
        return sorted(extensions, key=self._key)

    def sorted_entities(
        self, extensions: Iterable[ast.ExtendEntityDecl]
    ) -> list[ast.ExtendEntityDecl]:
        """Overlays of entities in the order in which they are applied."""
        return sorted(extensions, key=self._key)

    def _key(self, extension: Extension) -> tuple[int, str, tuple[str, int, int]]:
        owner = self.owner(extension)
        rank = self._ranks.get(owner, len(self._ranks) + (not owner))
        return (rank, owner, extension.span.sort_key())

    def _in_order(self) -> list[str]:
        """Of all that wait for nothing the first by name, again and again."""
        solutions = self._scope.solutions
        waits = {name: _required(solutions, name) for name in solutions}
        needed_by: dict[str, list[str]] = {}
        for name, below in waits.items():
            for each in below:
                needed_by.setdefault(each, []).append(name)
        ready = sorted(name for name, below in waits.items() if not below)
        found: list[str] = []
        while ready:
            name = heappop(ready)
            found.append(name)
            for other in needed_by.get(name, ()):
                waits[other].remove(name)
                if not waits[other]:
                    heappush(ready, other)
        # What is left is in a circle, or behind one.
        return [*found, *sorted(waits.keys() - set(found))]


def _required(solutions: Mapping[str, ast.SolutionDecl], name: str) -> set[str]:
    """What a solution requires itself, of what is declared."""
    required = {each.name.text for each in solutions[name].requires}
    return (required & solutions.keys()) - {name}


def _below(solutions: Mapping[str, ast.SolutionDecl], name: str) -> frozenset[str]:
    """All that a solution requires, directly or not."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for each in solutions[waiting.pop()].requires:
            required = each.name.text
            if required in solutions and required not in found:
                found.add(required)
                waiting.append(required)
    return frozenset(found)
