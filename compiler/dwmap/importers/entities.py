"""Entity declarations: the columns that maps, keys and filters use, and those that must have a value."""

from __future__ import annotations

from dataclasses import replace

from dwmap.diagnostics.report import Report
from dwmap.importers import nodes
from dwmap.importers.catalog import Catalog, Entity, Map
from dwmap.importers.keys import Path
from dwmap.importers.problems import (
    ColumnNotInSchema,
    ConflictingKey,
    MissingKey,
    UnmappedKeyPart,
)
from dwmap.importers.schema import Column
from dwmap.importers.types import ANY, FieldType, Types, plain_type
from dwmap.syntax.ast import EntityDecl, FieldDecl, KeyDecl

COMPANY = "dataAreaId"
_COMPANY_TYPE = FieldType("string", (4,))


class Entities:
    """Declares the entities of an import."""

    def __init__(
        self,
        catalog: Catalog,
        types: Types,
        maps: list[Map],
        report: Report,
        all_fields: bool,
    ) -> None:
        self.catalog = catalog
        self.types = types
        self.maps = maps
        self.report = report
        self.all_fields = all_fields
        self.left_types = types.left_types(maps)

    def left(self, entity: Entity) -> EntityDecl:
        """A finance and operations entity."""
        key = self._left_key(entity)
        fields = [
            self._left_field(entity, name, key) for name in self._names(entity, key)
        ]
        self._report_strangers(entity)
        return EntityDecl(
            nodes.qname("fo", entity.name),
            entity.label,
            nodes.name(entity.facts.name) if entity.facts else None,
            None,
            (nodes.key("key", tuple((part,) for part in key)),) if key else (),
            nodes.path((COMPANY,)) if COMPANY in key else None,
            None,
            None,
            None,
            tuple(fields),
            (),
            "",
            nodes.NOWHERE,
        )

    def right(self, entity: Entity) -> EntityDecl:
        """A Dataverse table."""
        first = [path[0] for path in entity.key.paths] if entity.key else []
        facts = entity.facts
        if facts is not None:
            first = [
                facts.primary or "",
                *first,
                *(c for key in facts.keys for c in key),
            ]
        names = self._names(entity, tuple(dict.fromkeys(filter(None, first))))
        self._report_strangers(entity)
        company = entity.key.company if entity.key else None
        stated = self.catalog.stated_tables.get(entity.name.lower())
        table = facts.name if facts else stated
        return EntityDecl(
            nodes.qname("ce", entity.name),
            None,
            nodes.name(table) if table else None,
            nodes.name(facts.kind) if facts and facts.kind else None,
            self._right_keys(entity),
            nodes.path(company) if company else None,
            None,
            None,
            None,
            tuple(self._right_field(entity, name) for name in names),
            (),
            "",
            nodes.NOWHERE,
        )

    def report_keys(self) -> None:
        """One finding for all tables that a map writes and whose integration key nobody states: they are many, and of one reason."""
        written = {id(one.right): one.right for one in self.maps}
        without = sorted(
            (one.place.sort_key(), one.name, one.place)
            for one in written.values()
            if one.key is None and one.place is not None
        )
        if without:
            names = tuple(name for _, name, _ in without)
            self.report.add(MissingKey(without[0][2], names))

    def _names(self, entity: Entity, first: Path) -> list[str]:
        """The columns to declare: those of keys first, then by name."""
        wanted = dict(entity.used)
        for column in entity.facts.columns.values() if entity.facts else ():
            if self._is_declared(entity, column):
                wanted.setdefault(column.name.lower(), column.name)
        for name in first:
            wanted.pop(name.lower(), None)
        own = [entity.spelled(name) for name in first]
        unrepeated = list({name.lower(): name for name in own}.values())
        return unrepeated + sorted(
            wanted.values(), key=lambda name: (name.lower(), name)
        )

    def _is_declared(self, entity: Entity, column: Column) -> bool:
        whole = self.all_fields or (entity.facts is not None and entity.facts.is_whole)
        return whole or column.level == "required"

    def _right_keys(self, entity: Entity) -> tuple[KeyDecl, ...]:
        keys = []
        facts = entity.facts
        if facts is not None and facts.primary:
            keys.append(nodes.key("key", ((entity.spelled(facts.primary),),)))
        for columns in facts.keys if facts else ():
            paths = tuple((column,) for column in columns)
            keys.append(nodes.key("alternate", paths, _key_name(columns)))
        if entity.key is not None:
            keys.append(nodes.key("integration", entity.key.paths))
        return tuple(keys)

    def _right_field(self, entity: Entity, name: str) -> FieldDecl:
        facts = entity.column(name)
        found = self.types.right(entity, name)
        primary = entity.facts.primary if entity.facts else None
        is_primary = primary is not None and name.lower() == primary.lower()
        modifiers = _modifiers(facts, is_primary)
        if found.inferred and found != ANY:
            modifiers = (*modifiers, "inferred")
        return _field(name, found, _is_optional(facts), modifiers)

    def _left_field(self, entity: Entity, name: str, key: Path) -> FieldDecl:
        if name == COMPANY and entity.column(name) is None:
            return _field(name, _COMPANY_TYPE, False, ())
        facts = entity.column(name)
        inferred = self.left_types.get((entity.name, name.lower()), ANY)
        found = plain_type(facts) if facts else ANY
        if found == ANY:
            found = replace(inferred, inferred=inferred != replace(ANY, inferred=True))
        modifiers = _modifiers(facts, False)
        if found.inferred and found.kind != "any":
            modifiers = (*modifiers, "inferred")
        in_key = name.lower() in {part.lower() for part in key}
        return _field(name, found, _is_optional(facts) and not in_key, modifiers)

    def _left_key(self, entity: Entity) -> Path:
        """The fields that feed the integration key of the other side."""
        found: Path = ()
        for one in self.maps:
            if one.left is not entity or one.right.key is None:
                continue
            key = self._key_fields(one)
            if not key:
                continue
            if found and _folded(found) != _folded(key):
                place, texts = one.table.heading, (", ".join(found), ", ".join(key))
                self.report.add(ConflictingKey(place, entity.name, *texts))
            found = found or key
        return found

    def _key_fields(self, one: Map) -> Path:
        if one.right.key is None:
            return ()
        feeds: dict[Path, str] = {}
        for line in one.lines:
            if line.left and line.right and not line.right.candidates:
                feeds.setdefault(_folded(line.right.segments), line.left[0])
        fields = [COMPANY] if one.right.key.company else []
        for part in one.right.key.own_paths:
            if _folded(part) not in feeds:
                place, text = one.table.heading, ".".join(part)
                self.report.add(UnmappedKeyPart(place, text, one.table.title))
                return ()
            fields.append(one.left.spelled(feeds[_folded(part)]))
        return tuple(fields)

    def _report_strangers(self, entity: Entity) -> None:
        if entity.facts is None or not entity.places:
            return
        strangers = [name for name in entity.places if name not in entity.facts.columns]
        if strangers:
            names = tuple(entity.used[name] for name in strangers)
            place = entity.places[strangers[0]]
            self.report.add(ColumnNotInSchema(place, entity.name, names))


def _field(
    name: str, found: FieldType, optional: bool, modifiers: tuple[str, ...]
) -> FieldDecl:
    return FieldDecl(
        nodes.name(name),
        found.written(optional),
        tuple(map(nodes.name, modifiers)),
        None,
        None,
        (),
        "",
        nodes.NOWHERE,
    )


def _is_optional(facts: Column | None) -> bool:
    return facts is None or facts.level in {"none", "unknown"}


def _modifiers(facts: Column | None, is_primary: bool) -> tuple[str, ...]:
    """What may be done with a column: `required`, and one of `readonly`, `createonly` and `computed`."""
    if facts is None:
        return ()
    if is_primary:
        return ("readonly",)
    if facts.is_computed:
        return ("computed",)
    found = ("required",) if facts.level == "required" else ()
    if not facts.can_update:
        found = (*found, "createonly" if facts.can_create else "readonly")
    return found


def _key_name(columns: tuple[str, ...]) -> str:
    return "by_" + "_".join(column.removeprefix("msdyn_") for column in columns)


def _folded(path: Path) -> Path:
    return tuple(part.lower() for part in path)
