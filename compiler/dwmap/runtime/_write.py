"""Written records into database rows: lookups resolved, rows written, refusals gathered with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from ._errors import RecordError, RefusedByEnd
from ._leg import Leg, Rows
from ._model import Record
from ._reading import row_text
from .connectors._base import write_each

Refused: TypeAlias = Mapping[int, RefusedByEnd]
Send: TypeAlias = Callable[[], Refused]


class Line(NamedTuple):
    """
    A source record on its way: what is written for it, its key on the target, the text of its own row.

    `kept` are the written fields whose value is not the source's, but what stands on the target.
    """

    record: Any
    written: Record
    key: Record
    source_row: str
    kept: frozenset[str] = frozenset()

    def keeping(self, names: Sequence[str], values: Record) -> Line:
        """The line with other values for its fields, `names`: those that differ are what stands on the target."""
        pairs = zip(names, values, self.written, strict=True)
        differ = frozenset(name for name, now, before in pairs if now != before)
        return self._replace(written=values, kept=self.kept | differ)


class Written(NamedTuple):
    """Lines that stand now, with the text of their target row, and lines that do not, with the reason."""

    done: list[tuple[Line, str]]
    refused: list[tuple[Line, RecordError]]


def write_new(
    leg: Leg,
    lines: Sequence[Line],
    fields: frozenset[str],
    sent: Callable[[Send], Refused] = lambda send: send(),
) -> Written:
    """
    Create the rows of `lines`, inside a transaction of the target.

    `sent` is how the caller waits for the end to take them.
    """
    if not lines:
        return Written([], [])
    written = _insert(leg, lines, fields, sent)
    return _with_other_ids(leg, written, fields) if written.refused else written


def _with_other_ids(leg: Leg, written: Written, fields: frozenset[str]) -> Written:
    """
    Try the rows again whose row id stands on the target already, under another id.

    An id is made of the key that a row has when it is created; the row keeps it when the key moves on, and
    then another record may come with the old key.
    """
    lines = [line for line, error in written.refused if isinstance(error, RefusedByEnd)]
    ids = leg.free_ids([line.key for line in lines])
    again = {
        line.source_row
        for line in lines
        if ids.get(line.key) not in (None, *leg.new_row(line.key))
    }
    if not again:
        return written
    tried = [line for line in lines if line.source_row in again]
    other_ids = [ids[line.key] for line in tried]
    second = _insert(leg, tried, fields, lambda send: send(), other_ids)
    refused = [one for one in written.refused if one[0].source_row not in again]
    return Written(written.done + second.done, refused + second.refused)


def _insert(
    leg: Leg,
    lines: Sequence[Line],
    fields: frozenset[str],
    sent: Callable[[Send], Refused],
    ids: Sequence[str] | None = None,
) -> Written:
    made = _rows(leg, lines, fields, new=True, ids=ids)
    end, table = leg.target_end, leg.target.table
    rows = end.encode(table, made.names, made.columns)
    insert = partial(end.insert, table, made.names, encoded=True)
    refused = sent(partial(write_each, end, insert, rows))
    texts = _row_texts(leg, made.names, made.columns)
    return _sorted(lines, made, refused, texts)


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
    end, table = leg.target_end, leg.target.table
    where = [identities[n] for n in made.positions]
    names = (*made.names, *(path.column for path in leg.identity))
    columns = [*made.columns, *zip(*where, strict=True)]
    rows = end.encode(table, names, columns) if where else []
    refused = write_each(
        end, partial(end.update, table, made.names, encoded=True), rows
    )
    # An update may change the key: the first column of a name counts, which is the new value.
    texts = _row_texts(leg, names, columns) if where else []
    return _sorted(lines, made, refused, texts)


def _row_texts(
    leg: Leg, names: Sequence[str], columns: Sequence[Sequence[Any]]
) -> list[str]:
    """The text of the identity of each row."""
    identity = [columns[names.index(path.column)] for path in leg.identity]
    return list(map(row_text, zip(*identity, strict=True)))


def _rows(
    leg: Leg,
    lines: Sequence[Line],
    fields: frozenset[str],
    *,
    new: bool,
    ids: Sequence[str] | None = None,
) -> Rows:
    return leg.rows(
        [line.record for line in lines],
        [line.written for line in lines],
        [line.key for line in lines],
        fields,
        new=new,
        row_ids=ids,
    )


def _sorted(
    lines: Sequence[Line], made: Rows, refused: Refused, texts: Sequence[str]
) -> Written:
    """Put each line where it belongs."""
    bad = [(lines[n], error) for n, error in made.errors.items()]
    bad += [(lines[made.positions[n]], error) for n, error in refused.items()]
    if not bad:
        return Written(list(zip(lines, texts, strict=True)), bad)
    good = [
        (lines[position], texts[n])
        for n, position in enumerate(made.positions)
        if n not in refused
    ]
    return Written(good, bad)
