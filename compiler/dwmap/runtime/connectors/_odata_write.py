"""
Operations on their way to a service: as one change set where all of them are taken, else one by one.

    change set --refused--> each alone --refused insert--> is the row there? --yes--> update it

A create whose answer was lost is not simply sent again: what it may have created is looked for first.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from .._errors import EndError, RefusedByEnd, Stale
from .._model import Path, Record, Table
from .._paths import identity_columns, identity_paths, natural_columns
from ._odata_batch import Answer, seconds_asked, send_batch
from ._odata_http import Channel, LostAnswer, Rejected, decode_json
from ._odata_operation import ANY, Maker, Operation
from ._odata_read import Reader
from ._odata_shape import Shapes

# The most that Dataverse takes in one batch.
LARGEST_BATCH = 1000
_ATTEMPTS = 5
_THROTTLED = (429, 503)
_OTHER_VERSION = 412
_NOT_THERE = (404, 410, _OTHER_VERSION)


class Writer:
    """Sends operations. `versions` are those of the rows that it wrote and the service showed."""

    def __init__(
        self,
        channel: Channel,
        shapes: Shapes,
        maker: Maker,
        reader: Reader,
        headers: Mapping[str, str],
    ) -> None:
        self._channel, self._shapes, self._maker = channel, shapes, maker
        self._reader, self._headers = reader, headers
        self._largest = LARGEST_BATCH
        self.stamp = "@odata.etag"
        self.versions: dict[tuple[str, Record], tuple[str, str | None]] = {}
        """The version of a row and the mark of the sync that wrote it, by table and identity."""

    def all_or_nothing(
        self, operations: Sequence[Operation], origin: str | None
    ) -> None:
        """Send operations as change sets; raises RefusedByEnd for the first that is refused."""
        for each in operations:
            if each.refusal is not None:
                raise each.refusal
        done = 0
        while done < len(operations):
            chunk = operations[done : done + self._largest]
            try:
                self._whole(chunk, origin)
            except Rejected as error:
                self._take_less(error, len(chunk))
            else:
                done += len(chunk)

    def _whole(self, chunk: Sequence[Operation], origin: str | None) -> None:
        """Send one change set; raises RefusedByEnd."""
        self._adopt(self._unsure(chunk))
        answers = self._send(chunk, atomic=True)
        if not _taken(answers, chunk):
            # A row that is there already is to be updated; one that is gone needs nothing.
            there = self._without_gone(chunk)
            if self._adopt(there) or len(there) < len(chunk):
                chunk = there
                answers = self._send(chunk, atomic=True) if chunk else []
        if not _taken(answers, chunk):
            raise self._refused(_culprit(chunk, answers[0]), answers[0])
        self._note(chunk, answers, origin)

    def _take_less(self, error: Rejected, size: int) -> None:
        """Send smaller batches from now on if that was what the service did not take."""
        if error.status != 413 or size == 1:
            raise error
        self._largest = max(1, size // 2)

    def each(
        self, operations: Sequence[Operation], origin: str | None
    ) -> dict[int, RefusedByEnd]:
        """Send operations that do not depend on each other; the refusals by position."""
        refused = {
            n: each.refusal
            for n, each in enumerate(operations)
            if each.refusal is not None
        }
        good = [n for n in range(len(operations)) if n not in refused]
        done = 0
        while done < len(good):
            numbers = good[done : done + self._largest]
            try:
                found = self._each([operations[n] for n in numbers], origin)
            except Rejected as error:
                self._take_less(error, len(numbers))
            else:
                refused |= {numbers[n]: why for n, why in found.items()}
                done += len(numbers)
        return refused

    def _each(
        self, chunk: Sequence[Operation], origin: str | None
    ) -> dict[int, RefusedByEnd]:
        self._adopt(self._unsure(chunk))
        if len(chunk) > 1:
            answers = self._send(chunk, atomic=True)
            if _taken(answers, chunk):
                self._note(chunk, answers, origin)
                return {}
        answers = self._send(chunk, atomic=False)
        bad = [n for n, answer in enumerate(answers) if not answer.ok]
        inserts = [n for n in bad if chunk[n].action == "insert"]
        if self._adopt([chunk[n] for n in inserts]):
            again = [n for n in inserts if chunk[n].action == "update"]
            sent = self._send([chunk[n] for n in again], atomic=False)
            for n, answer in zip(again, sent, strict=True):
                answers[n] = answer
        self._note(chunk, answers, origin)
        return {
            n: self._refused(chunk[n], answers[n])
            for n in bad
            if not answers[n].ok and not self._is_gone(chunk[n], answers[n])
        }

    def _refused(self, operation: Operation, answer: Answer) -> RefusedByEnd:
        if operation.guarded and answer.status == _OTHER_VERSION:
            return Stale(
                operation.table.table,
                None,
                f"somebody changed a row of {operation.table.table} in {operation.table.system} just now",
                "nothing is to be done: the change is carried over first",
            )
        return self._maker.refusal(operation.table, answer.reason)

    def _is_gone(self, operation: Operation, answer: Answer) -> bool:
        """Whether a write came too late for its row, which is no error."""
        if answer.status not in _NOT_THERE or operation.action == "insert":
            return False
        if operation.action == "delete":
            return True
        # A lookup to a row that is not there is answered in the same way.
        return not self._without_gone([operation])

    def _without_gone(self, chunk: Sequence[Operation]) -> list[Operation]:
        """The operations without updates and deletes of rows that are not there."""
        there: dict[str, set[Record]] = {}
        old = [each for each in chunk if each.action != "insert"]
        for table in {each.table.name: each.table for each in old}.values():
            wanted = {each.identity or () for each in old if each.table is table}
            paths = identity_paths(table)
            there[table.name] = set(self._reader.find(table, paths, paths, wanted))
        return [
            each
            for each in chunk
            if each.action == "insert" or each.identity in there[each.table.name]
        ]

    # Rows that may be there already

    def _unsure(self, chunk: Sequence[Operation]) -> list[Operation]:
        """The inserts whose key the service does not watch, so that it would make a second row."""
        unsure = []
        for each in chunk:
            key = frozenset(natural_columns(each.table))
            if each.action == "insert" and key not in self._known_unique(each.table):
                unsure.append(each)
        return unsure

    def _known_unique(self, table: Table) -> frozenset[frozenset[str]]:
        shape = self._shapes.of(table)
        return shape.unique | {frozenset(shape.key)}

    def _adopt(self, operations: Sequence[Operation]) -> int:
        """Turn the inserts of rows that are there into updates, and say how many there were."""
        adopted = 0
        inserts = [e for e in operations if e.action == "insert"]
        for table in {each.table.name: each.table for each in inserts}.values():
            own = [each for each in inserts if each.table is table]
            with self._reader.noting() as versions:
                standing = self._standing(table, own)
            for each in own:
                identity = standing.get(each.natural or ())
                if identity is not None:
                    version = versions.get((table.name, identity), ANY)
                    self._make_update(each, identity, version)
                    adopted += 1
        return adopted

    def _standing(
        self, table: Table, inserts: Sequence[Operation]
    ) -> dict[Record, Record]:
        """The identities of standing rows by natural key."""
        keys = [key for each in inserts if (key := each.natural) is not None]
        if not keys:
            return {}
        by = tuple(Path((name,)) for name in natural_columns(table))
        identity = identity_paths(table)
        rows = self._reader.find(table, (*by, *identity), by, keys)
        return {row[: len(by)]: row[len(by) :] for row in rows}

    def _make_update(
        self, operation: Operation, identity: Record, version: str
    ) -> None:
        fixed = {*natural_columns(operation.table), *identity_columns(operation.table)}
        values = {k: v for k, v in operation.values.items() if k not in fixed}
        made = self._maker.update_to(operation.table, values, identity, version)
        operation.action, operation.identity = "update", identity
        operation.request = made.request

    # Sending

    def _send(self, chunk: Sequence[Operation], *, atomic: bool) -> list[Answer]:
        """The answers, one for each operation or one for a change set that was refused."""
        answers: dict[int, Answer] = {}
        waiting = list(range(len(chunk)))
        for attempt in range(_ATTEMPTS):
            sent = self._send_once([chunk[n] for n in waiting], atomic)
            if atomic and len(sent) == 1 and not sent[0].ok:
                if sent[0].status not in _THROTTLED:
                    return sent
            else:
                answers |= dict(zip(waiting, sent, strict=True))
                waiting = [n for n in waiting if answers[n].status in _THROTTLED]
            if not waiting:
                break
            time.sleep(seconds_asked(sent, attempt))
        if len(answers) < len(chunk) or waiting:
            raise EndError(
                f"{self._channel.system} goes on refusing writes as too many"
            )
        return [answers[n] for n in range(len(chunk))]

    def _send_once(self, chunk: Sequence[Operation], atomic: bool) -> list[Answer]:
        for attempt in range(1, _ATTEMPTS + 1):
            requests = [each.request for each in chunk]
            repeatable = all(each.repeatable for each in chunk)
            try:
                answers = send_batch(
                    self._channel,
                    requests,
                    self._headers,
                    atomic=atomic,
                    repeatable=repeatable,
                )
                if len(answers) == len(chunk) or (atomic and len(answers) == 1):
                    return answers
                raise LostAnswer(
                    f"{self._channel.system}: {len(answers)} answers to {len(chunk)} operations"
                )
            except LostAnswer:
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(seconds_asked((), attempt - 2))
                self._adopt(chunk)
        raise EndError(f"{self._channel.system}: no answer")

    def _note(
        self, chunk: Sequence[Operation], answers: Sequence[Answer], origin: str | None
    ) -> None:
        """Remember the versions of written rows, by which their changes are known for our own."""
        for each, answer in zip(chunk, answers, strict=True):
            if each.table.table in self._maker.wanted and answer.ok:
                version = self._version(answer)
                if version and each.identity is not None:
                    place = (each.table.table, each.identity)
                    self.versions[place] = (version, origin)

    def _version(self, answer: Answer) -> str | None:
        try:
            shown = decode_json(answer.text)
        except ValueError:
            shown = {}
        version = shown.get(self.stamp) if isinstance(shown, dict) else None
        return version or (
            answer.headers.get("etag") if self.stamp == "@odata.etag" else None
        )


def _taken(answers: Sequence[Answer], chunk: Sequence[Operation]) -> bool:
    return len(answers) == len(chunk) and all(each.ok for each in answers)


def _culprit(chunk: Sequence[Operation], answer: Answer) -> Operation:
    """The operation that a refused change set failed at; the first where the service does not say."""
    if answer.content_id.isdigit() and 1 <= int(answer.content_id) <= len(chunk):
        return chunk[int(answer.content_id) - 1]
    return chunk[0]
