# Copied by dwmap from its runtime. Do not edit.
"""
What is about to be written to an end, noted before it is sent, where an end does not tell who changed what.

A process may die between the answer of a service and its own note of it. By the intent the next round tells
what the process wrote from what people did since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ._images import marks_of, written_marks
from ._keys import image_hash
from ._leg import Leg
from ._state import State
from ._write import Line


class Intent(NamedTuple):
    """
    A line on its way: the row that it comes from, the hash of its key on the target, and the marks of three records.

    `source` is the source's, `before` the target's as it stands (empty for a new one), `target` the same as
    it is going to be, of which only the fields that are written are marked.
    """

    source_row: str
    target_key: str
    source: str
    before: str
    target: str


@dataclass(slots=True)
class Intents:
    """The intents of one direction of a map; none are noted where both ends tell who changed what."""

    leg: Leg
    state: State

    @property
    def wanted(self) -> bool:
        """Whether the ends leave the sync in the dark about its own writes."""
        ends = (self.leg.source_end, self.leg.target_end)
        return not all(end.tells_columns for end in ends)

    def note(self, lines: Iterable[tuple[Line, frozenset[str], Any]]) -> None:
        """Note lines, the fields of each that are about to be written, and what stands there; None for new ones."""
        self.state.save_intents(
            self._intent(line, fields, "" if standing is None else marks_of(standing))
            for line, fields, standing in lines
        )

    def postpone(self, line: Line) -> None:
        """Note that a line was not written, since somebody had just changed its target, which came later."""
        if self.wanted:
            self.state.save_intents(
                [self._intent(line, frozenset(), "")], replace=False
            )

    def _intent(
        self, line: Line, fields: frozenset[str], before: str
    ) -> tuple[str, ...]:
        return (
            self.leg.map.name,
            self.leg.direction,
            line.source_row,
            image_hash(line.key),
            marks_of(line.record),
            before,
            written_marks(self.leg, line.written, fields),
        )

    def forget(self, lines: Iterable[Line]) -> None:
        """Forget lines of which is known what became of them."""
        name, direction = self.leg.map.name, self.leg.direction
        self.state.drop_intents(name, direction, [line.source_row for line in lines])

    def noted(self) -> list[Intent]:
        """What was about to be written when a process died."""
        if not self.wanted:
            return []
        rows = self.state.intents(self.leg.map.name, self.leg.direction)
        return list(map(Intent._make, rows))
