"""What the page of a map shows."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.emit.docs_names import Ref, Slug
from dwmap.emit.docs_view_parts import (
    Checked,
    CheckView,
    EntryView,
    Fact,
    Figure,
    Known,
)


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

    @property
    def remarks(self) -> tuple[str, ...]:
        """Everything in words that the four columns do not say."""
        lossy = (f"Accepted loss: {self.lossy}",) if self.lossy else ()
        return (*((self.doc,) if self.doc else ()), *self.notes, *lossy)


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

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of any of its forms, once."""
        return tuple(dict.fromkeys(note for form in self.forms for note in form.notes))


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
