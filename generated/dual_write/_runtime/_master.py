# Copied by dwmap from its runtime. Do not edit.
"""Initial synchronization, both ends have a record of one key: field by field, which of the two is right."""

from __future__ import annotations

from typing import Any, NamedTuple

from ._leg import Leg
from ._model import Record
from ._transform import agreeing
from ._write import Line


class Weighed(NamedTuple):
    """
    A line beside the row that stands on the target: `fields` are to be written, the others are kept.

    It `gave_way` where the target is the master of a field in which both differ.
    """

    line: Line
    fields: frozenset[str]
    gave_way: bool


class Master:
    """
    Decides for one leg of which only `updated` may be written over standing rows.

    Where the source is not the master, the fields that travel both ways are left as they stand on the target.
    """

    def __init__(self, leg: Leg, updated: frozenset[str]) -> None:
        self._leg, self._updated = leg, updated
        self.two_way = leg.flow.two_way(leg.direction)
        self.is_source = True

    def weigh(self, line: Line, row: Record, other: Any) -> Weighed:
        """Weigh a line against a standing `row`, which as a record is `other`."""
        leg, standing = self._leg, self._leg.all_standing(row)
        differing = frozenset(
            name
            for name, new, old in zip(leg.written, line.written, standing, strict=True)
            if name in self._updated and new != old
        )
        both = differing & self.two_way
        agreed = agreeing(leg, line.record, other, both)
        kept = agreed if self.is_source else both
        take, gave_way = differing - kept, bool(kept - agreed)
        if not take:
            return Weighed(line.keeping(leg.written, standing), take, gave_way)
        values = tuple(
            (
                new
                if name in take or name not in differing and name in self._updated
                else old
            )
            for name, new, old in zip(leg.written, line.written, standing, strict=True)
        )
        return Weighed(line.keeping(leg.written, values), take, gave_way)
