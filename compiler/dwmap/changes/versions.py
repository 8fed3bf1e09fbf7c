"""The step of its version that a map or solution needs for what changed in it, and whether it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, TypeAlias

from dwmap.changes.model import Change, Finding, Step, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.rule_table import RULES
from dwmap.changes.rules.version_changed import VersionChanged
from dwmap.changes.rules.version_step_missing import VersionStepMissing
from dwmap.changes.rules.version_step_too_small import VersionStepTooSmall
from dwmap.changes.rules.version_went_back import VersionWentBack
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import (
    Entity,
    Map,
    Project,
    Solution,
    States,
    Transform,
    ValueMap,
)
from dwmap.ir.origins import owner_name

_STEPS: Final[Mapping[Weight, int]] = {
    Weight.DESTRUCTIVE: 0,
    Weight.BREAKING: 0,
    Weight.CAUTION: 1,
}
"""Which number of a version a class raises; what is a note or safe raises the last one."""

_Worst: TypeAlias = dict[tuple[type, str], tuple[Weight, str, str | None]]
"""For each part that changes, by kind and name: the worst class, a rule that it is of, and whose overlay is its cause."""


def needed_version(version: str, weight: Weight) -> str:
    """
    The least version after a change of some class; before the first release, 0.x, each class steps one number lower.

    `1.4.0.2` is `2.0.0.0` after a breaking change, `1.5.0.0` after one of caution, `1.4.0.3` after a note.
    """
    numbers = _numbers(version)
    last = len(numbers) - 1
    place = min(_STEPS.get(weight, last) + (numbers[0] == 0), last)
    raised = [*numbers[:place], numbers[place] + 1, *[0] * (last - place)]
    return ".".join(map(str, raised))


def version_findings(
    findings: Iterable[Finding],
    around: Surroundings,
    culprit: Callable[[Finding], str | None] = lambda _: None,
) -> Iterator[Finding]:
    """
    Steps that are missing or too small, and versions that went back; what has no version needs none.

    `culprit` names the solution whose overlay is the cause of a finding: it takes the step, and not that of the base.
    """
    worst = _worst(findings, around, culprit)
    before, after = around.before.project, around.after.project
    maps = {one.name: one for one in before.maps}
    for map in after.maps:
        was = maps.get(map.name)
        drafts = was is not None and was.status == map.status == "draft"
        if was is not None and not drafts:  # A draft is not released.
            yield from _judged(was, map, worst, map.name)
    solutions = {one.name: one for one in before.solutions}
    for solution in after.solutions:
        if solution.name in solutions:
            yield from _judged(solutions[solution.name], solution, worst, None)


def _judged(
    was: Map | Solution, now: Map | Solution, worst: _Worst, map: str | None
) -> Iterator[Finding]:
    if not was.version or not now.version:
        return
    weight, cause, owner = worst.get((type(now), now.name), (None, "", None))
    called = f"`{now.name}`" if map else f"the solution `{now.name}`"
    rule: type[ChangeRule]
    if _less(now.version, was.version):
        rule, needed = VersionWentBack, was.version
        said = f"{called} goes back from version {was.version} to {now.version}"
    elif weight is None or not _less(
        now.version, needed := needed_version(was.version, weight)
    ):
        return
    elif now.version == was.version:
        rule = VersionStepMissing
        said = f"{called} changes, and its version is {now.version} as before"
    else:
        rule = VersionStepTooSmall
        said = f"the step of {called} from version {was.version} to {now.version} is too small"
    where = ""
    if map is not None and owner is not None:
        where = f" in the overlay of {owner_name(owner)}"
    why = f", since `{cause}` is {weight.word}" if weight is not None and cause else ""
    yield Finding(
        *(rule.code, f"{now.name}/version {needed}", said, "", "", rule.weight),
        *("proved", map),
        help=f"write `version {needed}` or more{where}{why}",
        changes=(_change(was, now),),
    )


def _change(was: Map | Solution, now: Map | Solution) -> Change:
    path = (Step.of(now, was, now),)
    return Change(path, "version", was.version, now.version, was, now)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _less(one: str, other: str) -> bool:
    """Whether a version is older than another; numbers that are missing are zero."""
    pairs = [*zip_longest(_numbers(one), _numbers(other), fillvalue=0)]
    return [a for a, _ in pairs] < [b for _, b in pairs]


def _worst(
    findings: Iterable[Finding],
    around: Surroundings,
    culprit: Callable[[Finding], str | None],
) -> _Worst:
    homes = [solutions_of(one.project) for one in (around.before, around.after)]
    found: _Worst = {}
    neutral = {rule.code for rule in RULES if rule.topic == "neutral"}
    for finding in findings:
        if finding.rule == VersionChanged.code or finding.rule in neutral:
            continue
        owner = culprit(finding)
        weights = [
            *((Map, name, weight) for name, weight in _of_maps(finding)),
            *((step.kind, step.name, finding.weight) for step in _changed(finding)),
        ]
        for kind, name, weight in weights:
            solutions = {known[kind, name] for known in homes if (kind, name) in known}
            solutions = solutions if owner is None else {owner} - {""}
            for part in ((kind, name), *((Solution, each) for each in solutions)):
                if part not in found or weight > found[part][0]:
                    found[part] = weight, finding.rule, owner
    return found


def _of_maps(finding: Finding) -> Iterator[tuple[str, Weight]]:
    """The maps that a finding is about, each with what it weighs there."""
    if finding.map is not None:
        yield finding.map, finding.weight
    for effect in finding.effects:
        judged = (one.weight for one in effect.judgements)
        yield effect.map, max(judged, default=finding.weight)


def _changed(finding: Finding) -> Iterator[Step]:
    """The declarations that changed."""
    for change in finding.changes:
        if change.declaration is not None:
            yield change.declaration


def solutions_of(project: Project) -> Mapping[tuple[type, str], str]:
    """The solution of every declaration that is part of one, by its kind and name."""
    kinds: tuple[Sequence[Map | Entity | ValueMap | Transform | States], ...] = (
        *(project.maps, project.entities, project.value_maps),
        *(project.transforms, project.states),
    )
    return {
        (type(one), one.name): one.solution
        for kind in kinds
        for one in kind
        if one.solution is not None
    }
