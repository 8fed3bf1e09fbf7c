"""The algebra of filters: whether two meet, and how one that was changed relates to what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from dwmap.interpret.expressions import is_true, record_reader
from dwmap.interpret.values import Refusal, Value
from dwmap.ir.model import Expr
from dwmap.ir.scope import Scope
from dwmap.ir.walk import paths_in
from dwmap.prove.cases import Cases, cases_of
from dwmap.prove.mentions import Mentions
from dwmap.prove.representatives import is_value_of


@dataclass(frozen=True)
class Meeting:
    """Whether a record passes two filters: `witness` is one; `complete` says that all cases were tried."""

    witness: dict[str, Value] | None
    complete: bool
    tried: int


class Relation(Enum):
    """What a filter became, seen from what it was."""

    EQUAL = "equal"
    NARROWED = "narrowed"
    WIDENED = "widened"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True)
class Comparison:
    """How two filters relate: a record that only the first lets pass, one that only the second does."""

    relation: Relation
    complete: bool
    left_out: dict[str, Value] | None
    let_in: dict[str, Value] | None


def meet(one: Expr | None, other: Expr | None, scope: Scope) -> Meeting:
    """Find a record that passes both filters; no filter lets every record pass."""
    cases = cases_of(_mentions(one, other, scope))
    tried = 0
    for record in _real(cases, one, other, scope):
        tried += 1
        if passes(one, record, scope) and passes(other, record, scope):
            return Meeting(record, cases.complete, tried)
    return Meeting(None, cases.complete, tried)


def compare(before: Expr | None, after: Expr | None, scope: Scope) -> Comparison:
    """
    How a filter changed; where not all cases could be tried, as far as records show.

    Records without a value count whatever the types say: an end may hold such rows.
    """
    mentions = _mentions(before, after, scope)
    for mention in mentions.by_path.values():
        mention.type = replace(mention.type, nullable=True)
    cases = cases_of(mentions)
    left_out: dict[str, Value] | None = None
    let_in: dict[str, Value] | None = None
    for record in _real(cases, before, after, scope):
        then, now = passes(before, record, scope), passes(after, record, scope)
        if then and not now and left_out is None:
            left_out = record
        if now and not then and let_in is None:
            let_in = record
    relation = {
        (False, False): Relation.EQUAL,
        (True, False): Relation.NARROWED,
        (False, True): Relation.WIDENED,
        (True, True): Relation.INCOMPARABLE,
    }[left_out is not None, let_in is not None]
    return Comparison(relation, cases.complete, left_out, let_in)


def passes(filter: Expr | None, record: dict[str, Value], scope: Scope) -> bool:
    """Whether a record takes part; one that the filter cannot judge does not."""
    try:
        return filter is None or is_true(filter, record_reader(record, scope))
    except Refusal:
        return False


def _mentions(one: Expr | None, other: Expr | None, scope: Scope) -> Mentions:
    mentions = Mentions(scope)
    for filter in (one, other):
        if filter is not None:
            mentions.read(filter)
    return mentions


def _real(
    cases: Cases, one: Expr | None, other: Expr | None, scope: Scope
) -> Iterator[dict[str, Value]]:
    """The cases whose values belong to their types."""
    types = {
        path.text.casefold(): path.type
        for filter in (one, other)
        if filter is not None
        for path in paths_in(filter)
    }
    for record in cases:
        if all(
            record[name] is None or is_value_of(record[name], type, scope)
            for name, type in types.items()
        ):
            yield record
