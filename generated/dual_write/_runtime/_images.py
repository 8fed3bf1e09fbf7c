# Copied by dwmap from its runtime. Do not edit.
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
        # Of both: a round that is done again must not take for new what the other end has got already.
        self.wanted = not (
            leg.source_end.tells_columns and leg.target_end.tells_columns
        )
        self._leg, self._fields = leg, frozenset(leg.fields)

    def save_lines(self, done: Sequence[tuple[Line, str]]) -> None:
        """
        The same of lines that were written, each with the row that it stands in.

        The source of a field that was kept is left out: it did not travel, and if somebody changed it just now
        a later round has to see that.
        """
        if not self.wanted:
            return
        forward = self._source_side == "left"
        feeds = self._leg.flow.feeds[self._leg.direction]
        by_kept: dict[frozenset[str], list[tuple[str, Line]]] = {}
        for line, row in done:
            pair = (line.source_row if forward else row, line)
            by_kept.setdefault(line.kept, []).append(pair)
        everything = frozenset(self._leg.source.record._fields)
        for kept, pairs in by_kept.items():
            fed = frozenset[str]().union(*(feeds.get(name, ()) for name in kept))
            self.save(pairs, everything - fed if kept else None)

    def save(
        self,
        pairs: Sequence[tuple[str, Line]],
        fresh: frozenset[str] | None = None,
    ) -> None:
        """
        Keep what both sides hold now: of each pair the left row and the line.

        Only the `fresh` fields of the source are as they stand, None for all of them. A field that is kept on
        the target may have been changed after the change at hand, which a later round has to see.
        """
        sources = {row: marks_of(line.record, fresh) for row, line in pairs}
        self._merge(self._source_side, sources)
        targets = {
            row: written_marks(self._leg, line.written, self._fields - line.kept)
            for row, line in pairs
        }
        self._merge(self._target_side, targets)

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
    now = marks_of(record)
    return frozenset(
        name
        for name, old, new in zip(names, _parts(image), _parts(now), strict=True)
        if old != new
    )


def marks_of(record: Any, fresh: frozenset[str] | None = None) -> str:
    """The marks of a record; of the `fresh` fields only, None for all of them."""
    if fresh is None:
        return "".join(map(_mark, record))
    pairs = zip(record._fields, record, strict=True)
    return "".join(_mark(v) if name in fresh else _UNKNOWN for name, v in pairs)


def written_marks(leg: Leg, written: Sequence[Any], fields: frozenset[str]) -> str:
    """The marks that the target's record has when these fields of what a leg writes stand there."""
    values = dict(zip(leg.written, written, strict=True))
    return "".join(
        _mark(values[name]) if name in fields else _UNKNOWN
        for name in leg.target.record._fields
    )


def intended_fields(image: str, record: Any) -> frozenset[str]:
    """The fields of a record that an image has marks of."""
    pairs = zip(record._fields, _parts(image), strict=True)
    return frozenset(name for name, mark in pairs if mark != _UNKNOWN)


def _merged(new: str, old: str) -> str:
    if _UNKNOWN not in new or len(old) != len(new):
        return new
    pairs = zip(_parts(new), _parts(old), strict=True)
    return "".join(starmap(_known, pairs))


def _known(new: str, old: str) -> str:
    return old if new == _UNKNOWN else new


def _parts(image: str) -> Iterable[str]:
    return (image[at : at + _WIDTH] for at in range(0, len(image), _WIDTH))


def _mark(value: Any) -> str:
    if isinstance(value, Decimal):
        value = value.normalize(EXACT)
    text = json.dumps(value, default=plain_value)
    return f"{crc32(text.encode()):08x}"
