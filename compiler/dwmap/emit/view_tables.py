"""Entities as tables: which ones a project uses, by what their rows are known, which columns hold lookups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dwmap.emit.constants import constant_value
from dwmap.emit.kinds import KINDS, Kind
from dwmap.emit.pycode import Value
from dwmap.emit.view import Ref, is_resolved
from dwmap.emit.view_map import map_refs
from dwmap.ir.model import EitherRef, Entity, PathRef, Type
from dwmap.ir.scope import Scope


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table."""

    name: str
    kind: Kind
    type: Type
    create_only: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """
    A table. `references` are lookup columns with the tables they may point at; `row_id` is the column
    that lookups store, None where rows are known by `key` alone.
    """

    entity: Entity
    system: str
    table: str
    columns: tuple[ColumnView, ...]
    key: tuple[str, ...]
    row_id: str | None
    integration_key: tuple[tuple[str, ...], ...]
    company: tuple[str, ...] | None
    references: tuple[tuple[str, tuple[str, ...]], ...]
    inactive: tuple[str, Value, Value] | None = None


@dataclass
class _Use:
    """What maps and keys ask of one entity."""

    columns: dict[str, str] = field(default_factory=dict)
    lookups: dict[str, dict[str, None]] = field(default_factory=dict)
    keys: list[tuple[str, ...]] = field(default_factory=list)


def view_tables(scope: Scope, *, unmapped: bool = False) -> tuple[TableView, ...]:
    """
    Every entity that a map names, or that a lookup of a map or a key passes through.

    With `unmapped` also those that are declared and of no use to any map.
    """
    uses = _Uses(scope)
    if unmapped:
        for declared in scope.project.entities:
            uses.add_declared(declared.name)
    for map in scope.project.maps:
        for entity, ref in map_refs(map, scope):
            uses.add(entity, ref)
        uses.add_key(map.left, [part.left for part in map.key])
        uses.add_key(map.right, [part.right for part in map.key])
    return tuple(_view(name, uses, scope) for name in sorted(uses.by_entity))


class _Uses:
    """Collects uses; the keys of an entity that is new are uses, too."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.by_entity: dict[str, _Use] = {}

    def _of(self, entity: str) -> _Use:
        known = self.by_entity.get(entity)
        if known is not None:
            return known
        use = self.by_entity[entity] = _Use()
        declared = self._scope.entities.get(entity)
        if declared is not None:
            self.add_texts(entity, declared.integration_key)
            self.add_texts(entity, declared.key)
            self.add_texts(entity, [declared.company] if declared.company else [])
            if declared.inactive is not None:
                self.add_texts(entity, [declared.inactive.field])
        return use

    def add_declared(self, entity: str) -> None:
        """An entity with what its own keys ask."""
        self._of(entity)

    def add_texts(self, entity: str, texts: Iterable[str]) -> None:
        """Paths that keys write as text."""
        for text in texts:
            self.add(entity, self._scope.resolve(entity, text))

    def add_key(self, entity: str, texts: Iterable[str]) -> None:
        """By what a map knows the rows of an entity."""
        paths = [self._scope.resolve(entity, text).segments[0] for text in texts]
        self._of(entity).keys.append(tuple(dict.fromkeys(paths)))

    def add(self, entity: str, ref: Ref) -> None:
        """A path that starts at an entity; one that leads nowhere uses its first column only."""
        if isinstance(ref, EitherRef):
            self._add_either(entity, ref)
            return
        use = self._of(entity)
        use.columns.setdefault(ref.segments[0].casefold(), ref.segments[0])
        if not is_resolved(ref):
            return
        owners = (entity, *ref.through)
        for owner, segment in zip(owners, ref.segments, strict=True):
            use = self._of(owner)
            use.columns.setdefault(segment.casefold(), segment)
        for owner, segment, target in zip(
            owners, ref.segments, ref.through, strict=False
        ):
            lookups = self._of(owner).lookups
            lookups.setdefault(segment.casefold(), {})[target] = None

    def _add_either(self, entity: str, ref: EitherRef) -> None:
        use = self._of(entity)
        use.columns.setdefault(ref.column.casefold(), ref.column)
        for candidate in ref.candidates:
            if not candidate.entity:
                continue
            use.lookups.setdefault(ref.column.casefold(), {})[candidate.entity] = None
            path = PathRef(segments=(candidate.key,))
            self.add(candidate.entity, path)


def _view(name: str, uses: _Uses, scope: Scope) -> TableView:
    entity = scope.entities.get(name) or Entity(name=name)
    use = uses.by_entity[name]
    system, _, short = name.partition(".")
    integration = [scope.resolve(name, text) for text in entity.integration_key]
    row_id = _row_id(entity, system, scope)
    key = _natural_key(entity, use, row_id, scope)
    company = None
    if entity.company is not None:
        company = scope.resolve(name, entity.company).segments
    return TableView(
        entity,
        system,
        entity.table or short,
        _columns(entity, use, row_id, key, scope),
        key,
        row_id,
        tuple(ref.segments for ref in integration if is_resolved(ref)),
        company,
        _references(entity, use, uses),
        _inactive(entity, scope),
    )


def _inactive(entity: Entity, scope: Scope) -> tuple[str, Value, Value] | None:
    found = entity.inactive
    if found is None:
        return None
    field = scope.field(entity.name, found.field)
    wanted = field.type if field is not None else Type()
    inactive, active = (
        constant_value(one, wanted, scope) for one in (found.inactive, found.active)
    )
    return found.field, inactive, active


def _row_id(entity: Entity, system: str, scope: Scope) -> str | None:
    """
    The surrogate key: a primary key of one column that is no part of the integration key.

    A Dataverse table always has one, named after the table.
    """
    found = scope.systems.get(system)
    dataverse = found is not None and found.kind == "dataverse"
    natural = {text.casefold() for text in entity.integration_key}
    if len(entity.key) == 1 and entity.key[0].casefold() not in natural:
        key = scope.field(entity.name, entity.key[0])
        guid = key is not None and key.type.kind == "guid"
        if dataverse or (guid and natural):
            return entity.key[0] if key is None else key.name
    if dataverse:
        return f"{entity.table or entity.name.partition('.')[2]}id"
    return None


def _natural_key(
    entity: Entity, use: _Use, row_id: str | None, scope: Scope
) -> tuple[str, ...]:
    """The columns that tell rows apart, from the best statement that there is."""

    def columns(texts: Iterable[str]) -> tuple[str, ...]:
        paths = (scope.resolve(entity.name, text) for text in texts)
        return tuple(dict.fromkeys(path.segments[0] for path in paths))

    own = columns(entity.key)
    integration = columns(entity.integration_key)
    alternates = (columns(key.columns) for key in entity.alternate_keys)
    plain = own if own != (row_id,) else ()
    for key in (integration, plain, *use.keys, *alternates, own):
        if key:
            return key
    return (row_id,) if row_id is not None else ()


def _columns(
    entity: Entity, use: _Use, row_id: str | None, key: tuple[str, ...], scope: Scope
) -> tuple[ColumnView, ...]:
    found = {
        field.name.casefold(): ColumnView(
            field.name,
            KINDS[field.type.kind],
            field.type,
            field.createonly,
            field.masked,
        )
        for field in entity.fields
    }
    guid = Type(kind="guid", nullable=False)
    if row_id is not None and row_id.casefold() not in found:
        found = {row_id.casefold(): ColumnView(row_id, "guid", guid), **found}
    undeclared = {**use.columns, **{name.casefold(): name for name in key}}
    for fold, name in undeclared.items():
        kind: Kind = "guid" if fold in use.lookups else "any"
        found.setdefault(fold, ColumnView(name, kind, Type()))
    return tuple(found.values())


def _references(
    entity: Entity, use: _Use, uses: _Uses
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Lookups that a path passes through, and declared ones to a table that the package has."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for declared in entity.fields:
        fold = declared.name.casefold()
        used = use.lookups.get(fold, {})
        targets = dict.fromkeys(
            (*(each for each in declared.type.targets if each in uses.by_entity), *used)
        )
        if targets:
            found[fold] = (declared.name, tuple(targets))
    for fold, lookups in use.lookups.items():
        found.setdefault(fold, (use.columns[fold], tuple(lookups)))
    return tuple(found.values())
