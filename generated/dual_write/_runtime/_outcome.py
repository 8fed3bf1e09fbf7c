# Copied by dwmap from its runtime. Do not edit.
"""What happened: counts of an initial synchronization, outcomes of live changes, failures that wait."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, NamedTuple, TypeAlias

from ._errors import RecordError
from ._keys import key_text
from ._leg import Direction, Leg
from ._model import Record

Status: TypeAlias = Literal[
    "created",
    "updated",
    "deleted",
    "deactivated",
    "unchanged",
    "echo",
    "out-of-scope",
    "left-scope",
    "ignored",
    "refused",
    "postponed",
]


@dataclass(slots=True)
class Counts:
    """
    What became of the records of one leg.

    `kept_master` are rows with another value on the end that is master, which were left alone; `skipped`
    are rows that this pass has nothing to do for, since an earlier one could not create them.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    out_of_scope: int = 0
    failed: int = 0
    kept_master: int = 0
    skipped: int = 0

    @property
    def written(self) -> int:
        """How many rows were written."""
        return self.created + self.updated

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)

    def add(self, other: Counts) -> None:
        """Add the counts of another leg."""
        for each in fields(self):
            setattr(
                self, each.name, getattr(self, each.name) + getattr(other, each.name)
            )


@dataclass(slots=True)
class LegResult:
    """One leg of an initial synchronization: a step of the plan in one direction."""

    map: str
    direction: Direction
    step: int
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0


@dataclass(slots=True)
class InitialResult:
    """A whole initial synchronization."""

    legs: list[LegResult]
    seconds: float = 0.0

    @property
    def counts(self) -> Counts:
        """The counts of all legs together."""
        total = Counts()
        for leg in self.legs:
            total.add(leg.counts)
        return total

    @property
    def ok(self) -> bool:
        """Whether every record travelled."""
        return self.counts.failed == 0

    def as_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        return asdict(self) | {"total": asdict(self.counts)}


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not travel, kept until it does."""

    id: str
    map: str
    direction: Direction
    operation: str
    key: str
    source_row: str
    record: str
    company: str | None
    field: str
    value: str | None
    code: str
    message: str
    help: str
    first_at: str = ""
    last_at: str = ""
    attempts: int = 1


def failure_id(map_name: str, direction: str, source_row: str) -> str:
    """The id of a failure: the same for the same record, so that a repetition is no second failure."""
    text = f"{map_name}\0{direction}\0{source_row}"
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def make_failure(
    map_name: str,
    direction: Direction,
    operation: str,
    *,
    key: Record,
    source_row: str,
    record: str,
    company: Any,
    error: RecordError,
) -> Failure:
    """The failure that keeps `error` for a record."""
    return Failure(
        failure_id(map_name, direction, source_row),
        map_name,
        direction,
        operation,
        key_text(key),
        source_row,
        record,
        None if company is None else str(company),
        error.field,
        None if error.value is None else str(error.value),
        error.code,
        error.message,
        error.help,
    )


def failure_of(
    leg: Leg, operation: str, source_row: str, record: Any, error: RecordError
) -> Failure:
    """The failure that keeps `error` for a record of the source of a leg, without what is masked."""
    company = leg.source.company
    return make_failure(
        leg.map.name,
        leg.direction,
        operation,
        key=leg.masks.key(leg.source_key(record)),
        source_row=source_row,
        record=leg.shown_record(record),
        company=leg.shown_field(record, company) if company else None,
        error=leg.shown_error(error, record),
    )


class FieldChange(NamedTuple):
    """A field of the target, before and after."""

    field: str
    before: Any
    after: Any


class FieldConflict(NamedTuple):
    """A field that both ends changed: which side won, and the value that did not."""

    field: str
    winner: Literal["left", "right"]
    kept: Any
    lost: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change in one map. `key` is the record's key on the side that changed."""

    map: str
    direction: Direction
    operation: str
    key: Record
    status: Status
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    failure: Failure | None = None
    note: str = ""
