"""The entities that an import speaks of, and which of their columns it uses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dwmap.importers.keys import IntegrationKey, Path
from dwmap.importers.model import Cell, MapTable, Row
from dwmap.importers.names import fold, set_of, singulars, unique
from dwmap.importers.plan import Plan, Solution
from dwmap.importers.schema import Column, Schema, Table
from dwmap.source import Span


@dataclass(frozen=True)
class Right:
    """The right side of a row: a path, or a polymorphic lookup with its candidates."""

    segments: Path
    candidates: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """A row whose sides have been read."""

    row: Row
    left: Path | None
    right: Right | None


@dataclass
class Map:
    """A map on its way into the language."""

    table: MapTable
    name: str
    left: Entity
    right: Entity
    solution: Solution
    lines: list[Line] = field(default_factory=list)


@dataclass
class Entity:
    """An entity of either side: what is known of it and what is used of it, by folded column."""

    name: str
    label: str | None = None
    facts: Table | None = None
    key: IntegrationKey | None = None
    place: Span | None = None
    used: dict[str, str] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    distrusted: set[str] = field(default_factory=set)

    def use(self, column: str, place: Span | None = None) -> str:
        """Note that a column is used; its name as it is to be written."""
        folded = column.lower()
        if place is not None:
            self.places.setdefault(folded, place)
        known = self.used.get(folded)
        if known is None or (known.isupper() and not column.isupper()):
            self.used[folded] = self.spelled(column, prefer=column)
        return self.used[folded]

    def spelled(self, column: str, prefer: str | None = None) -> str:
        """A column's name in its true case, where that is known."""
        facts = self.column(column)
        if facts is not None:
            return facts.name
        return prefer or self.used.get(column.lower(), column)

    def column(self, column: str) -> Column | None:
        """What the column lists say of a column."""
        facts = self.facts.columns.get(column.lower()) if self.facts else None
        if facts is not None and column.lower() in self.distrusted:
            return replace(facts, kind="any", options=())
        return facts

    def distrust(self, column: str) -> None:
        """Take the type of a column as unknown, whatever a column list says."""
        self.distrusted.add(column.lower())


class Catalog:
    """Every entity by its name; left ones by label, right ones by set."""

    def __init__(
        self, schema: Schema, keys: dict[str, IntegrationKey], plan: Plan
    ) -> None:
        self.schema = schema
        self.keys = keys
        self.plan = plan
        self.left: dict[str, Entity] = {}
        self.right: dict[str, Entity] = {}
        self.stated_tables: dict[str, str] = {}
        self._names: set[str] = set()

    def left_entity(self, cell: Cell) -> Entity:
        """The finance and operations entity with this label."""
        folded = fold(cell.text)
        if folded not in self.left:
            named = unique(self.plan.entity_name(cell.text), self._names)
            facts = self.schema.entities.get(folded)
            self.left[folded] = Entity(named, cell.text, facts, None, cell.span)
        return self.left[folded]

    def right_entity(self, set_name: str, place: Span | None = None) -> Entity:
        """The Dataverse table with this set."""
        folded = set_name.lower()
        if folded not in self.right:
            facts = self.schema.table_of_set(set_name)
            named = facts.set_name if facts else set_name
            found = Entity(named, None, facts, self.keys.get(folded), place)
            self.right[folded] = found
        return self.right[folded]

    def set_of_table(self, table: str) -> str | None:
        """The set of a table that some source knows, by the table's name."""
        folded = table.lower()
        if folded in self.schema.tables:
            return self.schema.tables[folded].set_name.lower()
        known = self.known_sets()
        guess = set_of(folded)
        if guess in known:
            return guess
        return next((one for one in known if folded in singulars(one)), None)

    def candidate_set(self, table: str) -> str:
        """The set of a table that a path or a lookup's type names, even if nothing else does."""
        known = self.set_of_table(table)
        if known is not None:
            return known
        folded = table.lower()
        self.stated_tables[set_of(folded)] = folded
        return set_of(folded)

    def known_sets(self) -> list[str]:
        """The sets that maps and keys speak of, sorted."""
        return sorted(self.right.keys() | self.keys.keys())
