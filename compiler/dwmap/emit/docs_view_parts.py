"""Views that several pages share: facts, entries, lists of maps, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dwmap.counting import count
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
class LineUse:
    """A mapping line that uses something: the map, and the line as `left = right`."""

    map: Ref
    line: Ref


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
class Figure:
    """A picture: boxes and lines with places and sizes; see graph_svg."""

    title: str
    caption: str
    width: int
    height: int
    boxes: tuple[FigureBox, ...]
    lines: tuple[FigureLine, ...]


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

    @property
    def known(self) -> str:
        """The lines of which both types are known, of all."""
        return f"{self.lines - self.unchecked} of {count(self.lines, 'line')}"
