"""
What the pages show: flat, frozen views, made once and used by the Markdown pages and by the site.

Everything is decided here and in the modules that fill these views: order, words, links, what is shown
at all. Templates only place it. Texts are raw; each renderer escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.emit.docs_names import Ref, Slug

Known: TypeAlias = Literal["stated", "inferred", "unknown", "fixed"]
Checked: TypeAlias = Literal["checked", "inferred", "unchecked"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line: `Company`, then text or links."""

    label: str
    text: str = ""
    refs: tuple[Ref, ...] = ()
    code: bool = False


# ------------------------------------------------------------------------------------------------------ value maps


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a value map: the values, their meanings where they are numbers, and the direction."""

    left: str
    symbol: str
    right: str
    left_hint: str = ""
    right_hint: str = ""
    doc: str = ""


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
class LineUse:
    """A mapping line that uses something: the map, and the line as `left = right`."""

    map: Ref
    line: Ref


# ------------------------------------------------------------------------------------------------------------ maps


@dataclass(frozen=True, slots=True)
class SideView:
    """A cell of the field table. `code` is false for the word `none`."""

    text: str
    code: bool = True
    ref: Ref | None = None
    type: str = ""
    known: Known = "fixed"
    walks: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A row of the field table, in the product's own layout, with what the product cannot say beneath."""

    anchor: Slug
    left: SideView
    symbol: str
    direction: str
    meaning: str
    right: SideView
    default: str
    use: Ref | None = None
    entries: tuple[EntryView, ...] = ()
    more_entries: int = 0
    entry_rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lossy: str = ""
    doc: str = ""
    implied: bool = False
    checked: Checked = "checked"


@dataclass(frozen=True, slots=True)
class FilterForm:
    """A filter in one dialect, or the reason why that dialect cannot say it."""

    dialect: str
    text: str
    reason: str
    notes: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """The filter of one side."""

    side: str
    system: str
    words: str
    source: str
    forms: tuple[FilterForm, ...]


@dataclass(frozen=True, slots=True)
class EndView:
    """One end of a map: the system and the entity."""

    system: str
    heading: str
    entity: Ref
    label: str
    company: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """A map that goes first (or later), and why."""

    map: Ref
    reasons: tuple[str, ...]
    later: bool = False


@dataclass(frozen=True, slots=True)
class HopView:
    """A step of a lookup: the column, and the entity it points at."""

    column: str
    entity: Ref | None
    entity_text: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of what identifies the row: the column there, and what is compared with it."""

    column: str
    source: str
    symbol: str


@dataclass(frozen=True, slots=True)
class LookupView:
    """A lookup of a map: where it starts, the way, and the parts by which the row is found."""

    side: str
    column: str
    hops: tuple[HopView, ...]
    parts: tuple[PartView, ...]
    synced_by: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class UncheckedView:
    """Lines whose types could not be compared, for one reason."""

    reason: str
    lines: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """How much of a map was checked. `share` is in percent."""

    lines: int
    checked: int
    inferred: int
    unchecked: int
    share: int
    reasons: tuple[UncheckedView, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record of an example."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example: records side by side."""

    title: str
    records: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: boxes and lines with places and sizes; see graph_svg."""

    title: str
    caption: str
    width: int
    height: int
    boxes: tuple[FigureBox, ...]
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class FigureBox:
    """A box with one or two lines of text; `kind` picks its colours."""

    x: float
    y: float
    width: float
    height: float
    text: tuple[str, ...]
    kind: str
    page: Slug | None
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line: its path, its arrow head, an optional label."""

    path: str
    head: str
    kind: str
    title: str
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class MapView:
    """A page of a map."""

    ref: Ref
    title: str
    doc: str
    status: str
    version: str
    folder: Ref | None
    left: EndView
    right: EndView
    counts: tuple[tuple[str, str, str, int], ...]
    facts: tuple[Fact, ...]
    lines: tuple[LineView, ...]
    filters: tuple[FilterView, ...]
    policies: tuple[Fact, ...]
    needs: tuple[NeedView, ...]
    needed_by: tuple[NeedView, ...]
    place: str
    second_pass: tuple[str, ...]
    lookups: tuple[LookupView, ...]
    losses: tuple[tuple[Ref, str], ...]
    check: CheckView
    retired: tuple[str, ...]
    examples: tuple[ExampleView, ...]
    neighbours: Figure | None
    lookup_figure: Figure | None
    mermaid: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A map in a list of maps."""

    ref: Ref
    name: str
    left: Ref
    right: Ref
    lines: int
    version: str
    status: str
    share: int
    doc: str


# -------------------------------------------------------------------------------------------------------- entities


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


# ---------------------------------------------------------------------------------------------- folders and project


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
class AssignmentView:
    """An assignment of an action."""

    source: str
    target: str


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
