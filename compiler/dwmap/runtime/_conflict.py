"""Both ends changed one record between two looks: field by field, who wins what."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from ._errors import ConflictingChange, RecordError
from ._flow import Flow
from ._model import Map
from ._outcome import FieldConflict
from ._sides import Moved
from ._values import UNSET

Winner: TypeAlias = Literal["left", "right"] | None


class Verdict(NamedTuple):
    """
    The fields that each direction must not write, and what the two sides disagreed about.

    `reached` are the fields of the right that the change of the left reaches.
    """

    forward_blocked: frozenset[str] = frozenset()
    backward_blocked: frozenset[str] = frozenset()
    conflicts: tuple[FieldConflict, ...] = ()
    error: ConflictingChange | None = None
    reached: frozenset[str] = frozenset()

    @property
    def written_right(self) -> frozenset[str]:
        """The fields of the right that may be written before its own change is carried over."""
        return self.reached - self.forward_blocked


def winner(each: Map, left: datetime, right: datetime) -> Winner:
    """The side that the policy of the map lets win; None where a person has to decide."""
    if each.conflict == "newest":
        return "left" if left >= right else "right"
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
    reached = _reached(flow, "forward", left)
    if forward is None or backward is None:
        return Verdict(reached=reached)
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
        return Verdict(reached=reached)
    if each.conflict == "error":
        return _for_a_person(disputed, right.record)
    verdict = _decided(each, disputed, (left, right), forward)
    return verdict._replace(reached=reached)


def _reached(flow: Flow, direction: str, moved: Moved) -> frozenset[str]:
    return flow.affected(direction, moved.fields)


def _for_a_person(disputed: dict[str, frozenset[str]], right: Any) -> Verdict:
    names = ", ".join(disputed)
    name = next(iter(disputed))
    error = ConflictingChange(
        name,
        getattr(right, name),
        f"both ends changed {names}, and the map leaves the decision to a person",
        "change the record on one end so that both agree, then retry",
    )
    lefts = frozenset().union(*disputed.values())
    return Verdict(frozenset(disputed), lefts, (), error)


def _decided(
    each: Map,
    disputed: dict[str, frozenset[str]],
    sides: tuple[Moved, Moved],
    forward: Any,
) -> Verdict:
    """Field by field, by the moments at which the field itself was changed."""
    left, right = sides
    forward_blocked: set[str] = set()
    backward_blocked: set[str] = set()
    conflicts = []
    for name, partners in disputed.items():
        moment = max(left.moment(partner) for partner in partners)
        # What the sync itself wrote, and died before it noted that, gives way to what a person did.
        won = winner(each, moment, right.moment(name))
        if left.own != right.own:
            won = "right" if left.own else "left"
        if won == "left":
            backward_blocked |= partners
        else:
            forward_blocked.add(name)
        values = getattr(forward, name), getattr(right.record, name)
        conflicts.append(
            FieldConflict(name, won or "right", *_kept_and_lost(won, *values))
        )
    return Verdict(
        frozenset(forward_blocked), frozenset(backward_blocked), tuple(conflicts)
    )


def _kept_and_lost(won: Winner, left: Any, right: Any) -> tuple[Any, Any]:
    return (left, right) if won == "left" else (right, left)


def _try(function: Any, record: Any) -> Any:
    if function is None:
        return None
    try:
        return function(record)
    except RecordError:
        return None
