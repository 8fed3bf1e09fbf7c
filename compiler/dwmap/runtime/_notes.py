"""What is said of live changes in one direction of one map, and what is kept of them: links and failures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ._errors import RecordError
from ._images import Images
from ._keys import image_hash
from ._leg import Leg
from ._masks import shown_row
from ._model import Record
from ._outcome import (
    Failure,
    FieldChange,
    FieldConflict,
    Outcome,
    Status,
    failure_id,
    failure_of,
)
from ._state import Link, State
from ._write import Line


@dataclass(slots=True)
class Task:
    """
    A row that changed and what of it has to go over.

    `fields` are the target fields that the change reaches, None for all of them; `blocked` are those that
    the other side won. `fresh` are the fields of `record` that still stand as they were read, None for all:
    in a round in which both sides changed, the other direction may have written over some.
    """

    source_row: str
    operation: str
    record: Any
    link: Link | None
    fields: frozenset[str] | None = None
    blocked: frozenset[str] = frozenset()
    conflicts: tuple[FieldConflict, ...] = ()
    fresh: frozenset[str] | None = None


@dataclass(slots=True, eq=False)
class Work:
    """
    A task on its way: its line, its partner if there is one, and the fields to write.

    The partner is inactive where the work `wakes` it; `postponed` is what the next round has to do.
    """

    task: Task
    line: Line
    standing: Record | None = None
    fields: frozenset[str] = frozenset()
    changes: tuple[FieldChange, ...] = ()
    postponed: bool = False
    wakes: bool = False


@dataclass(slots=True)
class Notes:
    """The notes of one direction of one map; `outcomes` are those of the tasks at hand."""

    leg: Leg
    state: State
    outcomes: list[Outcome] = field(default_factory=list)
    images: Images = field(init=False)

    def __post_init__(self) -> None:
        self.images = Images(self.leg, self.state)

    @property
    def forward(self) -> bool:
        """Whether the left side is the source."""
        return self.leg.direction == "forward"

    def done(
        self,
        work: Work,
        target_row: str,
        status: Status,
        waiting: RecordError | None = None,
    ) -> None:
        """Keep the pair and say what became of it; `waiting` says why a part of it still waits."""
        task, leg = work.task, self.leg
        image = image_hash(work.line.written)
        own = leg.shown_key(leg.source_key(task.record))
        other = leg.shown_key(work.line.key)
        if self.forward:
            link = Link(
                leg.map.name, task.source_row, target_row, own, other, None, image
            )
        else:
            link = Link(
                leg.map.name, target_row, task.source_row, other, own, image, None
            )
        if task.link is not None and task.link.left_row != link.left_row:
            self.state.drop_links(leg.map.name, [task.link.left_row])
        self.state.save_links([link])
        if self.images.wanted:
            self.images.save([(link.left_row, work.line)], task.fresh)
        if waiting is None:
            self.state.drop_failures([self.failure_id(task)])
            self.say(task, status, work.changes)
        else:
            self.say(task, status, work.changes, failure=self.keep(task, waiting))

    def refuse(self, task: Task, error: RecordError) -> None:
        """Keep the task as a failure and say so."""
        self.say(task, "refused", failure=self.keep(task, error))

    def postpone(self, work: Work) -> None:
        """Leave the work to the next round, which sees what somebody did to the target meanwhile."""
        work.postponed = True
        self.say(work.task, "postponed")

    def keep(self, task: Task, error: RecordError) -> Failure:
        """Keep the task as a failure."""
        leg = self.leg
        failure = failure_of(leg, task.operation, task.source_row, task.record, error)
        self.state.save_failures([failure])
        row = shown_row(leg.source.table, failure.source_row)
        return replace(failure, source_row=row)

    def say(
        self,
        task: Task,
        status: Status,
        changes: tuple[FieldChange, ...] = (),
        *,
        failure: Failure | None = None,
        note: str = "",
    ) -> None:
        """Say what became of a task."""
        self.outcomes.append(
            Outcome(
                self.leg.map.name,
                self.leg.direction,
                task.operation,
                self.leg.masks.key(self.leg.source_key(task.record)),
                status,
                self.leg.shown_changes(changes),
                self.leg.masks.conflicts(task.conflicts),
                failure,
                note,
            )
        )

    def failure_id(self, task: Task) -> str:
        """The id that a failure of the task has."""
        return failure_id(self.leg.map.name, self.leg.direction, task.source_row)
