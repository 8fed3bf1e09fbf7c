"""From two projects to findings: each change under its rule, weighed in each direction, with what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from dwmap.changes.difference import differences
from dwmap.changes.filters import filter_finding
from dwmap.changes.following import following
from dwmap.changes.lookalikes import point_out
from dwmap.changes.model import (
    Change,
    Effect,
    Finding,
    Judgement,
    Obligation,
    Support,
    Weight,
)
from dwmap.changes.order import order_findings
from dwmap.changes.outcomes import Difference, Witness, outcome_of
from dwmap.changes.pairing import name_of
from dwmap.changes.rename import carry_names
from dwmap.changes.rule import By, ChangeRule
from dwmap.changes.rule_table import RULES
from dwmap.changes.show import show
from dwmap.changes.surroundings import Surroundings
from dwmap.interpret.expressions import key_of
from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Line
from dwmap.ir.model import (
    Direction,
    EitherRef,
    Entity,
    Enum,
    FieldMapping,
    Map,
    Pair,
    PathRef,
    Project,
)

_ONLY_WHERE_IT_MATTERS: Final = frozenset({Obligation.BACKFILL, Obligation.RESYNC})


def judge(before: Project, after: Project) -> tuple[Finding, ...]:
    """Everything that the change does, the worst first; nothing for two projects that mean the same."""
    return judge_around(Surroundings(carry_names(before, after), after))


def judge_around(around: Surroundings) -> tuple[Finding, ...]:
    """As `judge`, of what is at hand: the state before already has the names of now."""
    before, after = around.before.project, around.after.project
    changes = list(differences(before, after))
    found = [
        _finding(change, around)
        for change in changes
        if not _is_an_echo(change, changes, around)
    ]
    found += order_findings(around)
    found += list(following(found, around))
    found = list(point_out(found, before, after))
    return tuple(sorted(found, key=Finding.sort_key))


def _is_an_echo(
    change: Change, changes: Iterable[Change], around: Surroundings
) -> bool:
    """Whether it reads as it did, and only the types of its fields or the codes of its names are others."""
    if change.part and change.part.kind is Pair:
        return any(_is_recoded(one, change, around) for one in changes)
    if change.member == "company" and change.part and change.part.kind is Map:
        return any(
            one.member == "company" and one is not change
            for one in changes
            if one.part is None or one.part.kind is not Map
        )
    known = ("left", "right", "condition", "left_filter", "right_filter")
    if change.member not in known or show(change.before) != show(change.after):
        return False
    causes = (one.declaration for one in changes)
    return any(step is not None and step.kind in (Entity, Enum) for step in causes)


def _is_recoded(member: Change, entry: Change, around: Surroundings) -> bool:
    """Whether an end of an entry is the name of a value that has another code."""
    declared, table = member.declaration, entry.declaration
    if declared is None or table is None or entry.member not in ("left", "right"):
        return False
    found = around.after.value_maps.get(table.name)
    type = getattr(found, entry.member, None)
    ends = [getattr(one, "text", None) for one in (entry.before, entry.after)]
    return (
        (member.member, declared.kind) == ("code", Enum)
        and type is not None
        and type.name == declared.name
        and ends == [str(member.before), str(member.after)]
    )


def _finding(change: Change, around: Surroundings) -> Finding:
    rule = next(one for one in RULES if one.judges(change, around))
    pair = around.pair(change)
    if pair is not None and change.member.endswith("_filter"):
        return filter_finding(rule, change, pair, around)
    if rule.by is By.OUTCOMES:
        return _by_outcomes(rule, change, around)
    return _made(rule, change, rule.weight, "assumed", around)


def _by_outcomes(
    rule: type[ChangeRule], change: Change, around: Surroundings
) -> Finding:
    effects = list(_effects(rule, change, around))
    judgements = [one for effect in effects for one in effect.judgements]
    weight = max((one.weight for one in judgements), default=Weight.SAFE)
    support = _weakest(one for one in judgements if one.weight == weight)
    return _made(rule, change, weight, support, around, effects)


def _effects(
    rule: type[ChangeRule], change: Change, around: Surroundings
) -> Iterator[Effect]:
    """The fields of maps that the change has to do with, and what becomes of them."""
    found: dict[tuple[str, str], list[Judgement]] = {}
    for pair, heading, difference in around.touched(change):
        target = _line_name(difference) or difference.target
        judged = _judgement(rule, change, heading, difference)
        if pair.after.map.status == "draft" and pair.before.map.status == "draft":
            judged = _capped(judged)
        found.setdefault((pair.name, target), []).append(judged)
    for (map, target), judgements in found.items():
        yield Effect(map, target, tuple(judgements))


def _judgement(
    rule: type[ChangeRule], change: Change, heading: Direction, difference: Difference
) -> Judgement:
    witness = _telling(change, heading, difference)
    least = max(rule.weight, Weight.CAUTION)  # Whatever has an outcome is not safe.
    if witness is not None:
        record, was, now = witness
        shown = (record, str(was), str(now))
        return Judgement(heading, least, "proved", len(difference.records), shown)
    if difference.support == "proved":
        return Judgement(heading, Weight.SAFE, "proved", len(difference.records))
    # No record shows a difference, and there may be one all the same.
    return Judgement(heading, Weight.CAUTION, "sampled", len(difference.records))


def _telling(
    change: Change, heading: Direction, difference: Difference
) -> Witness | None:
    """A record that the change is to blame for: one with the value of an entry, where it is an entry that changed."""
    first = difference.witnesses[0] if difference.witnesses else None
    pairs = (change.before, change.after, change.old, change.new)
    entries = [one for one in pairs if isinstance(one, Pair)]
    lines = (*difference.before, *difference.after)
    if not entries or difference.support != "proved" or any(map(_has_condition, lines)):
        return first
    for line in lines:
        if not isinstance(line.source, PathRef | EitherRef):
            return first
        for entry in entries:
            key = entry.left if heading == "to_right" else entry.right
            value = read_literal(key, line.source.type, line.scope)
            record = {key_of(line.source): value}
            was = outcome_of(difference.before, record)
            now = outcome_of(difference.after, record)
            if not was.is_like(now):
                return record, was, now
    return None


def _has_condition(line: Line) -> bool:
    return line.condition is not None


def _capped(judged: Judgement) -> Judgement:
    """A map that is a draft on both sides writes nothing."""
    weight = min(judged.weight, Weight.NOTE)
    return Judgement(
        judged.heading, weight, judged.support, judged.tried, judged.witness, "a draft"
    )


def _line_name(difference: Difference) -> str:
    lines = difference.after or difference.before
    return name_of(lines[0].mapping) if lines else ""


def _weakest(judgements: Iterable[Judgement]) -> Support:
    """How sure all of them are together."""
    order: tuple[Support, ...] = ("assumed", "sampled", "proved")
    supports = {one.support for one in judgements}
    return next((one for one in order if one in supports), "proved")


def _made(
    rule: type[ChangeRule],
    change: Change,
    weight: Weight,
    support: Support,
    around: Surroundings,
    effects: Iterable[Effect] = (),
) -> Finding:
    step, pair = change.declaration, around.pair(change)
    in_map = step is not None and step.kind is Map
    effects = tuple(effects)
    own = in_map and len(change.path) > 1 and change.path[1].kind is FieldMapping
    judgements = tuple(one for each in effects for one in each.judgements)
    if pair is not None and pair.after.map.status == pair.before.map.status == "draft":
        weight = min(weight, Weight.NOTE)
    return Finding(
        rule=rule.code,
        symbol=symbol_of(change),
        message=rule.message(change),
        before=show(change.before),
        after=show(change.after),
        weight=weight,
        support=support,
        map=step.name if in_map and step is not None else None,
        judgements=judgements if own else (),
        effects=() if own else effects,
        obligations=tuple(rule.obligations) if weight > Weight.NOTE else (),
        changes=(change,),
    )


def symbol_of(change: Change) -> str:
    """What changed, wherever it stands: `CustomersV3_accounts/CreditLimit = creditlimit/direction`."""
    names = [step.name for step in change.path]
    return "/".join([*names, change.member] if change.member else names)
