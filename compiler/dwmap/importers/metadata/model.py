"""
What a service says of its data: tables with columns and keys, enums and option sets.

A service says less than a spec does, and each form of metadata says something else: what is not said is None or
`unknown`, and nothing follows from it. Names compare without case; a dictionary's keys are folded names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Literal, TypeAlias

Product: TypeAlias = Literal["dataverse", "finops", "odata"]
"""The kind of a system whose metadata this is, as `system NAME KIND` has it."""

Level: TypeAlias = Literal["unknown", "none", "required", "system"]
"""Whether a row may do without a value: yes; no, and whoever makes it gives one; no, and the system gives one."""

Access: TypeAlias = Literal["unknown", "write", "create", "read", "computed"]
"""Who writes a column: everybody; whoever makes the row; the system; the system by a formula."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    What is known of a column.

    `kind` is a type of the language, `any` where it is not known or has no name there, or `enum`, `choice` (of codes),
    `lookup`, or `moment` where it is not said whether that is a day or a time of one. `named` is its enum or option set; `targets` are the names of tables; `also` is another name of the same:
    the navigation property of a foreign key, whose own type is `value`. `foreign` is the name that the service has for a type
    which the language lacks: of kind `any`, or of kind `string` where the text holds several values.
    """

    name: str
    kind: str = "any"
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    named: str = ""
    targets: tuple[str, ...] = ()
    level: Level = "unknown"
    access: Access = "unknown"
    also: str = ""
    value: str = ""
    foreign: str = ""

    @property
    def is_unsayable(self) -> bool:
        """Whether its type is known, and is none of the language."""
        return self.kind == "any" and bool(self.foreign)

    @property
    def holds_several(self) -> bool:
        """Whether it is a text of several values."""
        return self.kind == "string" and bool(self.foreign)


@dataclass(frozen=True, slots=True)
class Members:
    """An enum or option set: names by code where codes are known, in the order of the service."""

    name: str
    members: tuple[tuple[int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A Dataverse table, or an entity of another service. `name` is that of its type, `set_name` that of its entity set.

    `alternates` is None where nothing is said of alternate keys; `is_whole` says that it has no other columns.
    """

    name: str
    set_name: str
    columns: dict[str, Column] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    alternates: tuple[tuple[str, ...], ...] | None = None
    label: str | None = None
    is_whole: bool = False

    def __post_init__(self) -> None:
        """Columns of the key always have a value, and who gives it is a matter of the product."""
        for name in self.key:
            column = self.columns.get(name.lower())
            if column is not None:
                kept = replace(column, level="system", access="unknown")
                self.columns[name.lower()] = kept

    def column(self, name: str) -> Column | None:
        """The column with this name, or whose navigation property has it."""
        folded = name.lower()
        found = self.columns.get(folded)
        if found is not None:
            return found
        others = (one for one in self.columns.values() if one.also)
        return next((one for one in others if one.also.lower() == folded), None)


@dataclass
class Metadata:
    """Everything that is known of one service; `is_whole` says that it has no other tables."""

    product: Product
    tables: dict[str, Table] = field(default_factory=dict)
    enums: dict[str, Members] = field(default_factory=dict)
    options: dict[str, Members] = field(default_factory=dict)
    is_whole: bool = False

    def __post_init__(self) -> None:
        self._by_type = {one.name.lower(): one for one in self.tables.values()}

    def table(self, name: str, stated: str = "") -> Table | None:
        """The table whose set has this name, else whose set or type has the `stated` one, else whose type has the first."""
        own, other = name.lower(), stated.lower()
        found = self.tables.get(own) or self.tables.get(other)
        return found or self._by_type.get(other) or self._by_type.get(own)

    def merged(self, other: Metadata) -> Metadata:
        """Both, where `other` knows better: what it does not say is as it was."""
        tables = dict(self.tables)
        for table in other.tables.values():
            known = self.tables.get(table.set_name.lower())
            if known is None or known.name.lower() != table.name.lower():
                known = self._by_type.get(table.name.lower())
            key = (known or table).set_name.lower()
            tables[key] = _merged_tables(known, table) if known else table
        return Metadata(
            self.product,
            tables,
            self.enums | other.enums,
            self.options | other.options,
            self.is_whole or other.is_whole,
        )


def _merged_tables(known: Table, better: Table) -> Table:
    columns = dict(known.columns)
    for folded, column in better.columns.items():
        old = known.column(column.name)
        columns[old.name.lower() if old else folded] = (
            _merged_columns(old, column) if old else column
        )
    return Table(
        better.name or known.name,
        known.set_name,
        columns,
        better.key or known.key,
        known.alternates if better.alternates is None else better.alternates,
        better.label or known.label,
        known.is_whole or better.is_whole,
    )


_SILENT = (None, "", (), "unknown", "any")


def _merged_columns(known: Column, better: Column) -> Column:
    said = {
        one.name: getattr(better, one.name)
        for one in fields(better)
        if one.name != "name" and getattr(better, one.name) not in _SILENT
    }
    if said.get("kind") == "moment" and known.kind in ("date", "datetime"):
        del said["kind"]
    if better.is_unsayable and known.kind != "any":
        del said["foreign"]
    if "kind" in said and said["kind"] != known.kind:
        known = Column(known.name, level=known.level, access=known.access)
    return replace(known, **said)


def merged(parts: Iterable[Metadata]) -> Iterator[Metadata]:
    """One for each product, in the order of their names; later parts know better."""
    found: dict[Product, Metadata] = {}
    for part in parts:
        known = found.get(part.product)
        found[part.product] = part if known is None else known.merged(part)
    for product in sorted(found):
        yield found[product]
