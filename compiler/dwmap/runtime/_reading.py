"""How the rows of one side are read: its flat record, and behind it what is needed to tell the row itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from ._keys import key_text, picker, value_from_json
from ._model import AnyPath, Record, Side, Table
from ._paths import column_of, identity_columns, identity_paths, type_column
from .connectors._base import End


class Reading(NamedTuple):
    """
    `paths` are those of the side and, after the first `width`, those of the identity that are not among
    them; `identity` takes the identity out of such a row.
    """

    side: Side
    paths: tuple[AnyPath, ...]
    width: int
    identity: Callable[[Record], Record]
    by_key: tuple[AnyPath, ...]
    by_identity: tuple[AnyPath, ...]
    fed: Mapping[str, frozenset[str]]
    """The fields that come from a physical column."""

    @property
    def identity_is_key(self) -> bool:
        """Whether the text of a row's identity is also the text of its key."""
        return len(self.by_key) > 1 and self.by_key == identity_paths(self.side.table)

    def fields_of(self, columns: frozenset[str] | None) -> frozenset[str]:
        """The fields of the record that come from these physical columns; None means from all."""
        if columns is None:
            return frozenset(self.side.record._fields)
        nothing = frozenset[str]()
        return nothing.union(*(self.fed.get(column, nothing) for column in columns))

    def records(self, rows: Sequence[Record]) -> list[Any]:
        """The rows as named tuples of the side."""
        # What the named tuple's own `_make` does, without its check of the length.
        make = partial(tuple.__new__, self.side.record)
        if len(self.paths) == self.width:
            return list(map(make, rows))
        width = self.width
        return [make(row[:width]) for row in rows]

    def find_rows(self, end: End, rows: Collection[Record]) -> dict[str, Record]:
        """The rows with these identities, by the text of their identity."""
        if not rows:
            return {}
        found = end.find(self.side.table, self.paths, self.by_identity, rows)
        return {row_text(self.identity(row)): row for row in found}

    def find_keys(self, end: End, keys: Collection[Record]) -> Iterator[Record]:
        """The rows with these keys."""
        yield from (
            end.find(self.side.table, self.paths, self.by_key, keys) if keys else ()
        )


def plan_reading(side: Side) -> Reading:
    """The reading of a side, worked out once."""
    identity = identity_paths(side.table)
    paths = (*side.paths, *(path for path in identity if path not in side.paths))
    names: tuple[str, ...] = side.record._fields
    return Reading(
        side,
        paths,
        len(side.paths),
        picker([paths.index(path) for path in identity]),
        tuple(side.paths[names.index(name)] for name in side.key),
        identity,
        _fed(side),
    )


def _fed(side: Side) -> Mapping[str, frozenset[str]]:
    fed: dict[str, frozenset[str]] = {}
    for name, path in zip(side.record._fields, side.paths, strict=True):
        for column in (path.column, type_column(path.column)):
            fed[column] = fed.get(column, frozenset()) | {name}
    return fed


def row_text(identity: Record) -> str:
    """The text of an identity: a row id as it stands, a key as a JSON array."""
    if len(identity) == 1 and isinstance(identity[0], str) and identity[0][:1] != "[":
        return identity[0]
    return key_text(identity)


def identity_of(table: Table, text: str) -> Record:
    """The identity that `row_text` made the text of."""
    columns = [column_of(table, name) for name in identity_columns(table)]
    if len(columns) == 1 and not text.startswith("["):
        return (text,)
    values = json.loads(text, parse_float=Decimal)
    return tuple(
        value_from_json(column.kind, value)
        for column, value in zip(columns, values, strict=True)
    )
