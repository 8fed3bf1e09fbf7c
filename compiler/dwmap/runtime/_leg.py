"""
One direction of one map, worked out once: which positions are keys, which columns are written, from what.

    source record --transform--> written record --rows()--> tuples of physical columns
"""

from __future__ import annotations

from collections.abc import Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ._errors import RecordError
from ._flow import Flow
from ._keys import key_text, picker, row_id_maker
from ._lookups import Lookups, plan_lookups
from ._masks import MASK, Masks
from ._model import Map, Record, Side
from ._paths import identity_paths, type_column
from ._values import UNSET
from .connectors._base import End

if TYPE_CHECKING:
    from ._outcome import FieldChange

Direction: TypeAlias = Literal["forward", "backward"]
DIRECTIONS: tuple[Direction, Direction] = ("forward", "backward")


class Rows(NamedTuple):
    """
    Physical rows, column by column: the names, the values, the positions of their records.

    `errors` are those of the records that have no row.
    """

    names: tuple[str, ...]
    columns: list[Sequence[Any]]
    positions: Sequence[int]
    errors: dict[int, RecordError]


class Leg:
    """
    One direction of one map between two open ends.

    `fields` are the written fields that this leg carries: all of them, or, in a two-pass plan, those
    outside (`without`) or inside (`only`) the columns that close a cycle.
    """

    def __init__(
        self,
        each: Map,
        direction: Direction,
        ends: tuple[End, End],
        without: Sequence[str] = (),
        only: Sequence[str] = (),
    ) -> None:
        forward = direction == "forward"
        self.map, self.direction, self.flow = each, direction, Flow(each)
        self.transform = each.forward if forward else each.backward
        self.source: Side = each.left if forward else each.right
        self.target: Side = each.right if forward else each.left
        self.source_end, self.target_end = ends if forward else ends[::-1]
        self.creates = not only
        self._plan_fields(without, only)
        self._plan_keys()
        self._plan_late()
        self._plan_masks(each, ends)
        self.lookups = Lookups(self.target_end, each.name)
        self.lookup_columns = plan_lookups(self.target_end, each, self.target)
        self.make_row_id = row_id_maker(self.target.table.name)

    @property
    def origin(self) -> str:
        """The mark that the writes of this leg carry."""
        return f"dwmap:{self.map.name}"

    def _plan_fields(self, without: Sequence[str], only: Sequence[str]) -> None:
        target = self.target
        names = target.record._fields
        self.written: tuple[str, ...] = target.written._fields
        self.paths = {name: target.paths[names.index(name)] for name in self.written}
        once = {each.name for each in target.table.columns if each.create_only}
        self.create_only = frozenset(
            name for name in self.written if self.paths[name].column in once
        )
        self.fields = tuple(
            name
            for name in self.written
            if self.paths[name].column not in without
            and (not only or self.paths[name].column in only)
        )
        self.whole = len(self.fields) == len(self.written)
        positions = [self.written.index(name) for name in self.fields]
        self.of_written = tuple if self.whole else picker(positions)
        self.of_standing = picker([names.index(name) for name in self.fields])
        self.all_standing = picker([names.index(name) for name in self.written])
        self.identity = identity_paths(target.table)
        self.width = len(target.paths)

    def _plan_keys(self) -> None:
        source, target = self.source, self.target
        fields: tuple[str, ...] = source.record._fields
        self.source_key = picker([fields.index(name) for name in source.key])
        self.standing_key = picker(
            [target.record._fields.index(name) for name in target.key]
        )
        positions = [
            self.written.index(name) if name in self.written else None
            for name in target.key
        ]
        self._key_is_written = None not in positions
        self.written_key = picker([n for n in positions if n is not None])
        self._key_positions = positions
        company = target.company if target.company in self.written else None
        self._company = None if company is None else self.written.index(company)
        self._source_company = (
            None if source.company is None else fields.index(source.company)
        )

    def _plan_late(self) -> None:
        """What can be known of a line only beside the target's row: optional fields, states that look at it."""
        notes = getattr(self.target.written, "__annotations__", {})
        names = [name for name in self.written if "Unset" in str(notes.get(name, ""))]
        self._optional = bool(names)
        function = self.transform
        self._asks_present = (
            function is not None and len(signature(function).parameters) > 1
        )
        self.late = self._optional or self._asks_present

    def _plan_masks(self, each: Map, ends: tuple[End, End]) -> None:
        self.masks = Masks(each, self.flow, {**ends[0].tables, **ends[1].tables})
        sides = self.masks.left, self.masks.right
        self._hidden = sides if self.direction == "forward" else sides[::-1]

    def shown_key(self, key: Record) -> str:
        """The text of a key of either side, without what is masked."""
        return key_text(self.masks.key(key))

    def shown_record(self, record: Any) -> str:
        """The text of a record of the source, without what is masked."""
        return self.masks.record(self._hidden[0], record)

    def shown_field(self, record: Any, name: str) -> Any:
        """A field of a record of the source, or what stands for its value."""
        return MASK if name in self._hidden[0] else getattr(record, name)

    def shown_changes(
        self, changes: tuple[FieldChange, ...]
    ) -> tuple[FieldChange, ...]:
        """Changes of the target, without what is masked."""
        return self.masks.changes(self._hidden[1], changes)

    def shown_error(
        self, error: RecordError, record: Any = None, standing: Any = None
    ) -> RecordError:
        """An error about a record of the source, or about the one that stands on the target, without what is masked."""
        values: list[Any] = []
        if self.masks and record is not None:
            values += [getattr(record, name) for name in self._hidden[0]]
            values += self._written_values(record)
        if self.masks and standing is not None:
            values += [getattr(standing, name) for name in self._hidden[1]]
        return self.masks.error(error, values)

    def _written_values(self, record: Any) -> list[Any]:
        try:
            written = None if self.transform is None else self.transform(record)
        except RecordError:
            return []
        names = self._hidden[1] & set(self.written)
        return [] if written is None else [getattr(written, name) for name in names]

    def beside(
        self, record: Any, written: Record, standing: Record | None
    ) -> tuple[Record, frozenset[str]]:
        """
        What is written, seen beside the row that stands on the target (None for a new one).

        Fields that the map leaves alone get the value that stands there; they are told beside the record. May
        raise `RecordError`.
        """
        if self._asks_present and standing is not None and self.transform is not None:
            present = self.target.record._make(standing[: self.width])
            written = self.transform(record, present)
        if not self._optional or UNSET not in written:
            return written, frozenset()
        old = (
            (None,) * len(written) if standing is None else self.all_standing(standing)
        )
        values = tuple(
            before if after is UNSET else after
            for after, before in zip(written, old, strict=True)
        )
        pairs = zip(self.written, written, strict=True)
        return values, frozenset(name for name, value in pairs if value is UNSET)

    def target_keys(
        self, records: Sequence[Any], written: Sequence[Record]
    ) -> list[Record]:
        """The key that each record has on the target side; parts that are not written come from the source."""
        if self._key_is_written:
            return list(map(self.written_key, written))
        return [
            tuple(
                own if position is None else line[position]
                for own, position in zip(
                    self.source_key(record), self._key_positions, strict=True
                )
            )
            for record, line in zip(records, written, strict=True)
        ]

    def company_of(self, record: Any) -> Any:
        """The company that a record of the source belongs to; None where records belong to none."""
        place = self._source_company
        return None if place is None else record[place]

    def companies(self, records: Sequence[Any], written: Sequence[Record]) -> list[Any]:
        """The company of each record, for lookups that stay within it."""
        if self._company is not None:
            return [line[self._company] for line in written]
        if self._source_company is not None:
            return [record[self._source_company] for record in records]
        return [None] * len(written)

    def rows(
        self,
        records: Sequence[Any],
        written: Sequence[Record],
        keys: Sequence[Record],
        fields: frozenset[str],
        *,
        new: bool,
        row_ids: Sequence[str] | None = None,
    ) -> Rows:
        """
        Physical rows for `fields` of the written records, lookups resolved.

        `written` has all fields of `target.written`. A `new` row gets its row id from `row_ids`, or
        from its key.
        """
        columns: dict[str, Sequence[Any]] = {}
        errors: dict[int, RecordError] = {}
        if not written:
            return Rows((), [], (), {})
        values = list(zip(*written, strict=True))
        companies = self.companies(records, written) if self.lookup_columns else ()
        for lookup in self.lookup_columns:
            if not fields.isdisjoint(lookup.fields):
                ids, kinds, missing = self.lookups.resolve(lookup, values, companies)
                columns[lookup.column] = ids
                if lookup.polymorphic:
                    columns[type_column(lookup.column)] = kinds
                errors = missing | errors
        for position, name in enumerate(self.written):
            column = self.paths[name].column
            if name in fields and column not in columns:
                columns[column] = values[position]
        row_id = self.target.table.row_id
        if new and row_id and row_id not in columns:
            columns = {row_id: row_ids or self._new_ids(keys), **columns}
        kept: Sequence[int] = range(len(written))
        made = list(columns.values())
        if errors:
            kept = [n for n in kept if n not in errors]
            made = [[column[n] for n in kept] for column in made]
        return Rows(tuple(columns), made, kept, errors)

    def new_row(self, key: Record) -> Record:
        """The identity that a new row of this key gets."""
        return (self.make_row_id(key_text(key)),) if self.target.table.row_id else key

    def free_ids(self, keys: Sequence[Record]) -> dict[Record, str]:
        """For each key a row id that the target does not have, always the same one; empty without row ids."""
        if self.target.table.row_id is None or not keys:
            return {}
        ids = dict(zip(keys, self._new_ids(keys), strict=True))
        while True:
            found = self.target_end.find(
                self.target.table,
                self.identity,
                self.identity,
                {(id,) for id in ids.values()},
            )
            taken = {row[0] for row in found}
            if not taken:
                return ids
            for key, id in ids.items():
                if id in taken:
                    ids[key] = self.make_row_id(key_text(key) + id)

    def _new_ids(self, keys: Sequence[Record]) -> list[str]:
        return [self.make_row_id(key_text(key)) for key in keys]
