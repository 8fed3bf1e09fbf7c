"""Maps as their overlays leave them, in the language, each line with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dwmap.frozen import frozen
from dwmap.ir.origins import Origin
from dwmap.lower.source_map import SourceMap
from dwmap.overlays.verdict import one_line
from dwmap.semantic.overlays import conjuncts
from dwmap.source import Span
from dwmap.syntax import ast

__all__ = ["ComposedLine", "composed_lines", "listing_data", "listing_text"]


@frozen
class ComposedLine:
    """A line of a map in the language, and the overlays that it comes from; none where it is the base's."""

    text: str
    origins: tuple[Origin, ...] = ()


def composed_lines(decl: ast.MapDecl, places: SourceMap) -> Iterator[ComposedLine]:
    """The clauses and lines of a map with its overlays applied."""
    overlays, name = places.overlays, decl.name.text

    def at(*spans: Span | None) -> tuple[Origin, ...]:
        found = (overlays.at(span) for span in spans if span is not None)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    if decl.version:
        clause = overlays.clause(name, "version")
        yield ComposedLine(f"version {decl.version}", at(clause))
    if decl.owner is not None:
        yield ComposedLine(
            one_line(f"owner {decl.owner.span.text}"), at(decl.owner.span)
        )
    for each in decl.depends:
        yield ComposedLine(one_line(f"depends on {each.span.text}"), at(each.span))
    for where in decl.filters:
        parts = conjuncts(where)
        text = " and ".join(map(_condition_text, parts))
        spans = [part.span for part in parts]
        yield ComposedLine(f"where {where.system.span.text} {text}", at(*spans))
    for policy in decl.policies:
        yield ComposedLine(one_line(policy.span.text), at(policy.span))
    for line in decl.lines:
        yield ComposedLine(one_line(line.span.text), at(line.op_span))


def _condition_text(part: ast.Expr) -> str:
    text = one_line(part.span.text)
    loose = isinstance(part, ast.IfExpr | ast.BinaryExpr) and not text.startswith("(")
    tight = not isinstance(part, ast.BinaryExpr) or part.op != "or"
    return text if not loose or tight else f"({text})"


def listing_text(decl: ast.MapDecl, places: SourceMap) -> Iterator[str]:
    """The map as a declaration, with a comment behind each line that an overlay has written, and what they removed."""
    lines = list(composed_lines(decl, places))
    width = max((len(line.text) for line in lines if line.origins), default=0)
    head = f"map {decl.name.span.text} : {decl.left.text} <-> {decl.right.text} {{"
    yield one_line(head)
    for line in lines:
        origins = "; ".join(one.words for one in line.origins)
        remark = f"  // {origins}" if origins else ""
        yield f"  {line.text:<{width if origins else 0}}{remark}"
    for origin, text in removed_lines(decl, places):
        yield f"  // removed: {text}  // {origin.words}"
    yield "}"


def removed_lines(decl: ast.MapDecl, places: SourceMap) -> list[tuple[Origin, str]]:
    """What overlays took away, and is gone."""
    overlays = places.overlays
    return [
        (overlays.origin(one.span), one_line(one.path.span.text))
        for one in overlays.removals(decl.name.text)
    ]


def listing_data(decl: ast.MapDecl, places: SourceMap) -> dict[str, Any]:
    """The same, ready for JSON."""
    name = decl.name.text
    return {
        "map": name,
        "overlays": [
            {
                "owner": one.origin.owner,
                "place": one.origin.place,
                "on": one.base,
                "version": one.version,
                "changes": list(one.changes),
            }
            for one in places.origins.overlays.get(name, ())
        ],
        "lines": [
            {"text": line.text, "from": [_origin_data(one) for one in line.origins]}
            for line in composed_lines(decl, places)
        ],
        "removed": [
            {"text": text, "from": [_origin_data(origin)]}
            for origin, text in removed_lines(decl, places)
        ],
    }


def _origin_data(origin: Origin) -> dict[str, str]:
    return {"owner": origin.owner, "place": origin.place}
