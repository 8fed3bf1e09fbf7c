# Copied by dwmap from its runtime. Do not edit.
"""
Values that may not be shown: those of fields that are `masked`, and of fields that are made from them.

They travel like others, and tell rows apart where a key holds them. What is said of a record (outcomes, failures,
activity, logs, differences) holds `MASK` in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ._errors import (
    ConflictingChange,
    MissingValue,
    RecordError,
    RefusedByEnd,
    ValueTooLong,
)
from ._flow import Flow
from ._keys import key_text, plain_value, record_text
from ._model import AnyPath, Either, Map, Project, Record, Side, Table
from ._paths import identity_columns
from ._reading import identity_of

if TYPE_CHECKING:
    from ._outcome import Failure, FieldChange, FieldConflict
    from ._queue import Queued
    from ._reconcile import Difference

MASK: Final = "(masked)"

_HELP = "look at the record on its end; values of masked fields, and what may hold them, are shown nowhere"
# Their words hold no value, or, from an end, none but those that were written.
_WITHOUT_VALUES = (ConflictingChange, MissingValue, RefusedByEnd, ValueTooLong)
# So many characters of a value in a row give it away.
_PIECE = 6


class Masks:
    """What of the records of one map may not be shown: the names of fields of both sides."""

    def __init__(self, each: Map, flow: Flow, tables: Mapping[str, Table]) -> None:
        self.left, self.right = _spread(
            flow, _own(each.left, tables), _own(each.right, tables)
        )
        self._names = _texts(each.left, self.left) | _texts(each.right, self.right)
        self._known = _texts(each.left) | _texts(each.right)
        self._positions = {
            position
            for side, hidden in ((each.left, self.left), (each.right, self.right))
            for position, name in enumerate(side.key)
            if name in hidden
        }

    def __bool__(self) -> bool:
        return bool(self.left or self.right)

    @property
    def keys(self) -> bool:
        """Whether the key of the map holds such values."""
        return bool(self._positions)

    def key(self, key: Record) -> Record:
        """A key of either side, as it may be shown."""
        if not self._positions:
            return key
        return tuple(
            MASK if position in self._positions and part is not None else part
            for position, part in enumerate(key)
        )

    def record(self, hidden: frozenset[str], record: Any) -> str:
        """The text of a record of the side whose `hidden` fields these are."""
        shown = {n: MASK for n in hidden if getattr(record, n) is not None}
        return record_text(record._replace(**shown) if shown else record)

    def changes(
        self, hidden: frozenset[str], changes: tuple[FieldChange, ...]
    ) -> tuple[FieldChange, ...]:
        """Changes of fields of that side."""
        if not hidden:
            return changes
        return tuple(
            one._replace(before=MASK, after=MASK) if one.field in hidden else one
            for one in changes
        )

    def conflicts(
        self, conflicts: tuple[FieldConflict, ...]
    ) -> tuple[FieldConflict, ...]:
        """Conflicts, which are about fields of the right."""
        if not self.right:
            return conflicts
        return tuple(
            one._replace(kept=MASK, lost=MASK) if one.field in self.right else one
            for one in conflicts
        )

    def error(self, error: RecordError, values: Iterable[Any]) -> RecordError:
        """
        The error itself, or one that keeps what may hold a value to itself.

        `values` are those at hand that may not be shown. An end may say anything of what it was given, and the
        functions of a map tell the value that they could not take.
        """
        if not self:
            return error
        secret = list(values)
        hidden = self._is_hidden(error)
        untold = hidden and not isinstance(error, _WITHOUT_VALUES)
        value = MASK if hidden or _tells(str(error.value), secret) else error.value
        where = f"{error.field}: " if error.field else ""
        message = f"{where}{error.code}; what it is about is masked"
        return type(error)(
            error.field,
            None if error.value is None else value,
            message if untold or _tells(error.message, secret) else error.message,
            _HELP if untold or _tells(error.help, secret) else error.help,
        )

    def _is_hidden(self, error: RecordError) -> bool:
        """Whether an error may be about a value that is not to be shown."""
        field = error.field.casefold()
        return field in self._names or field not in self._known


def _own(side: Side, tables: Mapping[str, Table]) -> frozenset[str]:
    names: tuple[str, ...] = side.record._fields
    return frozenset(
        name
        for name, path in zip(names, side.paths, strict=True)
        if any(_columns(side.table, path, tables))
    )


def _columns(
    table: Table, path: AnyPath, tables: Mapping[str, Table]
) -> Iterator[bool]:
    """For each column that a path passes through whether it is masked."""
    if isinstance(path, Either):
        yield is_masked(table, path.column)
        yield from (is_masked(tables[name], key) for name, key in path.targets)
        return
    here: Table | None = table
    for segment in path.segments:
        if here is None:
            return
        yield is_masked(here, segment)
        reference = here.reference(segment)
        here = None if reference is None else tables.get(reference.targets[0])


def is_masked(table: Table, column: str) -> bool:
    """Whether a column of a table is masked."""
    return any(each.masked and each.name == column for each in table.columns)


def _spread(
    flow: Flow, left: frozenset[str], right: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """What is made from a value that may not be shown may not be shown either, wherever it goes from there."""
    while True:
        more_right = right | flow.affected("forward", left)
        more_left = left | flow.affected("backward", more_right)
        if (more_left, more_right) == (left, right):
            return left, right
        left, right = more_left, more_right


def _texts(side: Side, only: Iterable[str] | None = None) -> frozenset[str]:
    """How errors name the fields of a side: as the record does, or by their path."""
    names: tuple[str, ...] = side.record._fields
    chosen = frozenset(names if only is None else only)
    pairs = [p for p in zip(names, side.paths, strict=True) if p[0] in chosen]
    return frozenset(
        text.casefold() for name, path in pairs for text in (name, str(path))
    )


def _tells(text: str, values: Iterable[Any]) -> bool:
    text = text.casefold()
    return any(_gives_away(text, value) for value in values)


def _gives_away(told: str, value: Any) -> bool:
    """Whether a text holds a value, or a piece of it that is long enough to know it by."""
    for text in _spellings(value):
        if len(text) <= _PIECE:
            if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", told):
                return True
        elif any(text[n : n + _PIECE] in told for n in range(len(text) - _PIECE + 1)):
            return True
    return False


def _spellings(value: Any) -> set[str]:
    if value is None or value == "":
        return set()
    found = {str(value), str(plain_value(value))}
    if isinstance(value, Decimal):
        found.add(format(value.normalize(), "f"))
    return {text.strip().casefold() for text in found} - {""}


def shown_row(table: Table, text: str) -> str:
    """The text of a row's identity as it may be shown."""
    if not any(is_masked(table, name) for name in identity_columns(table)):
        return text
    return key_text(shown_identity(table, identity_of(table, text)))


def shown_identity(table: Table, identity: Record) -> Record:
    """The identity of a row as it may be shown."""
    return tuple(
        MASK if is_masked(table, name) else part
        for name, part in zip(identity_columns(table), identity, strict=True)
    )


def shown_failure(project: Project, failure: Failure) -> Failure:
    """A failure as it may be shown: its row is known by a text that may hold values."""
    each = _map_of(project, failure.map)
    if each is None:
        return failure
    side = each.left if failure.direction == "forward" else each.right
    return replace(failure, source_row=shown_row(side.table, failure.source_row))


def shown_queued(project: Project, one: Queued) -> Queued:
    """A change that waits, as it may be shown."""
    each = _map_of(project, one.map)
    for side in () if each is None else (each.left, each.right):
        if (side.table.system, side.table.table) == (one.system, one.table):
            was = None if one.was is None else shown_row(side.table, one.was)
            return one._replace(row=shown_row(side.table, one.row), was=was)
    return one


def shown_difference(project: Project, one: Difference) -> Difference:
    """A difference as it may be shown."""
    each = project.map(one.map)
    rows = (each.left.table, one.left_row), (each.right.table, one.right_row)
    left, right = (shown_row(table, text) if text else "" for table, text in rows)
    return one._replace(left_row=left, right_row=right)


def _map_of(project: Project, name: str) -> Map | None:
    """A map of the project; None for one that it no longer has."""
    return next((each for each in project.maps if each.name == name), None)
