"""What became of the records that a filter lets pass, with a record that left and one that came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dwmap.changes.model import Change, Finding, Judgement, Support, Weight
from dwmap.changes.relation import Relation, comparison_of
from dwmap.changes.rule import ChangeRule
from dwmap.changes.surroundings import MapPair, Surroundings
from dwmap.interpret.values import Record
from dwmap.ir.model import Direction, Expr
from dwmap.ir.text import expr_text

_HEADINGS: Final[Mapping[str, Direction]] = {
    "left_filter": "to_right",
    "right_filter": "to_left",
}
IN_SCOPE, OUT_OF_SCOPE = "in scope", "out of scope"


def filter_finding(
    rule: type[ChangeRule], change: Change, pair: MapPair, around: Surroundings
) -> Finding:
    """The finding for a filter that reads otherwise, under the rule that says how."""
    compared = comparison_of(change, around)
    support: Support = "proved"
    weight = rule.weight
    if compared.relation is Relation.EQUAL and not compared.complete:
        support, weight = "sampled", Weight.CAUTION
    map = pair.after.map
    if map.status == pair.before.map.status == "draft":
        weight = min(weight, Weight.NOTE)
    heading = _HEADINGS[change.member]
    judged = [
        Judgement(heading, weight, support, 0, witness)
        for witness in (
            _witness(compared.left_out, IN_SCOPE, OUT_OF_SCOPE),
            _witness(compared.let_in, OUT_OF_SCOPE, IN_SCOPE),
        )
        if witness is not None
    ]
    return Finding(
        rule=rule.code,
        symbol=f"{map.name}/{change.member}",
        message=rule.message(change),
        before=_text(change.before),
        after=_text(change.after),
        weight=weight,
        support=support,
        map=map.name,
        judgements=tuple(judged) or (Judgement(heading, weight, support),),
        obligations=tuple(rule.obligations) if weight > Weight.NOTE else (),
        changes=(change,),
    )


def _witness(
    record: Record | None, was: str, now: str
) -> tuple[Record, str, str] | None:
    return None if record is None else (record, was, now)


def _text(filter: Expr | None) -> str:
    return "all records" if filter is None else expr_text(filter)
