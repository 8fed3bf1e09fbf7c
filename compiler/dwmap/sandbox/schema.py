"""
What a service of the sandbox offers: entity sets with their properties, keys and lookups, from the tables of a project.

The tables are those of the generated package (`dwmap.emit.view_tables`), so that a sync and the sandbox it is
tried against are of one opinion; types that only the IR knows (option sets, enums) come with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, TypeAlias

from dwmap.emit.view_tables import ColumnView, TableView, view_tables
from dwmap.ir.entities import EntityField, Enum
from dwmap.ir.model import Project, System, Type, TypeKind
from dwmap.ir.scope import Scope

Product: TypeAlias = Literal["finops", "dataverse"]

MODIFIED: Final = "ModifiedDateTime"
"""When a row of finance and operations was last written, for clients that poll."""

RECORD_ID: Final = "RecId"
"""The key of an entity of finance and operations that declares none."""


@dataclass(frozen=True)
class Property:
    """
    A property of an entity set.

    `targets` are the entity sets that a lookup may point at; `managed` is one that the service writes itself,
    `fixed` one that an update does not change.
    """

    name: str
    type: Type = Type()
    enum: Enum | None = None
    targets: tuple[str, ...] = ()
    required: bool = False
    managed: bool = False
    fixed: bool = False

    @property
    def kind(self) -> TypeKind:
        """What sort of value it holds; a lookup is known by its targets."""
        return self.type.kind

    @cached_property
    def wire_name(self) -> str:
        """The name in a payload: a lookup shows the row id of its target as a value."""
        return f"_{self.name}_value" if self.targets else self.name

    @cached_property
    def target_column(self) -> str | None:
        """The column that says which entity set a polymorphic lookup points at."""
        return f"{self.name}$set" if len(self.targets) > 1 else None


@dataclass(frozen=True)
class EntitySet:
    """An entity set. `key` and `alternates` name properties; `company` that with the company, where there is one."""

    name: str
    type_name: str
    properties: tuple[Property, ...]
    key: tuple[str, ...]
    alternates: tuple[tuple[str, ...], ...] = ()
    company: str | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Property]:
        """The properties by the name of their column."""
        return {each.name: each for each in self.properties}

    @cached_property
    def by_wire_name(self) -> Mapping[str, Property]:
        """The properties by their name in a payload."""
        return {each.wire_name: each for each in self.properties}

    @property
    def row_id(self) -> str:
        """The column that lookups store."""
        return self.key[0]


@dataclass(frozen=True)
class Navigation:
    """A navigation property: the lookup it reads, and the one entity set it leads to."""

    name: str
    lookup: Property
    target: EntitySet


@dataclass(frozen=True)
class Schema:
    """All that one system of a project offers as a service."""

    system: str
    product: Product
    label: str
    sets: Mapping[str, EntitySet]
    enums: tuple[Enum, ...]

    @cached_property
    def navigations(self) -> Mapping[str, Mapping[str, Navigation]]:
        """The navigation properties of each entity set, by name."""
        return {
            name: {each.name: each for each in self._navigations(each_set)}
            for name, each_set in self.sets.items()
        }

    @cached_property
    def by_type(self) -> Mapping[str, EntitySet]:
        """The entity sets by the name of their type (the logical name of a Dataverse table)."""
        return {each.type_name: each for each in self.sets.values()}

    def _navigations(self, entity_set: EntitySet) -> Iterable[Navigation]:
        for lookup in entity_set.properties:
            for target in map(self.sets.__getitem__, lookup.targets):
                name = lookup.name
                if len(lookup.targets) > 1:
                    name = f"{name}_{target.type_name}"
                yield Navigation(name, lookup, target)


def schemas_of(project: Project) -> tuple[Schema, ...]:
    """The services of a project, the left system first; systems that are neither product are left out."""
    scope = Scope(project)
    tables = view_tables(scope, unmapped=True)
    left = project.maps[0].left.partition(".")[0] if project.maps else ""
    systems = sorted(project.systems, key=lambda each: each.name != left)
    return tuple(
        schema
        for system in systems
        if (schema := _schema(system, tables, scope)) is not None
    )


def _schema(
    system: System, tables: tuple[TableView, ...], scope: Scope
) -> Schema | None:
    own = [table for table in tables if table.system == system.name]
    if system.kind == "finops":
        return _made(system, "finops", [_finops_set(each, scope) for each in own])
    if system.kind == "dataverse":
        shared = Counter(table.table for table in own)
        sets = [_dataverse_set(each, scope, shared) for each in own]
        return _made(system, "dataverse", sets)
    return None


def _made(system: System, product: Product, sets: list[EntitySet]) -> Schema:
    enums = {
        each.enum.name: each.enum
        for one in sets
        for each in one.properties
        if each.enum is not None
    }
    by_name = {each.name: each for each in sets}
    label = system.label or system.name
    return Schema(system.name, product, label, by_name, tuple(enums.values()))


def _finops_set(table: TableView, scope: Scope) -> EntitySet:
    key = table.key or (RECORD_ID,)
    columns = list(_properties(table, scope, key))
    known = {each.name.casefold() for each in columns}
    if not table.key:
        type = Type(kind="long", nullable=False)
        columns.insert(0, Property(RECORD_ID, type, managed=True))
    if MODIFIED.casefold() not in known:
        columns.append(Property(MODIFIED, Type(kind="datetime"), managed=True))
    name = _short(table)
    company = table.company[0] if table.company is not None else None
    return EntitySet(name, name, tuple(columns), key, (), company)


_SYSTEM_COLUMNS: Final = (
    Property("createdon", Type(kind="datetime"), managed=True),
    Property("modifiedon", Type(kind="datetime"), managed=True),
    Property("versionnumber", Type(kind="long"), managed=True),
    Property("statecode", Type(kind="int")),
    Property("statuscode", Type(kind="int")),
)


def _dataverse_set(
    table: TableView, scope: Scope, shared: Mapping[str, int]
) -> EntitySet:
    row_id = table.row_id or f"{table.table}id"
    managed = {each.name for each in _SYSTEM_COLUMNS if each.managed}
    columns = [
        each
        for each in _properties(table, scope, (row_id,))
        if each.name not in managed
    ]
    known = {each.name for each in columns}
    columns.extend(each for each in _SYSTEM_COLUMNS if each.name not in known)
    declared = [table.key, _path_starts(table.integration_key)]
    declared.extend(each.columns for each in table.entity.alternate_keys)
    alternates = dict.fromkeys(
        each
        for each in declared
        if each and each != (row_id,) and {*each} <= {one.name for one in columns}
    )
    type_name = table.table if shared[table.table] == 1 else _short(table)
    return EntitySet(
        _short(table), type_name, tuple(columns), (row_id,), tuple(alternates)
    )


def _path_starts(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The columns that the paths start at, each once."""
    return tuple(dict.fromkeys(path[0] for path in paths))


def _properties(
    table: TableView, scope: Scope, key: tuple[str, ...]
) -> Iterable[Property]:
    references = dict(table.references)
    for column in table.columns:
        declared = scope.field(table.entity.name, column.name)
        targets = tuple(
            each.partition(".")[2] for each in references.get(column.name, ())
        )
        yield _property(column, declared, targets, scope, column.name in key)


def _property(
    column: ColumnView,
    declared: EntityField | None,
    targets: tuple[str, ...],
    scope: Scope,
    in_key: bool,
) -> Property:
    type = column.type
    if targets or type.kind == "lookup":
        type = Type(kind="guid", nullable=type.nullable)
    enum = scope.enums.get(type.name) if type.name is not None else None
    if type.kind == "options" and enum is None:
        type = Type(kind="int", nullable=type.nullable)
    elif type.kind == "enum" and enum is None:
        type = Type(kind="text", nullable=type.nullable)
    computed = declared is not None and declared.computed
    readonly = declared is not None and declared.readonly and not in_key
    return Property(
        column.name,
        type,
        enum,
        targets,
        required=declared is not None and declared.required and not computed,
        managed=computed or readonly,
        fixed=column.create_only,
    )


def _short(table: TableView) -> str:
    return table.entity.name.partition(".")[2]
