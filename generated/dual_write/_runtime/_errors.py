# Copied by dwmap from its runtime. Do not edit.
"""
What can go wrong with one record.

* RecordError           a record cannot travel; it is kept with the reason and the rest goes on
  + ValueMapMiss        a value map has no entry for the value
  + ValueTooLong        a text is longer than the target column holds
  + ValueOutOfRange     a number has more digits than the target column holds
  + WrongType           a value cannot become the target's type
  + MissingValue        a required target would be empty
  + MissingReference    a lookup names a row that the other end does not have
  + NoStateRow          a state table has no row for the values
  + DuplicateKey        two records of one end have the same key
  + RefusedByEnd        the other end said no
    + Stale             ... because somebody changed the row since it was read
  + ConflictingChange   both ends changed the same field and the map's policy is `error`
* EndError              an end cannot be opened or read at all
"""

from __future__ import annotations

from typing import Any, ClassVar


class EndError(Exception):
    """An end cannot be opened, read or written at all; nothing of the run can go on there."""


class RecordError(Exception):
    """A record cannot travel: a stable code, the target field, the value, and what to do about it."""

    code: ClassVar[str] = "record-error"

    def __init__(self, field: str, value: Any, message: str, help: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.value = value
        self.message = message
        self.help = help


class ValueMapMiss(RecordError):
    """A value map has no entry for the value."""

    code = "value-map-miss"


class ValueTooLong(RecordError):
    """A text is longer than the target column holds."""

    code = "value-too-long"


class ValueOutOfRange(RecordError):
    """A number has more digits than the target column holds."""

    code = "value-out-of-range"


class WrongType(RecordError):
    """A value cannot become the target's type."""

    code = "wrong-type"


class MissingValue(RecordError):
    """A required target would be empty."""

    code = "missing-value"


class MissingReference(RecordError):
    """A lookup names a row that the other end does not have."""

    code = "missing-reference"


class NoStateRow(RecordError):
    """A state table has no row for the values."""

    code = "no-state-row"


class DuplicateKey(RecordError):
    """Two records of one end have the same key."""

    code = "duplicate-key"


class RefusedByEnd(RecordError):
    """The other end said no."""

    code = "refused-by-end"


class Stale(RefusedByEnd):
    """Somebody changed the row since it was read; the change has to be judged first."""

    code = "stale"


class ConflictingChange(RecordError):
    """Both ends changed the same field, and the map wants a person to decide."""

    code = "conflicting-change"
