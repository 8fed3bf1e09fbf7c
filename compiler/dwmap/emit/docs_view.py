"""
What the pages show: flat, frozen views, made once and used by the Markdown pages and by the site.

Everything is decided here and in the modules that fill these views: order, words, links, what is shown
at all. Templates only place it. Texts are raw; each renderer escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.emit.docs_names import Ref, Slug
from dwmap.emit.docs_view_map import MapView
from dwmap.emit.docs_view_parts import (
    CheckView,
    EntryView,
    Fact,
    Figure,
    Known,
    LineUse,
    MapRow,
)


@dataclass(frozen=True, slots=True)
class ValueMapView:
    """A page of a value map."""

    ref: Ref
    doc: str
    left_type: str
    right_type: str
    entries: tuple[EntryView, ...]
    rules: tuple[str, ...]
    used_by: tuple[LineUse, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of an entity and the maps that write, read, filter by or find rows by it."""

    anchor: Slug
    name: str
    type: str
    type_ref: Ref | None
    known: Known
    flags: tuple[str, ...]
    written_by: tuple[Ref, ...]
    read_by: tuple[Ref, ...]
    found_by: tuple[Ref, ...]
    doc: str


@dataclass(frozen=True, slots=True)
class EntityView:
    """A page of an entity."""

    ref: Ref
    title: str
    system: str
    doc: str
    facts: tuple[Fact, ...]
    fields: tuple[FieldView, ...]
    unused: int
    maps: tuple[MapRow, ...]
    pointed_at: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity in a list of entities."""

    ref: Ref
    label: str
    table: str
    fields: int
    maps: int


@dataclass(frozen=True, slots=True)
class GroupView:
    """A page of a folder or of a solution: its maps."""

    ref: Ref
    title: str
    kind: str
    doc: str
    facts: tuple[Fact, ...]
    maps: tuple[MapRow, ...]
    figure: Figure | None
    mermaid: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the first synchronization."""

    number: int
    map: Ref
    wave: int
    left_out: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveView:
    """Maps that need nothing of each other, only of earlier waves."""

    number: int
    maps: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """The page of the order: waves, steps, and what only a second pass can write."""

    waves: tuple[WaveView, ...]
    steps: tuple[StepView, ...]
    later: tuple[tuple[Ref, Ref, str], ...]
    second: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A transform, a state table, an action or a company rule: a heading, facts, a table."""

    anchor: Slug
    title: str
    doc: str
    facts: tuple[Fact, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    used_by: tuple[LineUse, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All rules of one kind."""

    title: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class TypeView:
    """An enum or an option set."""

    anchor: Slug
    name: str
    doc: str
    numbered: bool
    members: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ValueMapRow:
    """A value map in the list of value maps."""

    ref: Ref
    left_type: str
    right_type: str
    entries: int
    uses: int


@dataclass(frozen=True, slots=True)
class EntityGroup:
    """The entities of one system."""

    system: str
    rows: tuple[EntityRow, ...]


@dataclass(frozen=True, slots=True)
class FolderView:
    """A folder in the overview and in the navigation."""

    ref: Ref
    maps: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page."""

    title: str
    figures: tuple[tuple[str, str, str], ...]
    folders: tuple[FolderView, ...]
    solutions: tuple[Ref, ...]
    figure: Figure | None
    mermaid: str
    losses: tuple[tuple[Ref, Ref, str], ...]
    check: CheckView
    variants: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Docs:
    """Every page of a project."""

    overview: Overview
    maps: tuple[MapView, ...]
    entities: tuple[EntityView, ...]
    entity_groups: tuple[EntityGroup, ...]
    value_maps: tuple[ValueMapView, ...]
    value_map_rows: tuple[ValueMapRow, ...]
    groups: tuple[GroupView, ...]
    order: OrderView
    rules: tuple[RuleGroup, ...]
    types: tuple[TypeView, ...]
