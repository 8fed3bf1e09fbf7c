"""From findings to a rollout: what must be done, in which order, for which maps and which records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, TypeAlias

from dwmap.changes.model import Finding, Obligation
from dwmap.changes.resync import Resync, everything, resync_of
from dwmap.changes.surroundings import HEADINGS, Surroundings
from dwmap.ir.model import Direction

_Wanted: TypeAlias = dict[Obligation, dict[str, list[Finding]]]
"""For each duty the maps that it is due for, each with the findings that want it."""

_TEXTS: Final[Mapping[Obligation, str]] = {
    Obligation.FREEZE_WRITES: "let nobody write the rows of",
    Obligation.DRAIN_QUEUE: "wait until nothing waits in the queue of",
    Obligation.PAUSE: "pause",
    Obligation.STOP: "stop",
    Obligation.STATE_MIGRATION: "carry the state over of",
    Obligation.RESTART: "restart",
    Obligation.REKEY: "make the links anew of",
    Obligation.BACKFILL: "bring the changed fields into line in",
    Obligation.RESYNC: "carry the rows over again of",
    Obligation.MANUAL_MERGE: "settle by hand what became two, or one, in",
    Obligation.CLEANUP_ORPHANS: "clean up rows without a partner in",
}
_BEFORE: Final = (
    Obligation.FREEZE_WRITES,
    Obligation.DRAIN_QUEUE,
    Obligation.PAUSE,
    Obligation.STOP,
)
_STANDING: Final = frozenset({Obligation.STOP.value, Obligation.PAUSE.value})
_AFTER: Final = tuple(one for one in Obligation if one not in _BEFORE)
_WITHOUT_RETURN: Final = frozenset(
    {
        *(Obligation.REKEY, Obligation.BACKFILL, Obligation.RESYNC),
        *(Obligation.MANUAL_MERGE, Obligation.CLEANUP_ORPHANS),
    }
)


@dataclass(frozen=True)
class Stage:
    """
    One step of a rollout. `maps` are in the order in which it is done; `because` are the rules that want it.

    From the first `final` one on, what was written cannot be taken back by going back to what was there before.
    """

    duty: str
    text: str
    maps: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    resyncs: tuple[Resync, ...] = ()
    final: bool = False


@dataclass(frozen=True)
class Deployed:
    """What a rollout brings: how it is done, what was there before, and what is said where nothing else is to be done."""

    text: str
    old: str
    nothing: str


PACKAGE: Final = Deployed(
    "install the new package",
    "the old package",
    "Nothing to do but to install the new package.",
)
MAPS: Final = Deployed(
    "import the new maps, and choose their versions",
    "the old maps",
    "No map has to stand still, and no row to be carried over again.",
)
SETTINGS: Final = Deployed(
    "change what is different in the environment",
    "what was set there",
    MAPS.nothing,
)


@dataclass(frozen=True)
class Plan:
    """
    The steps, and the maps that are rolled out together: those that change, and where they stand still all that wait
    for them.
    """

    stages: tuple[Stage, ...]
    group: tuple[str, ...]
    deployed: Deployed = PACKAGE

    @property
    def stands_still(self) -> bool:
        """Whether maps are stopped or paused."""
        return any(stage.duty in _STANDING for stage in self.stages)


def plan_of(
    findings: Sequence[Finding], around: Surroundings, deployed: Deployed = PACKAGE
) -> Plan:
    """The rollout that the findings ask for; without duties there is nothing to do but to deploy."""
    wanted: _Wanted = {}
    for finding in findings:
        for duty in finding.obligations:
            for map in _maps_of(finding, around):
                wanted.setdefault(duty, {}).setdefault(map, []).append(finding)
    if not wanted:
        return Plan((), (), deployed)
    _merge(wanted, Obligation.BACKFILL, Obligation.RESYNC)
    stands = {*wanted.get(Obligation.STOP, ()), *wanted.get(Obligation.PAUSE, ())}
    if stands:  # What stands still is started at the end.
        _drop(wanted, Obligation.RESTART, stands)
    changed = {map for maps in wanted.values() for map in maps}
    group = _group(changed, around) if stands else tuple(_in_order(changed, around))
    stages = [
        *(_stage(duty, wanted[duty], around) for duty in _BEFORE if duty in wanted),
        Stage("deploy", deployed.text),
        *(_stage(duty, wanted[duty], around) for duty in _AFTER if duty in wanted),
    ]
    if stands:
        stages.append(
            Stage("start", "start, in this order," if group[1:] else "start", group)
        )
    stages.append(Stage("reconcile", "compare both sides of", group))
    return Plan(tuple(stages), group, deployed)


def _merge(wanted: _Wanted, small: Obligation, large: Obligation) -> None:
    """A map that does the larger duty does the smaller one by it, for the same records."""
    both = wanted.get(small, {}).keys() & wanted.get(large, {}).keys()
    for map in both:
        wanted[large][map] += wanted[small][map]
    _drop(wanted, small, both)


def _drop(wanted: _Wanted, duty: Obligation, maps: Set[str]) -> None:
    left = {
        one: found for one, found in wanted.get(duty, {}).items() if one not in maps
    }
    wanted.pop(duty, None)
    if left:
        wanted[duty] = left


def _stage(
    duty: Obligation, wanted: Mapping[str, list[Finding]], around: Surroundings
) -> Stage:
    maps = tuple(_in_order(wanted, around))
    because = sorted({one.rule for found in wanted.values() for one in found})
    carries = duty in (Obligation.BACKFILL, Obligation.RESYNC)
    resyncs = tuple(_resyncs(maps, wanted, around)) if carries else ()
    final = duty in _WITHOUT_RETURN
    return Stage(duty.value, _TEXTS[duty], maps, tuple(because), resyncs, final)


def _resyncs(
    maps: Iterable[str], wanted: Mapping[str, list[Finding]], around: Surroundings
) -> Iterator[Resync]:
    """What is carried over again; a line that lost a direction goes the other way once, for what differs by now."""
    for name in maps:
        pair = around.pairs.get(name)
        if pair is None:
            continue
        left = set(_left_over(wanted[name]))
        for heading in HEADINGS:
            found = resync_of(pair, heading)
            if found is not None:
                yield found
            elif heading in left:
                yield everything(
                    pair, heading, "which pairs differ by now is not known here"
                )


def _left_over(findings: Iterable[Finding]) -> Iterator[Direction]:
    """The direction that is left to lines which went both ways."""
    for finding in findings:
        for change in finding.changes:
            if change.member == "direction" and change.after != "both":
                yield change.after


def _maps_of(finding: Finding, around: Surroundings) -> set[str]:
    """The maps that a finding is about: its own, or those that depend on what changed."""
    own = {finding.map} if finding.map is not None else set()
    return own | {effect.map for effect in finding.effects} or _users(finding, around)


def _users(finding: Finding, around: Surroundings) -> set[str]:
    """The maps of an entity whose own members changed."""
    names = {
        name
        for change in finding.changes
        for step in change.path[:1]
        for name in (step.before, step.after)
    }
    maps = around.after.project.maps
    return {one.name for one in maps if {one.left, one.right} & names}


def _group(changed: set[str], around: Surroundings) -> tuple[str, ...]:
    """The maps that change and all that wait for them, in the order in which they run."""
    waiting: dict[str, set[str]] = {}
    for map in around.after.project.maps:
        for each in map.dependencies:
            waiting.setdefault(each.map, set()).add(map.name)
    group, left = set(changed), list(changed)
    while left:
        for name in waiting.get(left.pop(), set()) - group:
            group.add(name)
            left.append(name)
    return tuple(_in_order(group, around))


def _in_order(names: Iterable[str], around: Surroundings) -> Iterator[str]:
    """In the order of the plan; maps that are gone come first, in that of their names."""
    wanted = set(names)
    places: dict[str, int] = {}
    for place, step in enumerate(around.after.project.plan):
        places.setdefault(step.map, place)
    yield from sorted(wanted, key=lambda name: (places.get(name, -1), name))
