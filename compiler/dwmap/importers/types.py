"""Types of fields: what a column list states, and what follows from the maps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dwmap.importers import nodes
from dwmap.importers.catalog import Catalog, Entity, Line, Map, Right
from dwmap.importers.lookups import Lookups
from dwmap.importers.names import fold
from dwmap.importers.schema import Column
from dwmap.syntax.ast import LookupType, NamedType, TypeExpr


@dataclass(frozen=True)
class FieldType:
    """A type before it is written. `kind` is a type of the language, `options`, `enum` or `lookup`."""

    kind: str = "any"
    sizes: tuple[int, ...] = ()
    name: str = ""
    targets: tuple[str, ...] = ()
    inferred: bool = False

    def written(self, optional: bool, system: str | None = None) -> TypeExpr:
        """The type as a node; the system is needed where the type stands outside of an entity."""
        if self.kind == "lookup":
            targets = tuple(nodes.qname("ce", target) for target in self.targets)
            return LookupType(targets, optional, nodes.NOWHERE)
        named = self.kind in {"options", "enum"}
        owner = nodes.name(system) if named and system else None
        name = nodes.name(self.name if named else self.kind)
        optional = optional and self.kind != "any"
        return NamedType(owner, name, self.sizes, optional, nodes.NOWHERE)


ANY = FieldType()
NO_YES = FieldType("enum", name="NoYes", inferred=True)


class Types:
    """The types of all columns that an import uses."""

    def __init__(self, catalog: Catalog, lookups: Lookups) -> None:
        self.catalog = catalog
        self.lookups = lookups
        self.option_sets: dict[str, Column] = {}
        self._shared = _option_columns(catalog)
        self._mapped: dict[tuple[str, str], FieldType] = {}

    def learn(self, entity: Entity, column: str, found: FieldType) -> None:
        """Note the type that a value map gives to a column; two that differ make it `any`."""
        key = (entity.name, column.lower())
        known = self._mapped.setdefault(key, replace(found, inferred=True))
        if known != replace(found, inferred=True):
            self._mapped[key] = ANY

    def right(self, entity: Entity, column: str) -> FieldType:
        """The type of a Dataverse column."""
        target = self.lookups.target(entity.name, column)
        if target is not None and target.sets:
            names = (self.catalog.right_entity(one).name for one in target.sets)
            return FieldType("lookup", targets=tuple(names), inferred=target.inferred)
        facts = entity.column(column)
        if facts is None or facts.kind == "any":
            return self._mapped.get((entity.name, column.lower()), ANY)
        return self._stated(entity, facts)

    def _stated(self, entity: Entity, facts: Column) -> FieldType:
        if facts.kind == "lookup":
            known = self.lookups.stated(entity.name, facts.name)
            sets = [one for one in known if one in self.catalog.right]
            # With some of its tables alone a lookup would be said not to lead to the others.
            if len(sets) < len(facts.targets):
                return ANY
            names = tuple(self.catalog.right[one].name for one in sets)
            return FieldType("lookup", targets=names) if names else ANY
        if facts.kind == "choice":
            return self._choice(entity, facts)
        return plain_type(facts)

    def _choice(self, entity: Entity, facts: Column) -> FieldType:
        if not facts.options:
            return FieldType("int")
        name = facts.options_name
        if not self._shared[name] and entity.facts is not None:
            name = f"{entity.facts.name}_{name}"
        self.option_sets.setdefault(name, facts)
        return FieldType("options", name=name)

    def at(self, entity: Entity, right: Right) -> FieldType:
        """The type of what a right side leads to."""
        if right.candidates:
            table, column = right.candidates[0]
            found = self.catalog.right_entity(self.catalog.candidate_set(table))
            return self.right(found, column)
        for column in right.segments[:-1]:
            target = self.lookups.target(entity.name, column)
            if target is None or not target.sets:
                return ANY
            entity = self.catalog.right_entity(target.sets[0])
        return self.right(entity, right.segments[-1])

    def left_types(self, maps: Iterable[Map]) -> dict[tuple[str, str], FieldType]:
        """The types of finance and operations fields, as their partners have them."""
        found: dict[tuple[str, str], set[FieldType]] = defaultdict(set)
        for one in maps:
            for line in one.lines:
                if line.left is not None and len(line.left) == 1:
                    key = (one.left.name, line.left[0].lower())
                    found[key] |= self._partner(one, line)
        return {key: _common(types) for key, types in found.items()}

    def _partner(self, one: Map, line: Line) -> set[FieldType]:
        """The partner's type; nothing where it is not known, `any` where it says nothing."""
        if line.right is None or line.left is None or line.row.default is not None:
            return set()
        if line.row.pairs:
            found = self._mapped.get((one.left.name, line.left[0].lower()), ANY)
        else:
            found = self.at(one.right, line.right)
        if found.kind in {"lookup", "options"}:
            return {ANY}
        return set() if found.kind == "any" else {found}


def plain_type(facts: Column) -> FieldType:
    """The type that a column list states, for all but choices and lookups."""
    if facts.kind == "string":
        return (
            FieldType("string", (facts.length,)) if facts.length else FieldType("text")
        )
    if facts.kind == "decimal" and facts.precision and facts.scale is not None:
        return FieldType("decimal", (facts.precision, facts.scale))
    return ANY if facts.kind in {"choice", "lookup"} else FieldType(facts.kind)


def _common(types: set[FieldType]) -> FieldType:
    """What partners of one field agree on; texts of several lengths are texts."""
    plain = {replace(one, inferred=True) for one in types}
    if len(plain) == 1:
        found = plain.pop()
        return ANY if found.kind == "any" else found
    if plain and all(one.kind in {"string", "text"} for one in plain):
        return FieldType("text", inferred=True)
    return ANY


def _option_columns(catalog: Catalog) -> dict[str, bool]:
    """Columns with options, and whether every table means the same by it."""
    found: dict[str, set[tuple[tuple[int, str], ...]]] = defaultdict(set)
    for table in catalog.schema.tables.values():
        for column in table.columns.values():
            if column.options:
                found[column.options_name].add(column.options)
    sets = {table.set_name.lower() for table in catalog.schema.tables.values()}
    return {
        name: len(options) == 1 and name not in sets and fold(name) != "noyes"
        for name, options in found.items()
    }
