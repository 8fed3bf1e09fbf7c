"""Finds out which parts of a project come from overlays: by where they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from dwmap.diagnostics import Report
from dwmap.ir.origins import NO_ORIGINS, Origin, Origins, OverlayOrigin
from dwmap.semantic.analyze import Analysis
from dwmap.semantic.composed import Slot, line_paths
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.overlays import MapOverlays, conjuncts
from dwmap.semantic.scope import Scope
from dwmap.semantic.solution_order import Extension, SolutionOrder
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

__all__ = ["Overlays", "find_origins"]


class Overlays:
    """All overlays of a project by the places that they take up."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._by_file: dict[SourceFile, list[Extension]] = {}
        every: list[Extension] = [*scope.extend_maps, *scope.extend_entities]
        for one in every:
            self._by_file.setdefault(one.span.file, []).append(one)

    def __bool__(self) -> bool:
        return bool(self._by_file)

    def at(self, span: Span) -> Origin | None:
        """The origin of what is written at a place; None outside of overlays."""
        for one in self._by_file.get(span.file, ()):
            if one.span.covers(span):
                return self.origin(span)
        return None

    def origin(self, span: Span) -> Origin:
        """A place in an overlay as an origin."""
        place = f"{span.file.path}:{span.position.line}"
        return Origin(self._scope.owner_of(span.file), place)

    def clause(self, map: str, member: str) -> Span | None:
        """Where an overlay says what a member of the IR of a map has; None where none does."""
        for one in reversed(self.of_map(map)):
            if member == "version" and one.version:
                return one.name.span
            if member == "owner" and one.owner:
                return one.owner.span
            for policy in one.policies:
                if policy.subject.replace(" ", "_") == member:
                    return policy.span
        return None

    def removal(self, map: str, paths: Collection[str]) -> Span | None:
        """Where an overlay removes the line that has one of these paths."""
        folded = {path.lower() for path in paths}
        for one in reversed(self.of_map(map)):
            for change in one.changes:
                if isinstance(change, ast.LineRemoval):
                    if change.path.text.lower() in folded:
                        return change.span
        return None

    def knows(self, solution: str, other: str) -> bool:
        """Whether a solution sees the overlays of another one: its own, and those of all that it requires."""
        return solution == other or self._order.builds_on(solution, other)

    def base(self, map: str) -> ast.MapDecl:
        """A map as it was before any overlay."""
        return self._scope.maps[map]

    def removals(self, map: str) -> list[ast.LineRemoval]:
        """What overlays remove of a map and nobody brings back, who knows of that."""
        made = MapOverlays(self.base(map), self._order)
        for one in self.of_map(map):
            made.apply(one, self._scope, Report())
        found: list[ast.LineRemoval] = []
        for slot in made.composed.slots:
            by, part, line = slot.history[-1] if slot.history else (None, None, None)
            if by is None or line is not None or not isinstance(part, ast.LineRemoval):
                continue
            path, again = part.path.text.lower(), made.composed.slots
            if not any(_brings_back(each, path, by, self._order) for each in again):
                found.append(part)
        return found

    def of_map(self, name: str) -> list[ast.ExtendMapDecl]:
        """The overlays of a map, in the order in which they apply."""
        found = [one for one in self._scope.extend_maps if one.name.text == name]
        return self._order.sorted(found)

    @cached_property
    def _order(self) -> SolutionOrder:
        return SolutionOrder(self._scope)


def _brings_back(
    slot: Slot, path: str, removed_by: ast.ExtendMapDecl, order: SolutionOrder
) -> bool:
    """Whether a line about a path is the work of somebody who knew that there was none."""
    by, line = slot.changed_by, slot.line
    if by is None or line is None or not order.sees(by, removed_by):
        return False
    return path in (side.text.lower() for side in line_paths(line))


def find_origins(analysis: Analysis) -> Origins:
    """The origins of all lines, filters and fields that come from overlays."""
    overlays = Overlays(analysis.scope)
    if not overlays:
        return NO_ORIGINS
    found = Origins({}, {}, {}, {})
    for facts in analysis.maps:
        extensions = overlays.of_map(facts.name)
        if extensions:
            _add_map(found, facts, extensions, overlays)
    for entity in analysis.scope.entities.values():
        for fold, field in entity.fields.items():
            origin = overlays.at(field.decl.name.span)
            if origin is not None:
                found.fields[entity.name, fold] = origin
    return found


def _add_map(
    found: Origins,
    facts: MapFacts,
    extensions: list[ast.ExtendMapDecl],
    overlays: Overlays,
) -> None:
    made = tuple(
        OverlayOrigin(
            overlays.origin(one.name.span),
            one.base_version or "",
            one.version or "",
            tuple(_changes(one)),
        )
        for one in extensions
    )
    found.overlays[facts.name] = made
    for place, line in enumerate(facts.lines):
        origin = overlays.at(line.decl.op_span) if line.decl else None
        if origin is not None:
            found.lines[facts.name, place] = origin
    for where in facts.decl.filters:
        system = where.system.text
        side = "left" if system == facts.left.system else "right"
        parts = (overlays.at(each.span) for each in conjuncts(where))
        origins = tuple(dict.fromkeys(one for one in parts if one is not None))
        if origins:
            found.filters[facts.name, side] = origins


def _changes(one: ast.ExtendMapDecl) -> Iterator[str]:
    """What an overlay does, in words."""
    for change in one.changes:
        if isinstance(change, ast.LineRemoval):
            yield f"removes `{change.path.text}`"
        else:
            verb = "adds" if change.kind == "add" else "replaces"
            yield f"{verb} `{_line_text(change.line)}`"
    for where in one.filters:
        verb = "narrows" if where.adds else "replaces"
        yield f"{verb} the filter of `{where.system.text}`"
    for policy in one.policies:
        yield f"says `{policy.subject} {policy.choice.text}`"
    if one.owner:
        yield f"says `owner {one.owner.text}`"
    for name in one.depends:
        yield f"lets `{name.text}` go first"


def _line_text(line: ast.MappingLine) -> str:
    """The sides of a line and the operator, as they are written."""
    return " ".join(f"{line.left.span.text} {line.op} {line.right.span.text}".split())
