"""The lookups of a map: where each starts, the way it goes, and the parts by which the row is found."""

from __future__ import annotations

from dwmap.emit.docs_index import Index, mapping_symbol
from dwmap.emit.docs_view_map import HopView, LookupView, PartView
from dwmap.ir.model import EitherRef, FieldMapping, Map, PathRef, Side
from dwmap.ir.text import side_text


def lookup_views(index: Index, one: Map) -> tuple[LookupView, ...]:
    """
    The lookups in the order in which the lines first use them.

    Lines that share the way to the last column feed one lookup: together they identify its row.
    """
    found: dict[tuple[str, tuple[str, ...]], LookupView] = {}
    for line in one.fields:
        for side, here, there in (
            ("left", line.left, line.right),
            ("right", line.right, line.left),
        ):
            if isinstance(here, EitherRef):
                found[side, (here.text,)] = _either(index, side, here, there, line)
            elif isinstance(here, PathRef) and len(here.segments) > 1:
                _add(index, found, side, here, there, line)
    return tuple(found.values())


def _add(
    index: Index,
    found: dict[tuple[str, tuple[str, ...]], LookupView],
    side: str,
    path: PathRef,
    partner: Side,
    line: FieldMapping,
) -> None:
    way = path.segments[:-1]
    part = PartView(path.segments[-1], side_text(partner), mapping_symbol(line))
    known = found.get((side, way))
    if known is not None:
        parts = (*known.parts, part)
        found[side, way] = LookupView(
            side, known.column, known.hops, parts, known.synced_by
        )
        return
    through = (*path.through, *[""] * len(way))[: len(way)]
    hops = tuple(
        _hop(index, column, entity) for column, entity in zip(way, through, strict=True)
    )
    synced = tuple(dict.fromkeys(index.writers.get(through[-1], ())))
    found[side, way] = LookupView(side, ".".join(way), hops, (part,), synced)


def _either(
    index: Index, side: str, path: EitherRef, partner: Side, line: FieldMapping
) -> LookupView:
    symbol, source = mapping_symbol(line), side_text(partner)
    hops = tuple(_hop(index, path.column, one.entity) for one in path.candidates)
    parts = tuple(
        PartView(f"{one.label}.{one.key}", source, symbol) for one in path.candidates
    )
    writers = [ref for c in path.candidates for ref in index.writers.get(c.entity, ())]
    return LookupView(side, path.column, hops, parts, tuple(dict.fromkeys(writers)))


def _hop(index: Index, column: str, entity: str) -> HopView:
    return HopView(column, index.entity(entity), entity)
