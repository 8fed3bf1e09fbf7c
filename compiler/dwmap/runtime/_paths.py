"""Where a path leads: the tables to join and the column at the end, worked out once from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ._errors import EndError
from ._model import AnyPath, Column, Either, Path, Table


class Join(NamedTuple):
    """A row reached from `parent` through its lookup `column`; `kind` is the discriminator's value."""

    alias: str
    parent: str
    column: str
    table: Table
    kind: str | None


class Leaf(NamedTuple):
    """Where a value comes from: columns of joined rows, of which the first that is not empty counts."""

    sources: tuple[tuple[str, Table, Column], ...]


class Shape(NamedTuple):
    """The joins and leaves that flatten the rows of one table; the alias of the table itself is empty."""

    joins: tuple[Join, ...]
    leaves: tuple[Leaf, ...]


def identity_columns(table: Table) -> tuple[str, ...]:
    """The physical columns that tell the rows of a table apart: the row id, or else the key."""
    return (table.row_id,) if table.row_id else table.key


def identity_paths(table: Table) -> tuple[Path, ...]:
    """The identity of a row, as paths."""
    return tuple(Path((column,)) for column in identity_columns(table))


def natural_columns(table: Table) -> tuple[str, ...]:
    """The physical columns of the natural key, also where the declared key is the row id itself."""
    if table.row_id and table.key == (table.row_id,) and table.integration_key:
        return tuple(dict.fromkeys(path.column for path in table.integration_key))
    return table.key


def lookup_column(table: Table) -> str:
    """The column of `table` that lookups into it store; raises EndError where no single column will do."""
    columns = identity_columns(table)
    if len(columns) != 1:
        raise EndError(f"{table.name} has no row id, a lookup cannot point into it")
    return columns[0]


def type_column(column: str) -> str:
    """The discriminator beside a polymorphic lookup: it holds `Table.table` of the row pointed at."""
    return column + "type"


def all_columns(table: Table) -> tuple[Column, ...]:
    """The declared columns, and those that a row id, a key and lookups imply."""
    columns = {column.name: column for column in table.columns}
    if table.row_id and table.row_id not in columns:
        columns = {
            table.row_id: Column(table.row_id, "guid", nullable=False),
            **columns,
        }
    for reference in table.references:
        columns.setdefault(reference.column, Column(reference.column, "guid"))
        if reference.polymorphic:
            name = type_column(reference.column)
            columns.setdefault(name, Column(name, "text"))
    for name in table.key:
        columns.setdefault(name, Column(name, "text", nullable=False))
    return tuple(columns.values())


def physical_tables(tables: Iterable[Table]) -> Iterator[Table]:
    """Each table of the database once: the first that is declared, with the columns of all others of its name."""
    found: dict[str, Table] = {}
    for table in tables:
        whole = found.setdefault(table.table, table)
        names = {column.name for column in all_columns(whole)}
        more = tuple(
            replace(column, nullable=True)
            for column in all_columns(table)
            if column.name not in names
        )
        if more:
            found[table.table] = replace(whole, columns=whole.columns + more)
    yield from found.values()


def column_of(table: Table, name: str) -> Column:
    """The column called `name`; raises EndError when the table has none."""
    if not table.by_name:
        table.by_name.update({each.name: each for each in all_columns(table)})
    if name not in table.by_name:
        raise EndError(f"{table.name} has no column {name}")
    return table.by_name[name]


def shape_of(
    tables: Mapping[str, Table], table: Table, paths: Sequence[AnyPath]
) -> Shape:
    """The joins and leaves for `paths` of `table`; a lookup shared by several paths is joined once."""
    joins: dict[str, Join] = {}
    leaves = [
        (
            _either_leaf(tables, table, path, joins)
            if isinstance(path, Either)
            else _path_leaf(tables, table, path, joins)
        )
        for path in paths
    ]
    return Shape(tuple(joins.values()), tuple(leaves))


def _path_leaf(
    tables: Mapping[str, Table], table: Table, path: Path, joins: dict[str, Join]
) -> Leaf:
    alias, here = "", table
    for segment in path.segments[:-1]:
        reference = here.reference(segment)
        if reference is None:
            raise EndError(
                f"{here.name}.{segment} is no lookup, `{path}` cannot walk it"
            )
        if reference.polymorphic:
            raise EndError(f"`{path}` must say which table {here.name}.{segment} means")
        parent, alias = alias, f"{alias}.{segment}"
        here_table = tables[reference.targets[0]]
        joins.setdefault(alias, Join(alias, parent, segment, here_table, None))
        here = here_table
    return Leaf(((alias, here, column_of(here, path.segments[-1])),))


def _either_leaf(
    tables: Mapping[str, Table], table: Table, path: Either, joins: dict[str, Join]
) -> Leaf:
    sources = []
    reference = table.reference(path.column)
    told_apart = reference is not None and reference.polymorphic
    for name, key in path.targets:
        target = tables[name]
        alias = f".{path.column}:{name}"
        kind = target.table if told_apart else None
        joins.setdefault(alias, Join(alias, "", path.column, target, kind))
        sources.append((alias, target, column_of(target, key)))
    return Leaf(tuple(sources))
