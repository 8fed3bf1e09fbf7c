# Copied by dwmap from its runtime. Do not edit.
"""Written records into database rows: lookups resolved, rows written, refusals gathered with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from ._errors import RecordError
from ._leg import Leg
from ._model import Record
from ._reading import row_text
from .connectors._base import write_each


class Line(NamedTuple):
    """A source record on its way: what is written for it, its key on the target, the text of its own row."""

    record: Any
    written: Record
    key: Record
    source_row: str


class Written(NamedTuple):
    """Lines that stand now, with the text of their target row, and lines that do not, with the reason."""

    done: list[tuple[Line, str]]
    refused: list[tuple[Line, RecordError]]


def write_new(leg: Leg, lines: Sequence[Line], fields: frozenset[str]) -> Written:
    """Create the rows of `lines`, inside a transaction of the target."""
    if not lines:
        return Written([], [])
    made = _rows(leg, lines, fields, new=True)
    rows = list(made.rows.values())
    end, table = leg.target_end, leg.target.table
    refused = write_each(end, partial(end.insert, table, made.columns), rows)
    identity = leg.new_identity(made.columns)
    texts = [row_text(identity(row)) for row in rows]
    return _sorted(lines, made.errors, list(made.rows), refused, texts)


def write_changed(
    leg: Leg,
    lines: Sequence[Line],
    identities: Sequence[Record],
    fields: frozenset[str],
) -> Written:
    """Set `fields` of standing rows, inside a transaction of the target."""
    if not lines:
        return Written([], [])
    made = _rows(leg, lines, fields, new=False)
    rows = [(*row, *identities[n]) for n, row in made.rows.items()]
    end, table = leg.target_end, leg.target.table
    refused = write_each(end, partial(end.update, table, made.columns), rows)
    moved = _moved_identity(leg, made.columns)
    texts = [row_text(moved(row)) for row in rows]
    return _sorted(lines, made.errors, list(made.rows), refused, texts)


def _moved_identity(leg: Leg, columns: Sequence[str]) -> Any:
    """The function that gives the identity a row has after an update, which may have changed its key."""
    names = [path.column for path in leg.identity]
    width = len(columns)
    places = [
        columns.index(name) if name in columns else width + n
        for n, name in enumerate(names)
    ]
    return lambda row: tuple(row[place] for place in places)


def _rows(leg: Leg, lines: Sequence[Line], fields: frozenset[str], *, new: bool) -> Any:
    return leg.rows(
        [line.record for line in lines],
        [line.written for line in lines],
        [line.key for line in lines],
        fields,
        new=new,
    )


def _sorted(
    lines: Sequence[Line],
    errors: dict[int, RecordError],
    positions: Sequence[int],
    refused: dict[int, Any],
    texts: Sequence[str],
) -> Written:
    """Put each line where it belongs; `positions` are those of the lines that had a row."""
    bad = [(lines[n], error) for n, error in errors.items()]
    bad += [(lines[positions[n]], error) for n, error in refused.items()]
    if not refused and len(positions) == len(lines):
        return Written(list(zip(lines, texts, strict=True)), bad)
    good = [
        (lines[position], texts[n])
        for n, position in enumerate(positions)
        if n not in refused
    ]
    return Written(good, bad)
