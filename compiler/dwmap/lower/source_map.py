"""Where the parts of the IR were written: kept beside it, since the IR knows nothing of texts."""

from __future__ import annotations

from functools import cached_property

from dwmap.ir.origins import Origins
from dwmap.lower.origins import Overlays, find_origins
from dwmap.semantic.analyze import Analysis
from dwmap.source import Span
from dwmap.syntax import ast


class SourceMap:
    """The places of declarations, of the lines and filters of maps, of fields and entries, and of examples."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._scope = analysis.scope
        self._examples = analysis.scope.examples
        self._maps = {facts.name: facts for facts in analysis.maps}

    @cached_property
    def origins(self) -> Origins:
        """Which parts come from overlays, and where these are written."""
        return find_origins(self._analysis)

    @cached_property
    def overlays(self) -> Overlays:
        """The overlays by the places that they take up."""
        return Overlays(self._scope)

    @cached_property
    def map_names(self) -> frozenset[str]:
        """The names that maps have or had, also of maps that a variant leaves out."""
        maps = self._scope.maps
        olds = (one.renamed_from for one in maps.values())
        return frozenset({*maps, *(one.text for one in olds if one is not None)})

    def name(self, map: str) -> Span:
        """The name of a map."""
        return self._maps[map].decl.name.span

    def decl(self, map: str) -> ast.MapDecl:
        """A map as it is written, with its overlays applied."""
        return self._maps[map].decl

    def example(self, place: int) -> Span:
        """An example by its place in the project."""
        return self._examples[place].span

    def line(self, map: str, place: int) -> Span:
        """A line of a map by its place; the name of the map where the line is implied."""
        decl = self._maps[map].lines[place].decl
        return decl.left.span.to(decl.right.span) if decl else self.name(map)

    def filter(self, map: str, side: str) -> Span:
        """The filter of the `left` or `right` side; the name of the map where it has none."""
        facts = self._maps[map]
        system = (facts.left if side == "left" else facts.right).system
        spans = [
            where.condition.span
            for where in facts.decl.filters
            if where.system.text == system
        ]
        same = facts.left.system == facts.right.system
        return spans[-1 if same and side == "right" else 0] if spans else self.name(map)

    def declaration(self, name: str) -> Span | None:
        """The name of a value map, transform, state table, enum, entity, solution, variant, action or system."""
        scope = self._scope
        for table in (scope.transformers, scope.solutions, scope.variants):
            decl = table.get(name)
            if decl is not None:
                return decl.name.span
        for qualified in (scope.enums, scope.actions):
            found = qualified.get(name)
            if found is not None:
                return found.span
        entity = scope.entities.get(name)
        if entity is not None and entity.decl is not None:
            return entity.decl.qname.span
        return None

    def field(self, entity: str, name: str) -> Span | None:
        """The name of a field of an entity."""
        facts = self._scope.entities.get(entity)
        field = facts.field(name) if facts is not None else None
        return field.decl.name.span if field is not None else None

    def entry(self, value_map: str, place: int) -> Span | None:
        """An entry of a value map by its place."""
        decl = self._scope.transformers.get(value_map)
        if not isinstance(decl, ast.ValueMapDecl) or place >= len(decl.entries):
            return None
        return decl.entries[place].span
