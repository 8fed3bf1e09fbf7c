"""
Which records a change must be carried over again for: a condition on the side that is read.

It is the smallest one where every difference was followed to the values of the fields that decide it: exactly the
records of which a field comes out otherwise pass it; that another field may refuse a record before and after does not
count, for it is tried again then and refused again. Where texts are found without case, letters such as `ß` that are
found as others may be missed, which `why_not` says. Otherwise it is the whole scope of the map, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from typing import Final

from dwmap.changes.outcomes import Difference
from dwmap.changes.surroundings import MapPair
from dwmap.interpret.expressions import key_of
from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Binary,
    BinaryOp,
    Call,
    Constant,
    Direction,
    EitherRef,
    Expr,
    In,
    IsBlank,
    PathRef,
    Unary,
)
from dwmap.prove.filters import compare

_SPECIAL: Final = re.compile("s|ff|fi|fl")
"""What other letters are folded to: `ſ`, `ß`, ligatures."""

_ALWAYS: Final = Constant(kind="bool", text="true")
"""The condition of what differs for every record."""


@dataclass(frozen=True)
class Resync:
    """
    The records of `entity` that a map must carry over again in a direction; `condition` is None for all of them.

    `smallest` says that no other record has another outcome; `why_not` is the reason where it is not known.
    """

    map: str
    heading: Direction
    entity: str
    condition: Expr | None
    smallest: bool
    fields: tuple[str, ...]
    why_not: str = ""


def resync_of(pair: MapPair, heading: Direction) -> Resync | None:
    """What must be carried over again; None where no record that was tried has another outcome."""
    old, new = pair.before.map, pair.after.map
    right = heading == "to_left"
    was = old.right_filter if right else old.left_filter
    now = new.right_filter if right else new.left_filter
    differing = [
        one
        for one in pair.differences[heading].values()
        if one.after and (one.witnesses or one.support != "proved")
    ]
    if not differing and was == now:
        return None
    entity = new.right if right else new.left
    fields = tuple(one.target for one in differing)
    parts: list[Expr] = []
    for one in differing:
        part = condition_of(one)
        if part is None:
            reason = f"`{one.target}` is not decided by the values of one field"
            return Resync(pair.name, heading, entity, now, False, fields, reason)
        parts.append(part)
    if was is not None and was != now and _may_enter(pair, was, now):
        parts.append(Unary(op="not", operand=was))
    if not parts:
        return None
    condition = now
    if _ALWAYS not in parts:
        differing_now = _joined("or", parts)
        condition = (
            differing_now
            if now is None
            else Binary(op="and", left=now, right=differing_now)
        )
    odd = any(one.folded and not _folds_simply(one) for one in differing)
    why_not = "letters such as `ß` are found as others, too" if odd else ""
    return Resync(pair.name, heading, entity, condition, not odd, fields, why_not)


def everything(pair: MapPair, heading: Direction, reason: str) -> Resync:
    """The whole scope of a direction, and why not less."""
    map = pair.after.map
    right = heading == "to_left"
    scope = map.right_filter if right else map.left_filter
    entity = map.right if right else map.left
    return Resync(pair.name, heading, entity, scope, False, (), reason)


def _may_enter(pair: MapPair, was: Expr, now: Expr | None) -> bool:
    """Whether a record may be in scope that was not."""
    compared = compare(was, now, pair.after.scope)
    return compared.let_in is not None or not compared.complete


def _folds_simply(difference: Difference) -> bool:
    """Whether texts that are found without case are those that are alike in small letters."""
    texts = [one.lower() for one in difference.named if isinstance(one, str)]
    return all(one.isascii() and not _SPECIAL.search(one) for one in texts)


def condition_of(difference: Difference) -> Expr | None:
    """The records for which a field is written otherwise, as a condition on the one field that decides; or None."""
    path = _deciding(difference)
    if path is None or difference.support != "proved":
        return None
    name, folded = key_of(path), difference.folded

    def kind(value: Value) -> tuple[type, Value]:
        """What a value is told apart by."""
        same = value.casefold() if folded and isinstance(value, str) else value
        return type(value), same

    differing = {kind(record[name]) for record, _, _ in difference.witnesses}
    tried = [kind(record[name]) for record in difference.records]
    if len(tried) - len(difference.witnesses) != sum(
        one not in differing for one in tried
    ):
        return None  # Of values that are found alike some differ and some do not.
    # What the lines speak of and no record can have is of another type.
    known = set(tried)
    named = {
        kind(one): one
        for one in difference.named
        if one is not None and kind(one) in known
    }
    others = set(tried) - named.keys() - {kind(None)}
    if others and others <= differing:
        same = [one for each, one in named.items() if each not in differing]
        conditions: list[Expr] = []
        if same:
            conditions.append(Unary(op="not", operand=_among(path, same, folded)))
        if kind(None) not in differing:
            conditions.append(IsBlank(operand=path, negated=True))
        return _joined("and", conditions) if conditions else _ALWAYS
    if others & differing:
        return None
    wanted = [one for each, one in named.items() if each in differing]
    conditions = [_among(path, wanted, folded)] if wanted else []
    if kind(None) in differing:
        conditions.append(IsBlank(operand=path))
    return _joined("or", conditions) if conditions else None


def _deciding(difference: Difference) -> PathRef | EitherRef | None:
    """The one field that decides what is written."""
    found: dict[str, PathRef | EitherRef] = {}
    for line in (*difference.before, *difference.after):
        if line.condition is not None:
            return None
        if not isinstance(line.source, PathRef | EitherRef):
            return None
        found[key_of(line.source)] = line.source
    return next(iter(found.values())) if len(found) == 1 else None


def _among(path: PathRef | EitherRef, values: Sequence[Value], folded: bool) -> Expr:
    """The field has one of these values."""
    operand: Expr = path
    if folded and any(isinstance(one, str) for one in values):
        operand = Call(function="lower", args=(path,))
        values = [one.lower() if isinstance(one, str) else one for one in values]
    constants = tuple(dict.fromkeys(map(constant_of, values)))
    if len(constants) == 1:
        return Binary(op="==", left=operand, right=constants[0])
    return In(operand=operand, options=constants)


def _joined(op: BinaryOp, parts: list[Expr]) -> Expr:
    return reduce(lambda one, other: Binary(op=op, left=one, right=other), parts)


def constant_of(value: Value) -> Constant:
    """A value as a literal."""
    match value:
        case None:
            return Constant(kind="blank")
        case bool():
            return Constant(kind="bool", text="true" if value else "false")
        case int():
            return Constant(kind="int", text=str(value))
        case float() | Decimal():
            return Constant(kind="decimal", text=f"{value:f}")
        case datetime():
            return Constant(kind="datetime", text=value.isoformat())
        case date():
            return Constant(kind="date", text=value.isoformat())
        case time():
            return Constant(kind="time", text=value.isoformat())
    return Constant(kind="string", text=value)
