"""
What a map last saw of each field of both rows of a pair, for ends that tell that a row changed and not what in it.

Without that, two people who edit different fields of one record on two services would be in conflict over all
of it. An image is a mark of fixed width for each field of a side's record; a field that is not known counts as
changed, so that a lack of knowledge loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import starmap
from typing import Any
from zlib import crc32

from ._keys import EXACT, plain_value
from ._leg import Leg
from ._state import State
from ._write import Line

_WIDTH = 8
_UNKNOWN = "-" * _WIDTH


class Images:
    """Keeps the images of one direction of a map; does nothing where both ends tell the columns themselves."""

    def __init__(self, leg: Leg, state: State) -> None:
        self._state, self._map = state, leg.map.name
        forward = leg.direction == "forward"
        self._source_side, self._target_side = (
            ("left", "right") if forward else ("right", "left")
        )
        self._of_source = not leg.source_end.tells_columns
        self._of_target = not leg.target_end.tells_columns
        self.wanted = self._of_source or self._of_target
        self._places = [
            leg.written.index(name) if name in leg.fields else None
            for name in leg.target.record._fields
        ]

    def save_lines(self, done: Sequence[tuple[Line, str]]) -> None:
        """The same of lines that were written, each with the row that it stands in."""
        if self.wanted:
            forward = self._source_side == "left"
            self.save(
                [
                    (line.source_row if forward else row, line.record, line.written)
                    for line, row in done
                ]
            )

    def save(
        self,
        pairs: Sequence[tuple[str, Any, Sequence[Any]]],
        fresh: frozenset[str] | None = None,
    ) -> None:
        """
        Keep what both sides hold now: the left row of each pair, the source's record, what was written.

        Only the `fresh` fields of the source are as they stand, None for all of them.
        """
        if self._of_source:
            found = {row: _marks(record, fresh) for row, record, _ in pairs}
            self._merge(self._source_side, found)
        if self._of_target:
            found = {row: self._written(written) for row, _, written in pairs}
            self._merge(self._target_side, found)

    def _written(self, written: Sequence[Any]) -> str:
        return "".join(
            _UNKNOWN if place is None else _mark(written[place])
            for place in self._places
        )

    def _merge(self, side: str, images: Mapping[str, str]) -> None:
        """What is not known anew stays as it was."""
        partial = [row for row, marks in images.items() if _UNKNOWN in marks]
        old = self._state.images(self._map, side, partial)
        self._state.save_images(
            (self._map, row, side, _merged(marks, old.get(row, "")))
            for row, marks in images.items()
        )


def changed_fields(image: str | None, record: Any) -> frozenset[str] | None:
    """The fields in which a record differs from its image; None where there is none that fits."""
    names: Sequence[str] = record._fields
    if image is None or len(image) != _WIDTH * len(names):
        return None
    now = _marks(record)
    return frozenset(
        name
        for name, old, new in zip(names, _parts(image), _parts(now), strict=True)
        if old != new
    )


def _merged(new: str, old: str) -> str:
    if _UNKNOWN not in new or len(old) != len(new):
        return new
    pairs = zip(_parts(new), _parts(old), strict=True)
    return "".join(starmap(_known, pairs))


def _known(new: str, old: str) -> str:
    return old if new == _UNKNOWN else new


def _parts(image: str) -> Iterable[str]:
    return (image[at : at + _WIDTH] for at in range(0, len(image), _WIDTH))


def _marks(record: Any, fresh: frozenset[str] | None = None) -> str:
    if fresh is None:
        return "".join(map(_mark, record))
    pairs = zip(record._fields, record, strict=True)
    return "".join(_mark(v) if name in fresh else _UNKNOWN for name, v in pairs)


def _mark(value: Any) -> str:
    if isinstance(value, Decimal):
        value = value.normalize(EXACT)
    text = json.dumps(value, default=plain_value)
    return f"{crc32(text.encode()):08x}"
