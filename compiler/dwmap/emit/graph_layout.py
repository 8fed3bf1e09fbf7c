"""
A small layered layout: boxes in columns from left to right, few crossings, smooth edges.

The layers are known beforehand (the waves of the plan), so only the order within a layer and the
heights remain; a general layout library would be a dependency with binaries for a hundred lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

SWEEPS = 8
COLUMN_GAP = 56.0
ROW_GAP = 12.0
MARGIN = 8.0
_PASSAGE = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """What to place: its size, and the layer it belongs to (any number; only the order counts)."""

    name: str
    layer: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """An edge to draw. Where it does not go to a later layer it is drawn as a bow above the boxes."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything goes: the upper left corner of each box, the points of each line, the whole size."""

    places: Mapping[str, tuple[float, float]]
    routes: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


@dataclass(slots=True, eq=False)
class _Cell:
    """A box, or a passage of a long line through a layer it only crosses."""

    layer: int
    width: float
    height: float
    rank: float = 0.0
    y: float = 0.0
    before: list[_Cell] = field(default_factory=list)
    after: list[_Cell] = field(default_factory=list)


def layered(boxes: Sequence[Box], lines: Sequence[Line]) -> Layout:
    """Places `boxes` by layer and routes `lines`; the same input gives the same picture."""
    used = sorted({box.layer for box in boxes})
    index = {layer: number for number, layer in enumerate(used)}
    cells = {b.name: _Cell(index[b.layer], b.width, b.height) for b in boxes}
    chains = [_chain(cells[line.start], cells[line.end]) for line in lines]
    layers: list[list[_Cell]] = [[] for _ in used]
    for cell in [*cells.values(), *(c for chain in chains for c in chain[1:-1])]:
        layers[cell.layer].append(cell)
    _order(layers)
    _set_heights(layers)
    lefts, width = _columns(layers)
    top = min((cell.y for layer in layers for cell in layer), default=0.0) - MARGIN
    bottom = max((c.y + c.height for layer in layers for c in layer), default=0.0)
    places = {name: (lefts[cell.layer], cell.y - top) for name, cell in cells.items()}
    routes = tuple(_route(chain, lefts, top) for chain in chains)
    return Layout(places, routes, width, bottom - top + MARGIN)


def _chain(start: _Cell, end: _Cell) -> list[_Cell]:
    """The line from box to box, with a passage in each layer between; linked for the ordering."""
    step = 1 if end.layer >= start.layer else -1
    between = range(start.layer + step, end.layer, step)
    chain = [start, *(_Cell(layer, 0.0, _PASSAGE) for layer in between), end]
    for one, two in zip(chain, chain[1:], strict=False):
        if one.layer < two.layer:
            one.after.append(two)
            two.before.append(one)
        elif one.layer > two.layer:
            two.after.append(one)
            one.before.append(two)
    return chain


def _order(layers: list[list[_Cell]]) -> None:
    """Sorts each layer by the mean place of the neighbours, forth and back, until it settles."""
    for layer in layers:
        _number(layer)
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for layer in layers if forth else reversed(layers):
            means = {id(cell): _mean_rank(cell, forth) for cell in layer}
            layer.sort(key=lambda cell: means[id(cell)])
            _number(layer)


def _number(layer: list[_Cell]) -> None:
    for rank, cell in enumerate(layer):
        cell.rank = rank / max(len(layer), 1)


def _mean_rank(cell: _Cell, forth: bool) -> float:
    neighbours = cell.before if forth else cell.after
    return fmean(one.rank for one in neighbours) if neighbours else cell.rank


def _set_heights(layers: list[list[_Cell]]) -> None:
    """Stacks each layer, then draws boxes towards their neighbours as far as the stack allows."""
    for layer in layers:
        total = sum(cell.height + ROW_GAP for cell in layer)
        y = -total / 2
        for cell in layer:
            cell.y = y
            y += cell.height + ROW_GAP
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        for layer in layers if forth else reversed(layers):
            wanted = [_wanted(cell, forth) for cell in layer]
            _settle(layer, wanted)


def _wanted(cell: _Cell, forth: bool) -> float:
    neighbours = (cell.before if forth else cell.after) or cell.before or cell.after
    if not neighbours:
        return cell.y
    return fmean(one.y + one.height / 2 for one in neighbours) - cell.height / 2


def _settle(layer: list[_Cell], wanted: list[float]) -> None:
    """The wished heights, pushed apart: groups that collide share their mean (isotonic regression)."""
    groups: list[tuple[float, int]] = []  # mean offset, members
    offsets, offset = [], 0.0
    for cell, wish in zip(layer, wanted, strict=True):
        offsets.append(offset)
        mean, count = wish - offset, 1
        offset += cell.height + ROW_GAP
        while groups and groups[-1][0] > mean:
            other, members = groups.pop()
            mean = (mean * count + other * members) / (count + members)
            count += members
        groups.append((mean, count))
    means = [mean for mean, count in groups for _ in range(count)]
    for cell, mean, start in zip(layer, means, offsets, strict=True):
        cell.y = mean + start


def _columns(layers: list[list[_Cell]]) -> tuple[list[float], float]:
    """The left edge of each layer, and the whole width."""
    lefts, x = [], MARGIN
    for layer in layers:
        lefts.append(x)
        x += max((cell.width for cell in layer), default=0.0) + COLUMN_GAP
    return lefts, max(x - COLUMN_GAP, 0.0) + MARGIN


def _route(
    chain: list[_Cell], lefts: list[float], top: float
) -> tuple[tuple[float, float], ...]:
    start, end = chain[0], chain[-1]
    backwards = end.layer <= start.layer
    first = (lefts[start.layer] + start.width, start.y + start.height / 2 - top)
    last = (lefts[end.layer], end.y + end.height / 2 - top)
    if backwards:
        first = (lefts[start.layer], first[1])
        last = (lefts[end.layer] + end.width, last[1])
    if start.layer == end.layer:
        first = (lefts[start.layer] + start.width, first[1])
    middle = [
        (lefts[cell.layer], cell.y + cell.height / 2 - top) for cell in chain[1:-1]
    ]
    return (first, *middle, last)
