"""Pictures of graphs: boxes with their texts and lines with their heads, ready to be placed in an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dwmap.emit.docs_names import Slug
from dwmap.emit.docs_view_parts import Figure, FigureBox, FigureLine
from dwmap.emit.graph_layout import Box, Layout, Line, layered

_WIDE, _NARROW = set("MWm@w—%"), set("iIl.,:;|!'()[]tjfr ")
_TEXT_ROOM = 24.0
_FIRST_LINE, _NEXT_LINE = 32.0, 17.0
_HEAD = 6.0
_LONGEST = 34

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A box to draw: up to two lines of text, its layer, its kind, where it leads."""

    name: str
    text: tuple[str, ...]
    layer: int
    kind: str = "map"
    page: Slug | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A line to draw, with an optional label near its end."""

    start: str
    end: str
    kind: str = "plain"
    title: str = ""
    label: str = ""


def figure(
    title: str, caption: str, shapes: Sequence[Shape], links: Sequence[Link]
) -> Figure:
    """The picture of `shapes` in layers from left to right."""
    cut = {one.name: tuple(shorten(line) for line in one.text) for one in shapes}
    gap = max((text_width(link.label) * 0.9 for link in links if link.label), default=0)
    boxes = [
        Box(one.name, one.layer, _width(cut[one.name]) + gap, _height(cut[one.name]))
        for one in shapes
    ]
    layout = layered(boxes, [Line(link.start, link.end) for link in links])
    return Figure(
        title=title,
        caption=caption,
        width=round(layout.width - gap) if gap else round(layout.width),
        height=round(layout.height),
        boxes=tuple(_box(one, cut[one.name], layout) for one in shapes),
        lines=tuple(
            _line(link, route, gap)
            for link, route in zip(links, layout.routes, strict=True)
        ),
    )


def shorten(text: str, longest: int = _LONGEST) -> str:
    """The text, with an ellipsis where it is too long for a box."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def text_width(text: str) -> float:
    """About how wide the text is at 13 px in the usual sans-serif fonts."""
    return sum(_character_width(one) for one in text)


def _character_width(one: str) -> float:
    if one in _NARROW:
        return 4.8
    if one in _WIDE:
        return 12.4
    if ord(one) > 0x2E80:
        return 13.5
    return 9.4 if one.isupper() else 7.8


def _width(text: Sequence[str]) -> float:
    return max(max(map(text_width, text), default=0.0) + _TEXT_ROOM, 72.0)


def _height(text: Sequence[str]) -> float:
    return _FIRST_LINE + _NEXT_LINE * (len(text) - 1)


def _box(one: Shape, text: tuple[str, ...], layout: Layout) -> FigureBox:
    x, y = layout.places[one.name]
    return FigureBox(
        x=round(x, 1),
        y=round(y, 1),
        width=round(_width(text), 1),
        height=_height(text),
        text=text,
        kind=one.kind,
        page=one.page,
        title=one.title or " ".join(one.text),
        name=one.name,
    )


def _line(link: Link, route: Sequence[Point], gap: float) -> FigureLine:
    first, *middle, last = route
    start = (first[0] - gap, first[1]) if gap and last[0] > first[0] else first
    points = [start, *middle, last]
    ahead = last[0] >= start[0]
    tip = (last[0] - (_HEAD if ahead else -_HEAD), last[1])
    return FigureLine(
        path=_curve([*points[:-1], tip]),
        head=_arrow(tip, last),
        kind=link.kind,
        title=link.title,
        label=link.label,
        label_x=round(last[0] - 12, 1),
        label_y=round(last[1] - 5, 1),
        ends=(link.start, link.end),
    )


def _curve(points: Sequence[Point]) -> str:
    """A smooth line through the points, level at each of them."""
    x, y = points[0]
    path = [f"M{x:.1f} {y:.1f}"]
    for nx, ny in points[1:]:
        bend = (nx - x) / 2
        path.append(
            f"C{x + bend:.1f} {y:.1f} {nx - bend:.1f} {ny:.1f} {nx:.1f} {ny:.1f}"
        )
        x, y = nx, ny
    return "".join(path)


def _arrow(tip: Point, end: Point) -> str:
    (x, y), half = tip, _HEAD * 0.6
    return f"M{x:.1f} {y - half:.1f}L{end[0]:.1f} {end[1]:.1f}L{x:.1f} {y + half:.1f}Z"


def two_lines(label: str) -> tuple[str, ...]:
    """A label in the product's form in two lines: `Customers V3 (accounts)` is a name and a table."""
    name, bracket, rest = label.rpartition(" (")
    if bracket and rest.endswith(")") and name:
        return (name, rest[:-1])
    return (label,)
