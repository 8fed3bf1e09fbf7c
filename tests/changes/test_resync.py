"""The records to carry over again: none too few, and where they are called the smallest set, none too many."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from dwmap.changes.resync import Resync, resync_of
from dwmap.changes.surroundings import HEADINGS, MapPair, Surroundings
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import Record, Refusal
from dwmap.ir.model import Direction, Expr, Map, Otherwise, Pair, Project, ValueMap
from dwmap.ir.scope import Scope
from dwmap.prove.context import SOURCES
from dwmap.prove.filters import passes
from dwmap.prove.records import columns_of, records_of
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import occurs
from harness.random_maps import random_condition


def two_states(seed: int) -> tuple[Project, Project]:
    """A project, and the same with another filter, or another entry or fallback of a value map."""
    chance = random.Random(seed)
    made, one, other = random_condition(seed)
    before = _filtered(made.project, one)
    if chance.random() < 0.4 or not before.value_maps:
        return before, _filtered(before, other)
    tables = [*before.value_maps]
    place = chance.randrange(len(tables))
    tables[place] = _other_table(tables[place], chance)
    return before, replace(before, value_maps=tuple(tables))


def _filtered(project: Project, filter: Expr) -> Project:
    return replace(project, maps=(replace(project.maps[0], left_filter=filter),))


def _other_table(table: ValueMap, chance: random.Random) -> ValueMap:
    pairs = [*table.pairs]
    if pairs and chance.random() < 0.5:
        pairs.pop(chance.randrange(len(pairs)))
    elif len(pairs) > 1:
        first, second, *rest = pairs
        turned = Pair(left=first.left, right=second.right)
        pairs = [turned, Pair(left=second.left, right=first.right), *rest]
    else:
        return replace(table, to_right=Otherwise(policy="null"))
    return replace(table, pairs=tuple(pairs))


def outcome(interpreter: Interpreter, heading: Direction, record: Record) -> object:
    """What a record becomes: what is written, the refusal, or nothing where it is out of scope."""
    side = "left" if heading == "to_right" else "right"
    map: Map = interpreter.map
    filter = map.left_filter if side == "left" else map.right_filter
    if not passes(filter, dict(record), interpreter.scope):
        return None
    try:
        written = interpreter.carry(heading, record)
    except Refusal as refusal:
        return refusal.code, refusal.field
    return {name: (type(value), value) for name, value in written.items()}


def wanted(pair: MapPair, heading: Direction, record: Record) -> bool:
    """Whether the record must be carried over again: it is in scope, and has another outcome."""
    now = outcome(pair.after, heading, record)
    return now is not None and now != outcome(pair.before, heading, record)


def refused(pair: MapPair, heading: Direction, record: Record) -> bool:
    """Whether it is refused before and after: carried over again or not, nothing comes of it."""
    sides = (pair.before, pair.after)
    return all(isinstance(outcome(one, heading, record), tuple) for one in sides)


def chosen(resync: Resync | None, record: Record, scope: Scope) -> bool:
    """Whether the condition lets a record pass; without one all do, and without a re-sync none."""
    return resync is not None and passes(resync.condition, dict(record), scope)


def _is_odd(record: Record) -> bool:
    """Whether a text has letters that are found as others, too, which the re-sync says of itself."""
    texts = [one for one in record.values() if isinstance(one, str)]
    return any(not one.isascii() or "ss" in one.lower() for one in texts)


def _records(pair: MapPair, heading: Direction, seed: int) -> Iterator[Record]:
    """Records that the end can hold."""
    map, scope, side = pair.after.map, pair.after.scope, SOURCES[heading]
    types = {one.key: one.type for one in columns_of(map, side, scope)}
    for record in records_of(map, side, scope, 60, seed):
        if all(
            (value is None or is_value_of(value, types[name], scope))
            and occurs(value, getattr(map, side), scope)
            for name, value in record.items()
        ):
            yield record


@pytest.mark.parametrize("maps", [400, pytest.param(10_000, marks=pytest.mark.long)])
def test_the_records_to_carry_over_again(maps: int) -> None:
    """Held against every record that the generator makes."""
    smallest = few = 0
    for seed in range(maps):
        before, after = two_states(seed)
        (pair,) = Surroundings(before, after).pairs.values()
        for heading in HEADINGS:
            resync = resync_of(pair, heading)
            for record in _records(pair, heading, seed):
                must = wanted(pair, heading, record)
                does = chosen(resync, record, pair.after.scope)
                told = resync is not None and "ß" in resync.why_not and _is_odd(record)
                assert does or not must or told, (seed, heading, resync, record)
                if resync is not None and resync.smallest:
                    spared = must or not does or refused(pair, heading, record)
                    assert spared, (seed, heading, resync, record)
                    smallest += 1
                    few += not does
    assert smallest > 10 * maps
    assert few > smallest / 4
