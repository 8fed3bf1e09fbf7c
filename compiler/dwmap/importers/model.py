"""What the readers of foreign files hand over: tables, rows and cells with their places."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.importers.plan import Solution
from dwmap.source import Span

NOTHING = "none"
"""What a mapping table says on a side that has no field."""


@dataclass(frozen=True)
class Cell:
    """A trimmed text and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True)
class Pair:
    """One pair of a value map; a side that is None stands for no value."""

    left: str | None
    right: str | None
    span: Span


@dataclass(frozen=True)
class Row:
    """One field rule as a table prints it; a side that is None is printed as `none`."""

    left: Cell | None
    op: str
    pairs: tuple[Pair, ...]
    right: Cell | None
    default: Cell | None
    op_span: Span
    span: Span


@dataclass(frozen=True)
class MapTable:
    """A section of a file of mapping tables, or a leg of a stored map: one map."""

    left: Cell
    right: Cell
    heading: Span
    left_filter: Span | None
    right_filter: Span | None
    rows: tuple[Row, ...]
    version: str | None = None
    label: str = ""
    doc: str = ""
    solution: Solution | None = None
    is_stored: bool = False
    """Whether it is from a solution, where maps of the same entities differ by their filters."""

    @property
    def title(self) -> str:
        """The name of the map as the product shows it: `Customers V3 (accounts)`."""
        return f"{self.left.text} ({self.right.text})"
