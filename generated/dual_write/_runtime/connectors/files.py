# Copied by dwmap from its runtime. Do not edit.
"""
An end of files: a folder with one CSV, JSON Lines or Parquet file for each table, by the table's name.

For initial synchronizations and for data that somebody exports or will import; files tell no changes. A table
is read into memory as a whole, and written when a transaction ends, to a file beside it that then takes its
place; several tables are written one after the other. Columns that no map knows stay in the file as they are.

CSV knows no difference between an empty text and no value: both are an empty field, read as no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path as File
from urllib.parse import parse_qsl, unquote, urlsplit

from .._errors import EndError
from .._masks import shown_identity
from .._model import System, Table
from .._paths import all_columns, identity_columns
from ._base import NO_DEFAULTS, Defaults
from ._file_formats import FORMATS, Format, WrongFile
from .memory import MemoryEnd, Row


class FilesEnd(MemoryEnd):
    """The folder behind `files:FOLDER`; `?format=jsonl` names the format of files that are made new."""

    def __init__(self, url: str, system: System, tables: Mapping[str, Table]) -> None:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query))
        self._folder = File(unquote(parts.netloc + parts.path))
        self._format = options.get("format", "csv")
        if self._format not in FORMATS:
            known = ", ".join(FORMATS)
            raise EndError(
                f"{system.name}: no format {self._format}; there are {known}"
            )
        if not self._folder.is_dir():
            raise EndError(f"{system.name}: there is no folder {self._folder}")
        self._loaded: dict[str, Format] = {}
        self._more: dict[str, tuple[str, ...]] = {}
        self._changed: set[str] = set()
        self._opened = False
        super().__init__(system, tables)
        self._opened, self.url = True, url

    def create_tables(self, defaults: Defaults = NO_DEFAULTS) -> None:
        """Make a file with a head for each table that has none."""
        self._defaults = defaults
        if not self._opened:  # opening makes no files
            return
        for table in self.tables.values():
            if self._file(table) is None:
                self.rows.setdefault(table.table, {})
                self._loaded[table.table] = FORMATS[self._format]
                self._write(table)

    # Reading

    def _rows(self, table: Table) -> dict[tuple[object, ...], Row]:
        if table.table not in self._loaded:
            self._load(table)
        return self.rows[table.table]

    def _file(self, table: Table) -> File | None:
        """The file of a table; raises EndError where several could be it."""
        found = [
            file
            for suffix in FORMATS
            if (file := self._folder / f"{table.table}.{suffix}").is_file()
        ]
        if len(found) > 1:
            names = " and ".join(each.name for each in found)
            raise EndError(f"{self.system.name}: {names} are both there; which counts?")
        return found[0] if found else None

    def _load(self, table: Table) -> None:
        file = self._file(table)
        if file is None:
            raise EndError(
                f"cannot read {self.system.name}: {self._folder} has no file {table.table}.csv,"
                f" {table.table}.jsonl or {table.table}.parquet"
            )
        form = FORMATS[file.suffix[1:]]
        columns = {column.name: column for column in all_columns(table)}
        rows: dict[tuple[object, ...], Row] = {}
        try:
            names, found = form.read(file, columns)
            for number, row in found:
                missing = {
                    name: self._empty(column.kind) for name, column in columns.items()
                }
                row = missing | {
                    n: missing.get(n) if v is None else v for n, v in row.items()
                }
                identity = self._pick(row, identity_columns(table))
                if identity in rows:
                    shown = shown_identity(table, identity)
                    raise WrongFile(
                        number, f"a row with the key {shown} is there already"
                    )
                rows[identity] = row
        except WrongFile as error:
            raise EndError(f"{file}, {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise EndError(f"cannot read {file}: {error}") from error
        self.rows[table.table] = rows
        self._more[table.table] = tuple(n for n in names if n not in columns)
        self._loaded[table.table] = form

    # Writing

    def _put(self, table: Table, identity: tuple[object, ...], row: Row | None) -> None:
        super()._put(table, identity, row)
        self._changed.add(table.table)
        if not self._open:
            self._write(table)

    @contextmanager
    def transaction(self, origin: str | None = None) -> Iterator[None]:
        """Everything inside is written when it ends, or nothing of it."""
        before = set(self._changed)
        try:
            with super().transaction(origin):
                yield
        except BaseException:
            self._changed = before
            raise
        if not self._open:
            for table in self.tables.values():
                if table.table in self._changed:
                    self._write(table)

    def _write(self, table: Table) -> None:
        form = self._loaded[table.table]
        file = self._folder / f"{table.table}.{form.suffix}"
        beside = file.with_name(f".{file.name}.new")
        columns = {column.name: column for column in all_columns(table)}
        names = (*columns, *self._more.get(table.table, ()))
        try:
            form.write(beside, names, columns, self.rows[table.table].values())
            beside.replace(file)
        except (OSError, ValueError) as error:
            # What is in memory is not what is in the file any more; it is read again when it is needed.
            beside.unlink(missing_ok=True)
            self._loaded.pop(table.table)
            raise EndError(f"cannot write {file}: {error}") from error
        self._changed.discard(table.table)

    # Changes

    def why_not_watched(self) -> str | None:
        """Files tell no changes."""
        return "files tell no changes"

    def capture(self, tables: Sequence[Table]) -> None:
        """Raises EndError: there is nothing that would note a change."""
        raise EndError(
            f"{self.system.name}: files tell no changes; an initial synchronization is possible"
        )
