"""
One live round: the feeds of both ends, map by map in the order of the plan, in both directions.

Creates and updates go parents first, deletes children first. What was refused because a row it points at is
missing is tried again at the end, since the row may have come in the same round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from ._carry import Carrier
from ._changes import Touched, fold
from ._conflict import Verdict, judge, winner
from ._deletes import delete_partners
from ._leg import DIRECTIONS, Direction, Leg
from ._linked import LinkedCompanies, TakesPart
from ._masks import shown_row
from ._model import Map, Project, Record, Side
from ._notes import Task
from ._outcome import Failure, Outcome
from ._reading import identity_of
from ._recall import recall
from ._rejoin import delete_orphans, has_travelled, meet, rejoin
from ._sides import Moved, Seen, SideName, see
from ._state import State
from .connectors._base import Change, End

_ATTEMPTS = 10


class Deletion(NamedTuple):
    """A row that is gone, whose partner is dealt with at the end of the round."""

    carrier: Carrier
    moved: Moved


class Live:
    """Carries changes between open ends; what it plans for a map stays for the next round."""

    def __init__(self, project: Project, ends: Mapping[str, End], state: State) -> None:
        self.project, self.ends, self.state = project, ends, state
        self._carriers: dict[tuple[str, Direction], Carrier] = {}
        self._read_up_to: Mapping[str, str] = {}
        self._recalled: list[tuple[str, Direction, str]] = []
        self._companies, self._linked = TakesPart(), LinkedCompanies(state)
        names = dict.fromkeys(step.map for step in project.plan)
        names |= dict.fromkeys(each.name for each in project.maps)
        self._in_order = [project.map(name) for name in names]

    def forget_recalled(self) -> None:
        """Forget the intents that the last round has judged with, in the transaction that ends it."""
        for name, direction, row in self._recalled:
            self.state.drop_intents(name, direction, [row])
        self._recalled = []

    def maps_in_order(self) -> list[Map]:
        """The maps, parents first, each once."""
        return self._in_order

    def round(
        self,
        changes: Mapping[str, Sequence[Change]],
        maps: Collection[str],
        read_up_to: Mapping[str, str],
    ) -> list[Outcome]:
        """
        Propagate the changes of each system in these maps, and say what became of every one.

        `read_up_to` are the positions behind the changes; where an outcome is `postponed`, the round has to
        be done again with what came after them.
        """
        touched = {system: fold(each) for system, each in changes.items() if each}
        if not touched or not maps:
            return []
        with self._having_read(read_up_to):
            outcomes = self._round(dict.fromkeys(maps, touched))
            if any(each.status in ("created", "updated") for each in outcomes):
                outcomes += self._again(
                    self.state.failures(code="missing-reference", maps=list(maps))
                )
            return outcomes

    def part(
        self,
        changes: Mapping[str, Mapping[str, Sequence[Change]]],
        failures: Sequence[Failure],
        read_up_to: Mapping[str, str],
    ) -> list[Outcome]:
        """A round of these changes by map and system, which tries these failures again and no others."""
        touched = {
            name: {system: fold(each) for system, each in of_map.items()}
            for name, of_map in changes.items()
        }
        with self._having_read(read_up_to):
            return self._round(touched) + self._again(failures)

    @contextmanager
    def _having_read(self, read_up_to: Mapping[str, str]) -> Iterator[None]:
        self._read_up_to, self._recalled = read_up_to, []
        self._companies = TakesPart(self._linked.codes())
        try:
            yield
        finally:
            self._read_up_to = {}

    def _round(
        self, touched: Mapping[str, Mapping[str, Mapping[str, list[Touched]]]]
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        deletions: list[Deletion] = []
        for each in self._in_order:
            rows = touched.get(each.name)
            if rows is not None and _is_touched(each, rows):
                outcomes += self._map_round(each, rows, deletions)
        for deletion in reversed(deletions):
            outcomes += delete_partners(deletion.carrier, [deletion.moved])
        return outcomes

    def _again(self, failures: Sequence[Failure]) -> list[Outcome]:
        """Try failures again; those that still wait are no news."""
        again = self.retry(failures) if failures else ()
        return [each for each in again if each.status != "refused"]

    def missed_deletes(self, end: End) -> Iterator[Change]:
        """The deletes of linked rows that the last look at an end did not tell, because its feed began anew."""
        anew = end.began_anew()
        told: set[tuple[str, Record]] = set()
        for each in self.project.maps if anew else ():
            for name, side in (("left", each.left), ("right", each.right)):
                table = side.table
                if table.system == end.system.name and table.table in anew:
                    texts = self.state.links(each.name, name)
                    rows = [identity_of(table, text) for text in texts]
                    told |= {(table.table, row) for row in end.gone(table, rows)}
        now = datetime.now(UTC)
        for table_name, row in sorted(told, key=repr):
            yield Change(table_name, "delete", row, None, None, None, now)

    def carrier(self, each: Map, direction: Direction) -> Carrier:
        """The carrier of one direction of a map."""
        carrier = self._carriers.get((each.name, direction))
        if carrier is None:
            carrier = self._carriers[each.name, direction] = self._made(each, direction)
        system = carrier.leg.target_end.system.name
        carrier.watch(self._read_up_to.get(system) or self.state.position(system))
        carrier.companies = self._companies
        return carrier

    def _made(self, each: Map, direction: Direction) -> Carrier:
        pair = (
            self.ends[each.left.table.system],
            self.ends[each.right.table.system],
        )
        cyclic = {
            column
            for step in self.project.plan
            if step.map == each.name
            for column in step.without
        }
        return Carrier(Leg(each, direction, pair), self.state, frozenset(cyclic))

    # One map

    def _map_round(
        self,
        each: Map,
        touched: Mapping[str, Mapping[str, list[Touched]]],
        deletions: list[Deletion],
    ) -> list[Outcome]:
        left = self._see(each, "forward", touched)
        right = self._see(each, "backward", touched)
        forward, backward = (self.carrier(each, way) for way in DIRECTIONS)
        for there, back, source, target in (
            (forward, backward, left, right),
            (backward, forward, right, left),
        ):
            rejoin(there, source, target)
            used = recall(there, source, target)
            self._recalled += [(each.name, there.leg.direction, row) for row in used]
            delete_orphans(there, back, source, target)
        meet(forward, left, right)
        verdicts = self._settle_pairs(each, left, right)
        outcomes = []
        for carrier, seen in ((forward, left), (backward, right)):
            outcomes += [self._echo(carrier, moved) for moved in seen.echoes]
            if carrier.leg.transform is None:
                continue
            deletions += [
                Deletion(carrier, m) for m in seen.moved if m.fate == "delete"
            ]
            alive = [moved for moved in seen.moved if moved.fate != "delete"]
            outcomes += self._carry(carrier, alive, verdicts)
        return outcomes

    def _see(
        self,
        each: Map,
        direction: Direction,
        touched: Mapping[str, Mapping[str, list[Touched]]],
    ) -> Seen:
        carrier = self.carrier(each, direction)
        table = carrier.leg.source.table
        rows = touched.get(table.system, {}).get(table.table, [])
        name: SideName = "left" if direction == "forward" else "right"
        end, mark = carrier.leg.source_end, carrier.leg.origin
        images = carrier.notes.images.wanted
        return see(
            each, name, end, self.state, rows, mark, carrier.source, with_images=images
        )

    def _settle_pairs(self, each: Map, left: Seen, right: Seen) -> dict[str, Verdict]:
        """The verdict for each pair of which both sides changed, by its left row."""
        verdicts: dict[str, Verdict] = {}
        others = right.by_pair()
        flow = self.carrier(each, "forward").leg.flow
        for pair, mine in left.by_pair().items():
            other = others.get(pair)
            if other is None:
                continue
            if mine.fate == other.fate == "delete":
                self.state.drop_links(each.name, [pair])
            elif has_travelled(self.carrier(each, "forward"), mine, other):
                left.moved.remove(mine)
            elif has_travelled(self.carrier(each, "backward"), other, mine):
                right.moved.remove(other)
            elif "delete" in (mine.fate, other.fate):
                self._settle_delete(each, left, right, mine, other)
            else:
                verdicts[pair] = judge(each, flow, mine, other)
        return verdicts

    def _settle_delete(
        self, each: Map, left: Seen, right: Seen, mine: Moved, other: Moved
    ) -> None:
        """One side deleted what the other changed: the winner's wish is carried out, the other forgotten."""
        gone_left = mine.fate == "delete"
        won = winner(each, mine.at, other.at)
        if (other if gone_left else mine).own:
            # Nobody but the sync itself changed it.
            won = "left" if gone_left else "right"
        if won is None or (won == "left") == gone_left:
            loser, seen = (other, right) if gone_left else (mine, left)
            seen.moved.remove(loser)
            return
        gone, seen = (mine, left) if gone_left else (other, right)
        seen.moved.remove(gone)
        kept = other if gone_left else mine
        if kept.link is not None:
            self.state.drop_links(each.name, [kept.link.left_row])
        kept.link, kept.whole = None, True

    def _carry(
        self,
        carrier: Carrier,
        moved: Sequence[Moved],
        verdicts: Mapping[str, Verdict],
    ) -> list[Outcome]:
        if not moved:
            return []
        waiting = self.state.waiting(
            carrier.leg.map.name, carrier.leg.direction, [each.row for each in moved]
        )
        tasks, errors = [], []
        for each in moved:
            task = _task(carrier, each, whole=each.row in waiting)
            pair = "" if each.link is None else each.link.left_row
            if pair in verdicts:
                _obey(task, verdicts[pair], each, forward=carrier.forward)
                if (error := verdicts[pair].error) is not None:
                    errors.append((task, error))
                    continue
            tasks.append(task)
        outcomes = list(carrier.carry(tasks))
        for task, error in errors:
            outcomes.append(carrier.refusal(task, error))
        return outcomes

    def _echo(self, carrier: Carrier, moved: Moved) -> Outcome:
        leg = carrier.leg
        key: Record = (shown_row(leg.source.table, moved.row),)
        if moved.record is not None:
            key = leg.masks.key(leg.source_key(moved.record))
        return Outcome(leg.map.name, leg.direction, moved.fate, key, "echo")

    # Again

    def retry(self, failures: Sequence[Failure]) -> list[Outcome]:
        """Try failures again, parents first, as long as one more record gets through."""
        outcomes: list[Outcome] = []
        for _ in range(_ATTEMPTS):
            tried = self._retry_once(failures)
            outcomes = [each for each in outcomes if each.status != "refused"] + tried
            still = {each.failure.id for each in tried if each.failure is not None}
            if not still or len(still) == len(failures):
                break
            failures = [failure for failure in failures if failure.id in still]
        return outcomes

    def _retry_once(self, failures: Sequence[Failure]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for each in self.maps_in_order():
            for direction in DIRECTIONS:
                chosen = [
                    f
                    for f in failures
                    if (f.map, f.direction) == (each.name, direction)
                ]
                if chosen:
                    outcomes += self._retry_in(self.carrier(each, direction), chosen)
        return outcomes

    def _retry_in(self, carrier: Carrier, failures: Sequence[Failure]) -> list[Outcome]:
        leg = carrier.leg
        side: Side = leg.source
        texts = [failure.source_row for failure in failures]
        identities = [identity_of(side.table, text) for text in texts]
        rows = carrier.source.find_rows(leg.source_end, identities)
        links = self.state.links(
            leg.map.name, "left" if carrier.forward else "right", texts
        )
        tasks, gone = [], []
        for failure in failures:
            row, link = rows.get(failure.source_row), links.get(failure.source_row)
            if row is not None:
                record = carrier.source.records([row])[0]
                tasks.append(Task(failure.source_row, failure.operation, record, link))
            else:
                gone.append((failure, link))
        outcomes = list(carrier.carry(tasks))
        for failure, link in gone:
            self.state.drop_failures([failure.id])
            if failure.operation == "delete" and link is not None:
                outcomes += delete_partners(
                    carrier, [Moved.deleted(failure.source_row, link)]
                )
        return outcomes


def _task(carrier: Carrier, moved: Moved, *, whole: bool) -> Task:
    """What a row that moved is to carry over: all of it, or what the changed fields reach."""
    flow, direction = carrier.leg.flow, carrier.leg.direction
    whole = whole or moved.whole or moved.link is None
    fields = None if whole else flow.affected(direction, moved.fields)
    task = Task(moved.row, moved.fate, moved.record, moved.link, fields)
    if carrier.leg.source_end.tells_columns and not whole:
        # The record may hold changes that came after those that the feed has told.
        task.fresh = moved.fields
    return task


def _obey(task: Task, verdict: Verdict, moved: Moved, *, forward: bool) -> None:
    """Write nothing that the other side won."""
    task.blocked = verdict.forward_blocked if forward else verdict.backward_blocked
    task.conflicts = verdict.conflicts
    if not forward:
        task.fresh = moved.fields - verdict.written_right


def _is_touched(each: Map, touched: Mapping[str, Mapping[str, list[Touched]]]) -> bool:
    """Whether anything happened to the tables of a map."""
    return any(
        side.table.table in touched.get(side.table.system, ())
        for side in (each.left, each.right)
    )
