"""How many rows there are and how fast they are carried over: what an estimate is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dwmap.counting import of_number

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR


@dataclass(frozen=True)
class Pace:
    """`volumes` are rows by entity, as `[volumes]` in dwmap.toml has them."""

    volumes: Mapping[str, int] = field(default_factory=dict)
    rows_per_minute: int = 100

    def rows(self, entity: str) -> int | None:
        """How many rows an entity has; None where nobody said so."""
        return self.volumes.get(entity)

    def sentence(self, entities: Iterable[str]) -> str:
        """How long all rows of some entities take, an entity for each time that they are carried over."""
        entities = list(entities)
        known = [rows for one in entities if (rows := self.rows(one)) is not None]
        unknown = sorted({one for one in entities if self.rows(one) is None})
        if not known:
            return ""
        rows = sum(known)
        took = duration(rows / self.rows_per_minute)
        rest = (
            f", and the rows of {', '.join(unknown)}, which no volume is given for"
            if unknown
            else ""
        )
        return f"at most {rows:,} {of_number(rows, 'row')}, {took} at {self.rows_per_minute:,} a minute{rest}"


def duration(minutes: float) -> str:
    """A time in words, in the largest unit that gives more than one."""
    for unit, size in (("days", _DAY), ("hours", _HOUR)):
        if minutes >= 2 * size:
            return f"{minutes / size:.0f} {unit}"
    return f"{minutes:.0f} minutes" if minutes >= 1.5 else "a minute"
