"""What is proved never has a counterexample, and a witness always is one: on maps and records made at random."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dwmap.interpret.maps import Interpreter, Line
from dwmap.interpret.values import Refusal, Unset, Value
from dwmap.ir.model import Direction
from dwmap.prove.context import SOURCES, TARGETS, SideName, Subject, Surroundings
from dwmap.prove.filters import Relation, compare, meet, passes
from dwmap.prove.laws import completeness, rest, round_trip, scope_closure
from dwmap.prove.records import columns_of, records_of
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import Leg, occurs
from dwmap.prove.verdict import Status, Verdict
from harness.random_maps import RandomMap, random_condition, random_map

COUNTS = [
    pytest.param(400, 40, id="some"),
    pytest.param(10_000, 100, id="many", marks=pytest.mark.long),
]


def _subject(made: RandomMap) -> Subject:
    return Subject(made.map, Surroundings(made.project, made.scope))


@pytest.mark.parametrize(("maps", "records"), COUNTS)
def test_round_trips(maps: int, records: int) -> None:
    """A proved line brings every value back, and comes to rest."""
    proved = broken = 0
    for seed in range(maps):
        made = random_map(seed)
        subject = _subject(made)
        for law, judge in (("back", round_trip.judge), ("rest", rest.judge)):
            for pair, verdict in zip(subject.legs, judge(subject), strict=True):
                proved += verdict.status is Status.PROVED
                broken += verdict.status is Status.BROKEN
                if verdict.status is Status.PROVED:
                    for leg in pair:
                        _try_leg(made, leg, law, records, seed)
                if verdict.status is Status.BROKEN:
                    _confirm_trip(pair, verdict, law, seed)
    assert proved > maps / 10
    assert broken > maps / 20


def _try_leg(made: RandomMap, leg: Leg, law: str, records: int, seed: int) -> None:
    entity = getattr(made.map, SOURCES[leg.there.heading])
    for _ in range(records):
        value = made.value(leg.source.type)
        if not occurs(value, entity, made.scope):
            continue
        try:
            there = leg.carry(value)
            if isinstance(there, Unset):
                continue
            back = leg.bring_back(there)
            if isinstance(back, Unset):
                continue
        except Refusal:
            continue
        if law == "back":
            assert leg.same(value, back), (seed, leg.source.text, value, there, back)
            continue
        try:
            again = leg.carry(back)
            last = again if isinstance(again, Unset) else leg.bring_back(again)
        except Refusal:
            continue
        if not isinstance(last, Unset):
            assert leg.same(back, last), (seed, leg.source.text, value, back, last)


def _confirm_trip(pair: tuple[Leg, Leg], verdict: Verdict, law: str, seed: int) -> None:
    path, start = verdict.witness[0].values[0]
    leg = next(each for each in pair if each.source.text == path)
    assert not isinstance(start, Unset)
    there = leg.carry(start)
    assert not isinstance(there, Unset)
    back = leg.bring_back(there)
    assert not isinstance(back, Unset)
    if law == "back":
        assert not leg.same(start, back), (seed, verdict)
        return
    again = leg.carry(back)
    assert not isinstance(again, Unset)
    assert not leg.same(back, leg.bring_back(again)), (seed, verdict)


@pytest.mark.parametrize(("maps", "records"), COUNTS)
def test_scope_closure(maps: int, records: int) -> None:
    """Where it is proved, no record in scope arrives outside; where it is broken, the witness does."""
    proved = broken = 0
    for seed in range(maps):
        made = random_map(seed)
        subject = _subject(made)
        for verdict in scope_closure.judge(subject):
            right = verdict.subject.startswith("fo.")
            heading: Direction = "to_right" if right else "to_left"
            if verdict.status is Status.PROVED:
                proved += 1
                random = (made.record(SOURCES[heading]) for _ in range(records))
                for record in (*random, *_telling(made, SOURCES[heading])):
                    assert (
                        _arrives(subject.interpreter, heading, record) is not False
                    ), (
                        seed,
                        record,
                    )
            if verdict.status is Status.BROKEN:
                broken += 1
                record = _record(verdict)
                assert (
                    _arrives(subject.interpreter, heading, record, partial=True)
                    is False
                ), (
                    seed,
                    verdict,
                )
    assert proved > maps / 50
    assert broken > maps / 20


def _record(verdict: Verdict) -> dict[str, Value]:
    """The record that a witness begins with."""
    return {
        name.casefold(): value
        for name, value in verdict.witness[0].values
        if not isinstance(value, Unset)
    }


def _telling(made: RandomMap, side: SideName) -> Iterator[dict[str, Value]]:
    """The records that cover a side; a law speaks of those that its types allow and its system stores."""
    columns = columns_of(made.map, side, made.scope)
    entity = getattr(made.map, side)
    for record in records_of(made.map, side, made.scope):
        if all(
            is_value_of(record[one.key], one.type, made.scope)
            and occurs(record[one.key], entity, made.scope)
            for one in columns
        ):
            yield record


def _arrives(
    interpreter: Interpreter,
    heading: Direction,
    record: dict[str, Value],
    *,
    partial: bool = False,
) -> bool | None:
    """Whether a record arrives in scope, where its filter can judge it; None for one that does not travel."""
    source, target = SOURCES[heading], TARGETS[heading]
    try:
        if not interpreter.in_scope(source, record):
            return None
        row: dict[str, Value] = {}
        for line in interpreter.lines(heading):
            name = line.target.text.casefold()
            try:
                value = line.carry(record)
            except Refusal:
                if partial:
                    continue
                raise
            row[name] = None if isinstance(value, Unset) else value
    except Refusal:
        return None
    try:
        return interpreter.in_scope(target, row)
    except Refusal:
        return False


@pytest.mark.parametrize(("maps", "records"), COUNTS)
def test_the_algebra_of_filters(maps: int, records: int) -> None:
    """What two filters have in common, and how one became the other."""
    certain = 0
    for seed in range(maps):
        made, one, other = random_condition(seed)
        meeting, change = meet(one, other, made.scope), compare(one, other, made.scope)
        for witness, then, now in (
            (meeting.witness, True, True),
            (change.left_out, True, False),
            (change.let_in, False, True),
        ):
            if witness is not None:
                assert passes(one, witness, made.scope) is then
                assert passes(other, witness, made.scope) is now
        certain += change.complete
        for _ in range(records):
            record = made.record("left")
            then, now = (passes(each, record, made.scope) for each in (one, other))
            where = (seed, record)
            if meeting.complete and meeting.witness is None:
                assert not (then and now), where
            if change.complete and change.relation in (
                Relation.EQUAL,
                Relation.NARROWED,
            ):
                assert then or not now, where
            if change.complete and change.relation in (
                Relation.EQUAL,
                Relation.WIDENED,
            ):
                assert now or not then, where
    assert certain > maps / 2


@pytest.mark.parametrize(("maps", "records"), COUNTS)
def test_completeness(maps: int, records: int) -> None:
    """Where it is proved, no record leaves the required field empty; where it is broken, the witness does."""
    proved = broken = 0
    for seed in range(maps):
        made = random_map(seed)
        subject = _subject(made)
        for verdict in completeness.judge(subject):
            entity, _, field = verdict.subject.rpartition(".")
            heading: Direction = "to_right" if entity == made.map.right else "to_left"
            lines = subject.writers(heading, field)
            if verdict.status is Status.PROVED:
                proved += 1
                for _ in range(records):
                    record = made.record(SOURCES[heading])
                    assert not _leaves_empty(lines, record), (seed, record)
            if verdict.status is Status.BROKEN and verdict.witness:
                broken += 1
                record = _record(verdict)
                assert _leaves_empty(lines, record), (seed, verdict)
    assert proved > maps / 50
    assert broken > maps / 50


def _leaves_empty(lines: list[Line], record: dict[str, Value]) -> bool:
    """Whether a new row gets no value from the line that counts; a record that is refused for its value does not."""
    for line in lines:
        if line.applies(record):
            try:
                value = line.carry(record)
            except Refusal as refusal:
                return refusal.code == "missing-value"
            return value is None or isinstance(value, Unset)
    return True


def test_a_filter_is_equal_to_itself() -> None:
    """Nothing changed, nothing is said to have."""
    for seed in range(200):
        made, one, _ = random_condition(seed)
        assert compare(one, one, made.scope).relation is Relation.EQUAL
