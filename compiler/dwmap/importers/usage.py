"""Notes which columns of which entities an import uses: in rows, filters and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dwmap.importers.catalog import Catalog, Entity, Map, Right
from dwmap.importers.filters import columns_in
from dwmap.importers.keys import Path
from dwmap.importers.lookups import Lookups
from dwmap.source import Span
from dwmap.syntax.ast import Expr


def note_uses(
    maps: Iterable[Map],
    filters: Mapping[str, Mapping[str, Expr]],
    catalog: Catalog,
    lookups: Lookups,
) -> None:
    """Fill in what every entity is used for."""
    for one in maps:
        for line in one.lines:
            if line.left is not None and line.row.left is not None:
                one.left.use(line.left[0], line.row.left.span)
            if line.right is not None and line.row.right is not None:
                _note_right(
                    one.right, line.right, line.row.right.span, catalog, lookups
                )
        for system, condition in filters[one.name].items():
            entity = one.left if system == "fo" else one.right
            for path in columns_in(condition):
                entity.use(path.segments[0].text, path.span)
    _note_keys(catalog, lookups)


def _note_right(
    entity: Entity, right: Right, place: Span, catalog: Catalog, lookups: Lookups
) -> None:
    if not right.candidates:
        _walk(entity, right.segments, place, catalog, lookups)
        return
    entity.use(right.segments[0], place)
    for table, column in right.candidates:
        set_name = catalog.candidate_set(table)
        catalog.right_entity(set_name, place).use(column, place)


def _walk(
    entity: Entity, path: Path, place: Span | None, catalog: Catalog, lookups: Lookups
) -> None:
    entity.use(path[0], place)
    if len(path) == 1:
        return
    target = lookups.target(entity.name, path[0])
    for set_name in target.sets if target else ():
        _walk(catalog.right_entity(set_name, place), path[1:], place, catalog, lookups)


def _note_keys(catalog: Catalog, lookups: Lookups) -> None:
    """A key may lead to an entity that has a key of its own."""
    done: set[str] = set()
    while waiting := sorted(catalog.right.keys() - done):
        for name in waiting:
            done.add(name)
            entity = catalog.right[name]
            for path in entity.key.paths if entity.key else ():
                _walk(entity, path, None, catalog, lookups)
