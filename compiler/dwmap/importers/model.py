"""What the readers of foreign files hand over: tables, rows and cells with their places."""

from __future__ import annotations

from dataclasses import dataclass

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
    """A section of a file of mapping tables: one map."""

    left: Cell
    right: Cell
    heading: Span
    left_filter: Span | None
    right_filter: Span | None
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """The name of the map as the product shows it: `Customers V3 (accounts)`."""
        return f"{self.left.text} ({self.right.text})"
