# Copied by dwmap from its runtime. Do not edit.
"""What an application does inside of a `write` block: rows of one system, by the names of its tables and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

from ._errors import EndError
from ._joined import Guarded, Joined
from ._keys import key_text
from ._model import Record, Table, path
from ._outcome import Outcome
from ._paths import all_columns, identity_columns, identity_paths, natural_columns

if TYPE_CHECKING:
    from sqlalchemy import Connection

Key: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | int
"""A row: values by column or path (`{"company.companycode": "USMF", ...}`), or those of its identity in order."""


class Rows:
    """
    The rows of one system, inside of a write.

    `outcomes` say, once the block has ended, what became of the changes on the other end.
    """

    def __init__(self, end: Joined | Guarded, mark: str) -> None:
        self._end, self._mark = end, mark
        self._ended = False
        self.outcomes: list[Outcome] = []

    @property
    def connection(self) -> Connection:
        """
        The SQLAlchemy connection of the open transaction, for statements of one's own.

        Raises EndError where the end is no SQL database. The block commits it.
        """
        self._check_open()
        if not isinstance(self._end, Joined):
            raise EndError(f"{self._end.system.name} has no transactions to lend")
        connection: Connection = self._end.atomic.connection()
        return connection

    def insert(self, table: str, values: Mapping[str, Any]) -> None:
        """Create a row; a row id that is left out is made. Raises EndError where its key is there."""
        found = self._table(table, values)
        values = dict(values)
        if found.row_id and found.row_id not in values:
            values[found.row_id] = str(uuid4())
        self._check_new(found, values)
        with self._end.transaction(self._mark):
            self._end.insert(found, tuple(values), [tuple(values.values())])

    def update(self, table: str, key: Key, values: Mapping[str, Any]) -> None:
        """Set columns of a row; raises EndError where there is none."""
        found = self._table(table, values)
        row = self._identity(found, key)
        if values:
            with self._end.transaction(self._mark):
                self._end.update(found, tuple(values), [(*values.values(), *row)])

    def delete(self, table: str, key: Key) -> None:
        """Delete a row; raises EndError where there is none."""
        found = self._table(table, ())
        row = self._identity(found, key)
        with self._end.transaction(self._mark):
            self._end.delete(found, [row])

    def close(self) -> None:
        """Nothing can be written any more."""
        self._ended = True

    def _check_open(self) -> None:
        if self._ended:
            raise EndError("the `write` block has ended")

    def _table(self, name: str, columns: Mapping[str, Any] | tuple[()]) -> Table:
        """The table called so, as in the project (`fo.Customers`), without the system, or in the database."""
        self._check_open()
        tables = self._end.tables
        called = [
            tables[each]
            for each in (name, f"{self._end.system.name}.{name}")
            if each in tables
        ]
        called += [each for each in tables.values() if each.table == name]
        if not called:
            raise EndError(
                f"{self._end.system.name} has no table {name}; there are {', '.join(sorted(tables))}"
            )
        known = [column.name for column in all_columns(called[0])]
        unknown = [each for each in columns if each not in known]
        if unknown:
            raise EndError(
                f"{called[0].name} has no column {', '.join(unknown)}; there are {', '.join(known)}"
            )
        return called[0]

    def _check_new(self, table: Table, values: Mapping[str, Any]) -> None:
        """An end would take the row for the one that is there, and change that."""
        for names in {natural_columns(table), identity_columns(table)}:
            if all(name in values for name in names):
                by = [path(name) for name in names]
                key = tuple(values[name] for name in names)
                if self._end.find(table, by, by, [key]):
                    raise EndError(f"{table.name} has a row {key_text(key)} already")

    def _identity(self, table: Table, key: Key) -> Record:
        """The identity of the one row with this key."""
        if isinstance(key, Mapping):
            by = [path(*name.split(".")) for name in key]
            values = tuple(key.values())
        else:
            by = list(identity_paths(table))
            values = (key,) if isinstance(key, str | int) else tuple(key)
        if not by or len(by) != len(values):
            names = ", ".join(identity_columns(table))
            raise EndError(f"the key of a row of {table.name} is {names}")
        found = self._end.find(table, identity_paths(table), by, [values])
        if len(found) != 1:
            what = "no row" if not found else f"{len(found)} rows"
            raise EndError(f"{table.name} has {what} {key_text(values)}")
        return tuple(found[0])
