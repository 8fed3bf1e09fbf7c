"""The order of the maps, which follows from their lookups and what they say: circles and other orders."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.changes.model import Finding, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.rules.cycle_introduced import CycleIntroduced
from dwmap.changes.rules.order_changed import OrderChanged
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Project, Step


def order_findings(around: Surroundings) -> Iterator[Finding]:
    """Columns that must wait for a second pass now, and maps that change places."""
    before, after = around.before.project, around.after.project
    known = {(step.map, step.only) for step in before.plan if step.only}
    old = {map.name for map in before.maps}
    for step in after.plan:
        if step.only and step.map in old and (step.map, step.only) not in known:
            columns = ", ".join(step.only)
            text = f"`{step.map}` writes `{columns}` in a second pass"
            yield _finding(CycleIntroduced, step.map, text, "", columns)
    was, now = _common(before, after), _common(after, before)
    if was != now and [*map(_name, was)] != [*map(_name, now)]:
        moved = [
            _name(one) for one, other in zip(now, was, strict=False) if one != other
        ]
        text = f"the maps run in another order, from `{moved[0]}` on"
        first, second = (" ".join(map(_name, each)) for each in (was, now))
        yield _finding(OrderChanged, None, text, first, second)
    elif was != now and not _has_new_pass(before, after):
        first, second = (" ".join(map(_name, each)) for each in (was, now))
        yield _finding(
            OrderChanged, None, "the passes of maps are others", first, second
        )


def _common(project: Project, other: Project) -> list[Step]:
    """The steps of maps that are on both sides."""
    known = {map.name for map in other.maps}
    return [step for step in project.plan if step.map in known]


def _has_new_pass(before: Project, after: Project) -> bool:
    known = {(step.map, step.only) for step in before.plan if step.only}
    return any(step.only and (step.map, step.only) not in known for step in after.plan)


def _name(step: Step) -> str:
    return f"{step.map} (second pass)" if step.only else step.map


def _finding(
    rule: type[ChangeRule], map: str | None, message: str, before: str, after: str
) -> Finding:
    symbol = f"{map}/plan" if map else "plan"
    obligations = tuple(rule.obligations) if rule.weight > Weight.NOTE else ()
    return Finding(
        *(rule.code, symbol, message, before, after, rule.weight, "proved", map),
        obligations=obligations,
    )
