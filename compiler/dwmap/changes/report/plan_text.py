"""A rollout plan for people: numbered steps, the records to carry over in the dialects of both ends, the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from dwmap.changes.model import Obligation
from dwmap.changes.pace import Pace
from dwmap.changes.plan import Plan, Stage
from dwmap.changes.report.text import ARROWS
from dwmap.changes.resync import Resync
from dwmap.dialects.texts import DIALECT_NAMES, Dialect, FilterText, filter_text
from dwmap.ir.model import Binary, Call, In, SystemKind, Unary
from dwmap.ir.scope import Scope
from dwmap.ir.text import expr_text

_DIALECTS: Final[Mapping[SystemKind, tuple[Dialect, ...]]] = {
    "finops": ("query_range", "odata"),
    "dataverse": ("odata",),
    "odata": ("odata",),
    "sql": (),
}
MOST_MAPS: Final = 4
"""So many maps of a step are named; the rest is counted."""


def plan_lines(plan: Plan, scope: Scope, pace: Pace) -> Iterator[str]:
    """The steps of a rollout, with what they take as far as volumes say so; one line where there is nothing to do."""
    if not plan.stages:
        yield plan.deployed.nothing
        return
    yield "Rollout"
    if plan.stands_still and len(plan.group) > 1:
        yield f"  {len(plan.group)} maps stand still together: {named(plan.group)}"
    warned = False
    for number, stage in enumerate(plan.stages, 1):
        if stage.final and not warned:
            yield f"    From here on, going back to {plan.deployed.old} does not undo what was written."
            warned = True
        yield f"{number:3}. {_sentence(stage)}"
        for one in stage.resyncs:
            yield from (f"       {line}" for line in resync_lines(one, scope))
        took = pace.sentence(_carried(stage, scope))
        if took:
            yield f"       {took}"


def _carried(stage: Stage, scope: Scope) -> Iterator[str]:
    """The entities of which rows are carried over, and those whose rows get a link anew."""
    yield from (one.entity for one in stage.resyncs)
    if stage.duty == Obligation.REKEY.value:
        yield from (scope.maps[one].left for one in stage.maps if one in scope.maps)


def _sentence(stage: Stage) -> str:
    maps = named(stage.maps)
    because = f" ({', '.join(stage.because)})" if stage.because else ""
    return f"{stage.text} {maps}".rstrip() + because


def named(maps: Sequence[str]) -> str:
    """The names of some maps, and how many there are more."""
    shown = ", ".join(maps[:MOST_MAPS])
    more = len(maps) - MOST_MAPS
    return f"{shown} and {more} more" if more > 0 else shown


def resync_lines(one: Resync, scope: Scope) -> Iterator[str]:
    """Which records, in the notation of the language and in the dialects of the end that is read."""
    arrow = ARROWS[one.heading]
    if one.condition is None:
        yield f"{one.map} {arrow}: all rows of {one.entity}{_why(one)}"
        return
    few = "just the" if one.smallest else "the"
    yield f"{one.map} {arrow}: {few} rows of {one.entity} where {expr_text(one.condition)}{_why(one)}"
    for title, text in dialect_texts(one, scope):
        yield f"  {title}: {text}"


def dialect_texts(one: Resync, scope: Scope) -> Iterator[tuple[str, str]]:
    """The condition in each dialect of the end; why not, where it cannot be said."""
    condition = one.condition
    system = scope.systems.get(one.entity.partition(".")[0])
    if condition is None or system is None:
        return
    for dialect in _DIALECTS[system.kind]:
        # The products compare texts without case anyway, and compute nothing.
        plain = condition if system.kind == "sql" else _without_lower(condition)
        said = filter_text(plain, dialect, scope.enums, system.kind)
        if isinstance(said, FilterText):
            yield DIALECT_NAMES[dialect], said.text
        else:
            yield DIALECT_NAMES[dialect], f"cannot say it: {said.reason}"


def _why(one: Resync) -> str:
    return f" ({one.why_not})" if one.why_not else ""


def _without_lower(expr: Any) -> Any:
    """A condition that asks fields themselves where it asked them in small letters."""
    if isinstance(expr, Call) and expr.function == "lower":
        return expr.args[0]
    if isinstance(expr, Unary | In | Binary):
        parts = {
            each.name: _without_lower(getattr(expr, each.name))
            for each in fields(expr)
            if each.name in ("left", "right", "operand")
        }
        return replace(expr, **parts)
    return expr
