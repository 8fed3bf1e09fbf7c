# Copied by dwmap from its runtime. Do not edit.
"""The questions that a sync asks a database over and over: each is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .._model import AnyPath, Column, Table
from ._sql_text import Select, SqlText
from ._sql_values import ENCODERS, Converters, converters

_MOST = 1000


class Asked(NamedTuple):
    """A SELECT for rows by values: the columns that are compared, and how values go out and come in."""

    text: str
    raw: tuple[str, ...]
    columns: tuple[Column, ...]
    encoders: Converters
    decoders: Converters


class Questions:
    """The SELECTs for the tables of one database."""

    def __init__(self, text: SqlText) -> None:
        self._text = text
        self._selects: dict[tuple[str, tuple[AnyPath, ...]], Select] = {}
        self._asked: dict[tuple[str, int, int], tuple[Any, Any, Asked]] = {}

    def select(self, table: Table, paths: Sequence[AnyPath]) -> Select:
        """The SELECT of paths of a table."""
        key = (table.name, tuple(paths))
        if key not in self._selects:
            self._selects[key] = self._text.select(table, paths)
        return self._selects[key]

    def by_values(
        self, table: Table, paths: Sequence[AnyPath], by: Sequence[AnyPath]
    ) -> Asked:
        """The question for `paths` of rows by the values of `by`."""
        # That two tuples are the same is faster to see than that they are equal; they are kept, so that no
        # others get their ids.
        place = (table.name, id(paths), id(by))
        if place not in self._asked:
            if len(self._asked) == _MOST:
                self._asked.clear()
            self._asked[place] = (paths, by, self._ask(table, paths, by))
        return self._asked[place][-1]

    def _ask(
        self, table: Table, paths: Sequence[AnyPath], by: Sequence[AnyPath]
    ) -> Asked:
        select, width = self.select(table, (*paths, *by)), len(paths)
        columns = select.columns[width:]
        return Asked(
            select.text,
            select.raw[width:],
            columns,
            converters(ENCODERS, self._text.dialect.name, columns),
            tuple(pair for pair in select.decoders if pair[0] < width),
        )
