"""Which fields lead into those that a change has to do with, as a Mermaid flow chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dwmap.changes.model import Finding, Weight
from dwmap.changes.outcomes import Difference
from dwmap.changes.surroundings import MapPair, Surroundings
from dwmap.emit.graph_text import mermaid_label
from dwmap.frozen import frozen
from dwmap.interpret.maps import Line
from dwmap.ir.model import Direction
from dwmap.ir.text import side_text
from dwmap.ir.walk import side_paths

MOST_ARROWS: Final = 30
"""A larger picture explains nothing."""


@frozen
class Arrow:
    """A field, or a literal, that is carried into another one: before, after, or `kept` on both sides."""

    map: str
    source: str
    target: str
    by: str
    kept: bool
    is_new: bool


def lineage(findings: Iterable[Finding], around: Surroundings) -> tuple[Arrow, ...]:
    """Every line that writes a field of which the outcome may be another, map by map."""
    found: dict[Arrow, None] = {}
    for finding in findings:
        if finding.weight > Weight.SAFE:
            for change in finding.changes:
                for pair, heading, difference in around.touched(change):
                    found |= dict.fromkeys(_arrows(pair, heading, difference))
    return tuple(sorted(found, key=lambda one: (one.map, one.target, one.source)))


def _arrows(
    pair: MapPair, heading: Direction, difference: Difference
) -> Iterator[Arrow]:
    map = pair.after.map
    ends = (map.left, map.right) if heading == "to_right" else (map.right, map.left)
    was = {_said(line): line for line in difference.before}
    now = {_said(line): line for line in difference.after}
    for said in dict.fromkeys((*was, *now)):
        line = now.get(said) or was[said]
        for source in _sources(line, ends[0]):
            target = f"{ends[1]}.{line.target.text}"
            yield Arrow(
                pair.name,
                source,
                target,
                said[1],
                said in was and said in now,
                said in now,
            )


def _said(line: Line) -> tuple[str, str]:
    """What a line reads, and by what it is transformed."""
    use = line.mapping.transform
    return side_text(line.source), use.name if use is not None else ""


def _sources(line: Line, entity: str) -> Iterator[str]:
    paths = [f"{entity}.{path.text}" for path in side_paths(line.source)]
    yield from paths or [side_text(line.source)]


def lineage_lines(arrows: tuple[Arrow, ...]) -> Iterator[str]:
    """The chart: thick arrows are new, dotted ones are gone; nothing where there are none, or too many to read."""
    if not arrows or len(arrows) > MOST_ARROWS:
        return
    yield "flowchart LR"
    nodes: dict[tuple[str, str], str] = {}
    map = ""
    for one in arrows:
        if one.map != map:
            if map:
                yield "  end"
            map = one.map
            yield f"  subgraph {mermaid_label(map)}"
        for end in (one.source, one.target):
            if (map, end) not in nodes:
                nodes[map, end] = f"n{len(nodes)}"
                yield f"    {nodes[map, end]}[{mermaid_label(end)}]"
        by = f"|{mermaid_label(one.by)}| " if one.by else ""
        arrow = "-->" if one.kept else "==>" if one.is_new else "-.->"
        yield f"    {nodes[map, one.source]} {arrow}{by or ' '}{nodes[map, one.target]}"
    yield "  end"
