"""
Which parts of a project come from overlays, and where those are written.

This stands beside the IR and is no part of it: a rule means the same whoever wrote it, so that a base which takes up what
an overlay did changes nothing for a sync that is running.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dwmap.diagnostics.cells import visible
from dwmap.frozen import frozen

__all__ = ["NO_ORIGINS", "Origin", "Origins", "OverlayOrigin", "owner_name"]


@frozen
class Origin:
    """An overlay: whose it is (a solution, `@PACKAGE`, or nothing for the project itself), and the file and line."""

    owner: str
    place: str

    @property
    def words(self) -> str:
        """Whose overlay it is, and where it is written, without what a terminal would obey."""
        return f"{owner_name(self.owner)}, {visible(self.place)}"


def owner_name(owner: str) -> str:
    """What the owner of an overlay is called."""
    return visible(owner.removeprefix("@")) or "the project"


@frozen
class OverlayOrigin:
    """An overlay of a map: the version it was written against, its own, and in words what it does besides lines that stay."""

    origin: Origin
    base: str
    version: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Origins:
    """Origins of lines (by map and place), filters (by map and side) and fields (by entity and name in small letters)."""

    overlays: dict[str, tuple[OverlayOrigin, ...]] = field(default_factory=dict)
    lines: dict[tuple[str, int], Origin] = field(default_factory=dict)
    filters: dict[tuple[str, str], tuple[Origin, ...]] = field(default_factory=dict)
    fields: dict[tuple[str, str], Origin] = field(default_factory=dict)

    def of_map(self, name: str) -> tuple[object, ...]:
        """All that is known of a map, to be compared."""
        if name not in self.overlays:
            return ()
        lines = [(key, one) for key, one in self.lines.items() if key[0] == name]
        filters = [(key, one) for key, one in self.filters.items() if key[0] == name]
        return (self.overlays[name], tuple(lines), tuple(filters))


NO_ORIGINS = Origins()
