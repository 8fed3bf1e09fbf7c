# Copied by dwmap from its runtime. Do not edit.
"""Both ends changed one record between two looks: field by field, who wins what."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

from ._errors import ConflictingChange, RecordError
from ._flow import Flow
from ._model import Map
from ._outcome import FieldConflict
from ._sides import Moved
from ._values import UNSET

Winner: TypeAlias = Literal["left", "right"] | None


class Verdict(NamedTuple):
    """The fields that each direction must not write, and what the two sides disagreed about."""

    forward_blocked: frozenset[str] = frozenset()
    backward_blocked: frozenset[str] = frozenset()
    conflicts: tuple[FieldConflict, ...] = ()
    error: ConflictingChange | None = None


def winner(each: Map, left: Moved, right: Moved) -> Winner:
    """The side that the policy of the map lets win; None where a person has to decide."""
    if each.conflict == "newest":
        return "left" if left.at >= right.at else "right"
    return None if each.conflict == "error" else each.conflict


def judge(each: Map, flow: Flow, left: Moved, right: Moved) -> Verdict:
    """
    Compare two changes of one pair.

    A field is in conflict when the change of the left reaches it, the right changed it too, and the map
    takes the two values for different. Everything else is simply taken from the side that changed it.
    """
    forward, backward = _try(each.forward, left.record), _try(
        each.backward, right.record
    )
    if forward is None or backward is None:
        return Verdict()
    reached = _reached(flow, "forward", left)
    coming = _reached(flow, "backward", right)
    disputed: dict[str, frozenset[str]] = {}
    for name in sorted(reached & right.fields):
        partners = flow.partners("forward", name) & coming
        if partners and getattr(forward, name) not in (
            UNSET,
            getattr(right.record, name),
        ):
            if any(getattr(backward, p) != getattr(left.record, p) for p in partners):
                disputed[name] = partners
    if not disputed:
        return Verdict()
    return _verdict(winner(each, left, right), disputed, forward, right.record)


def _reached(flow: Flow, direction: str, moved: Moved) -> frozenset[str]:
    return flow.affected(direction, moved.fields)


def _verdict(
    won: Winner, disputed: dict[str, frozenset[str]], forward: Any, right: Any
) -> Verdict:
    lefts = frozenset(partner for partners in disputed.values() for partner in partners)
    if won is None:
        names = ", ".join(disputed)
        name = next(iter(disputed))
        error = ConflictingChange(
            name,
            getattr(right, name),
            f"both ends changed {names}, and the map leaves the decision to a person",
            "change the record on one end so that both agree, then retry",
        )
        return Verdict(frozenset(disputed), lefts, (), error)
    conflicts = tuple(
        FieldConflict(
            name,
            won,
            *_kept_and_lost(won, getattr(forward, name), getattr(right, name)),
        )
        for name in disputed
    )
    if won == "left":
        return Verdict(frozenset(), lefts, conflicts)
    return Verdict(frozenset(disputed), frozenset(), conflicts)


def _kept_and_lost(won: Winner, left: Any, right: Any) -> tuple[Any, Any]:
    return (left, right) if won == "left" else (right, left)


def _try(function: Any, record: Any) -> Any:
    if function is None:
        return None
    try:
        return function(record)
    except RecordError:
        return None
