"""A change that is called safe never changes what becomes of a record; and one that does is never called safe."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from changes.test_resync import outcome
from dwmap.changes.judge import judge
from dwmap.changes.model import Weight
from dwmap.changes.surroundings import HEADINGS, MapPair, Surroundings
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import Record
from dwmap.ir.model import Direction, Project
from dwmap.ir.scope import Scope
from dwmap.prove.context import SOURCES
from dwmap.prove.records import columns_of, records_of
from dwmap.prove.representatives import is_value_of
from dwmap.prove.trips import occurs
from harness.mutations import mutated, places
from harness.random_maps import random_map

_KINDS = ("kind", "name", "targets", "segments", "inputs")
"""Of types and paths: another kind or field has another type, which no source would have been let through with."""


def changed(project: Project, chance: random.Random) -> Project | None:
    """The project with one member of its map, tables or fields changed, or with two lines in other places."""
    if chance.random() < 0.1:
        (map,) = project.maps
        lines = [*map.fields]
        chance.shuffle(lines)
        return replace(project, maps=(replace(map, fields=tuple(lines)),))
    wanted = ("maps", "value_maps", "transforms", "entities")
    paths = [one for one in places(project) if one[0] in wanted]
    path = chance.choice([one for one in paths if not {*one} & {*_KINDS}])
    return mutated(project, path, chance)


def _is_sound(project: Project) -> bool:
    """Whether it can be carried out: what lines use is there, and filters are conditions."""
    try:
        scope = Scope(project)
        (map,) = project.maps
        interpreter = Interpreter(map, scope)
        for use in (line.transform for line in map.fields if line.transform):
            # Few records may all be outside the filter, and then nothing would ask for it.
            kept: dict[str, Mapping[str, object]] = {
                "value_map": scope.value_maps,
                "states": scope.states,
            }
            kept.get(use.kind, scope.transforms)[use.name]
        for heading in HEADINGS:
            interpreter.lines(heading)
            for record in records_of(map, SOURCES[heading], scope, 3):
                outcome(interpreter, heading, record)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return False
    return True


def _can_be(pair: MapPair, heading: Direction, record: Record) -> bool:
    """Whether the end can hold such a record, before or after."""
    for one in (pair.before, pair.after):
        entity, side = getattr(one.map, SOURCES[heading]), SOURCES[heading]
        types = {each.key: each.type for each in columns_of(one.map, side, one.scope)}
        if all(
            (value is None or is_value_of(value, types[name], one.scope))
            and occurs(value, entity, one.scope)
            for name, value in record.items()
            if name in types
        ):
            return True
    return False


def _differing(pair: MapPair, seed: int) -> tuple[Direction, Record] | None:
    """A record that the change matters to."""
    for heading in HEADINGS:
        for one in (pair.before, pair.after):
            for record in records_of(one.map, SOURCES[heading], one.scope, 40, seed):
                if _can_be(pair, heading, record):
                    was = outcome(pair.before, heading, record)
                    if was != outcome(pair.after, heading, record):
                        return heading, record
    return None


@pytest.mark.parametrize("maps", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_safe_changes(maps: int) -> None:
    """Held against the records of both states, in both directions."""
    safe = matters = 0
    for seed in range(maps):
        before = random_map(seed).project
        after = changed(before, random.Random(seed))
        if after is None or not _is_sound(after):
            continue
        pairs = Surroundings(before, after).pairs
        findings = judge(before, after)
        is_safe = all(one.weight is Weight.SAFE for one in findings)
        found = [_differing(pair, seed) for pair in pairs.values()]
        if any(found):
            matters += 1
            assert not is_safe, (seed, found, findings)
        safe += is_safe

    assert safe > maps / 50
    assert matters > maps / 20


def test_the_rules_of_lines_and_maps_are_met() -> None:
    """The changes above are of many kinds."""
    met = set()
    for seed in range(300):
        before = random_map(seed).project
        after = changed(before, random.Random(seed))
        if after is not None and _is_sound(after):
            met |= {one.rule for one in judge(before, after)}

    assert len(met) > 15
