"""Where the parts of the IR were written: kept beside it, since the IR knows nothing of texts."""

from __future__ import annotations

from dwmap.semantic.analyze import Analysis
from dwmap.source import Span


class SourceMap:
    """The places of maps, their lines and filters, and of examples."""

    def __init__(self, analysis: Analysis) -> None:
        self._examples = analysis.scope.examples
        self._maps = {facts.name: facts for facts in analysis.maps}

    def name(self, map: str) -> Span:
        """The name of a map."""
        return self._maps[map].decl.name.span

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
