"""Key values into row ids, in sets: one query for all records of a batch, or one index for a whole leg."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ._errors import DuplicateKey, MissingReference, RecordError
from ._model import AnyPath, Either, Map, Path, Record, Side, Table
from ._paths import lookup_column, shape_of
from .connectors._base import End

# Up to this many different rows are asked for by name; for more it is cheaper to read the table once.
_FEW = 500
# A table of more rows is not kept in memory, but asked for the rows of each batch.
_MOST = 100_000


class Target(NamedTuple):
    """
    A table that a lookup may point into.

    `by` are the paths that pick a row there. `scoped` says that the record's company belongs to them
    although the map does not say so, `telling` are the positions of the parts that are no company code.
    """

    table: Table
    by: tuple[AnyPath, ...]
    scoped: bool
    telling: tuple[int, ...]


class Lookup(NamedTuple):
    """A lookup column that a map writes: the positions of its parts among the written fields."""

    column: str
    fields: tuple[str, ...]
    positions: tuple[int, ...]
    targets: tuple[Target, ...]
    polymorphic: bool


def plan_lookups(end: End, each: Map, side: Side) -> list[Lookup]:
    """The lookup columns among what a map writes on a side, each with all of its parts."""
    groups: dict[str, list[int]] = {}
    paths = [
        side.paths[side.record._fields.index(name)] for name in side.written._fields
    ]
    for position, path in enumerate(paths):
        if isinstance(path, Either) or len(path.segments) > 1:
            groups.setdefault(path.column, []).append(position)
    return [
        _plan(end, side, column, positions, [paths[position] for position in positions])
        for column, positions in groups.items()
    ]


def _plan(
    end: End, side: Side, column: str, positions: list[int], paths: list[AnyPath]
) -> Lookup:
    reference = side.table.reference(column)
    polymorphic = reference is not None and reference.polymorphic
    first = paths[0]
    if isinstance(first, Either):
        targets = [
            _target(end, side, name, (Path((key,)),)) for name, key in first.targets
        ]
    else:
        names = reference.targets if reference is not None else ()
        by = tuple(Path(path.segments[1:]) for path in paths if isinstance(path, Path))
        targets = [_target(end, side, name, by) for name in names]
    fields = tuple(side.written._fields[position] for position in positions)
    return Lookup(column, fields, tuple(positions), tuple(targets), polymorphic)


def _target(end: End, side: Side, name: str, by: tuple[AnyPath, ...]) -> Target:
    table = end.table(name)
    company = table.company
    scoped = (
        company is not None and side.table.company is not None and company not in by
    )
    telling = tuple(n for n, path in enumerate(by) if path != company) or tuple(
        range(len(by))
    )
    if scoped and company is not None:
        by = (*by, company)
    return Target(table, by, scoped, telling)


class Index(NamedTuple):
    """Row ids by key values, and the key values that more than one row has."""

    rows: dict[Record, Any]
    doubles: frozenset[Record]


class Lookups:
    """Finds rows of one end by key values. What it has read stays until `forget`."""

    def __init__(self, end: End, map_name: str) -> None:
        self._end = end
        self._map = map_name
        self._whole: dict[tuple[str, tuple[AnyPath, ...]], Index] = {}
        self._read_of: dict[tuple[str, tuple[AnyPath, ...]], frozenset[str]] = {}
        self._large: set[tuple[str, tuple[AnyPath, ...]]] = set()

    def forget(self, table: Table | None = None) -> None:
        """Drop what was read of a table that was written, also on the way to others; without one, everything."""
        for place, names in list(self._read_of.items()):
            if table is None or table.table in names:
                self._whole.pop(place, None)

    def resolve(
        self,
        lookup: Lookup,
        columns: Sequence[Sequence[Any]],
        companies: Sequence[Any],
    ) -> tuple[list[Any], list[str | None], dict[int, RecordError]]:
        """
        The row id and the discriminator for each record, and the error of each that has none.

        `columns` are those of the written records. A record whose parts are all empty points nowhere, which
        is no error.
        """
        # Column by column: most records point somewhere, and then no Python runs for a single one.
        parts = [columns[position] for position in lookup.positions]
        count = len(parts[0])
        ids: list[Any] = [None] * count
        kinds: list[str | None] = [None] * count
        errors: dict[int, RecordError] = {}
        # A table has the say over the records that no table before it knew.
        waiting: Sequence[int] = range(count)
        for target in lookup.targets:
            of_target = [*parts, companies] if target.scoped else parts
            keys = list(zip(*of_target, strict=True))
            waiting = self._resolve_in(target, keys, waiting, ids, kinds, errors)
            if not waiting:
                break
        for position in waiting:
            errors[position] = self._missing(
                lookup, tuple(part[position] for part in parts), companies[position]
            )
        return ids, kinds, errors

    def _resolve_in(
        self,
        target: Target,
        keys: Sequence[Record],
        waiting: Sequence[int],
        ids: list[Any],
        kinds: list[str | None],
        errors: dict[int, RecordError],
    ) -> Sequence[int]:
        place = (target.table.name, target.by)
        was_read = place in self._whole
        all_wait = len(waiting) == len(keys)
        index = self._index(target, keys if all_wait else [keys[n] for n in waiting])
        found = list(map(index.rows.get, keys))
        if all_wait and not index.doubles and None not in found:
            ids[:], kinds[:] = found, [target.table.table] * len(found)
            return ()
        left_over = []
        for position in waiting:
            row, key = found[position], keys[position]
            if row is not None and key not in index.doubles:
                ids[position], kinds[position] = row, target.table.table
            elif row is not None:
                errors[position] = self._ambiguous(target, key)
            elif any(key[n] is not None for n in target.telling):
                left_over.append(position)
        if left_over and was_read:
            # Others write too: what was missing for an earlier batch may be there by now.
            del self._whole[place]
            return self._resolve_in(target, keys, left_over, ids, kinds, errors)
        return left_over

    def _index(self, target: Target, keys: Sequence[Record]) -> Index:
        """The index of a target: of the whole table where many of its rows are wanted, else of those wanted."""
        place = (target.table.name, target.by)
        if place in self._whole:
            return self._whole[place]
        wanted = {
            key for key in set(keys) if any(key[n] is not None for n in target.telling)
        }
        if not wanted:
            return Index({}, frozenset())
        paths = (*target.by, Path((lookup_column(target.table),)))
        if len(wanted) > _FEW and place not in self._large:
            rows = self._all_rows(target.table, paths)
            if rows is not None:
                self._whole[place] = _build(rows)
                joins = shape_of(self._end.tables, target.table, paths).joins
                names = {target.table.table, *(join.table.table for join in joins)}
                self._read_of[place] = frozenset(names)
                return self._whole[place]
            self._large.add(place)
        return _build(self._end.find(target.table, paths, target.by, wanted))

    def _all_rows(self, table: Table, paths: Sequence[AnyPath]) -> list[Record] | None:
        """The rows of a table; None where they are too many to be kept."""
        rows: list[Record] = []
        for batch in self._end.read(table, paths):
            rows += batch
            if len(rows) > _MOST:
                return None
        return rows

    def _missing(self, lookup: Lookup, parts: Record, company: Any) -> MissingReference:
        asked = ", ".join(
            f"{field} {part!r}"
            for field, part in zip(lookup.fields, parts, strict=True)
        )
        scoped = any(target.scoped for target in lookup.targets)
        where = f" in company {company!r}" if scoped else ""
        names = " or ".join(target.table.name for target in lookup.targets)
        queries = "; ".join(
            self._end.describe_query(
                target.table, target.by, (*parts, company) if target.scoped else parts
            )
            for target in lookup.targets
        )
        return MissingReference(
            lookup.fields[0],
            parts[0] if len(parts) == 1 else parts,
            f"map {self._map}: no row of {names} has {asked}{where}",
            f"create or synchronize that row, or correct the record; to check: {queries}",
        )

    def _ambiguous(self, target: Target, key: Record) -> DuplicateKey:
        query = self._end.describe_query(target.table, target.by, key)
        return DuplicateKey(
            str(target.by[0]),
            key[0] if len(key) == 1 else key,
            f"map {self._map}: more than one row of {target.table.name} has these key values",
            f"remove the duplicates, or add a part to the lookup; to see them: {query}",
        )


def _build(rows: Sequence[Record]) -> Index:
    """An index over tuples whose last value is the row id."""
    index = {row[:-1]: row[-1] for row in rows}
    if len(index) == len(rows):
        return Index(index, frozenset())
    seen: set[Record] = set()
    doubles = frozenset(
        row[:-1] for row in rows if row[:-1] in seen or seen.add(row[:-1])  # type: ignore[func-returns-value]  # add gives None on purpose
    )
    return Index(index, doubles)
