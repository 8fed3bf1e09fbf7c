"""
Two states of a project, part by part: what was added, removed, and what reads otherwise.

Nothing is judged here. The walk is over the IR, so layout, comments, files and the order of declarations are no
difference; and it is complete: a part that differs in any member gives a change, or one of its parts does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final, cast

from dwmap.changes.model import Change, Step
from dwmap.changes.pairing import Pairs, is_told_apart, pair_up
from dwmap.ir.model import KeyPart, Node, Project

_DERIVED: Final = frozenset({"version", "plan"})
"""Of a project: the form of its IR, and the order of its maps, which is compared as a whole (`changes.order`)."""


def differences(before: Project, after: Project) -> Iterator[Change]:
    """Every change, declaration by declaration in the order of their kinds and names."""
    for member in members_of(Project):
        if member not in _DERIVED:
            old, new = getattr(before, member), getattr(after, member)
            if old != new:
                yield from _compare_member((), before, after, member, old, new)


def _compare(path: tuple[Step, ...], old: Node, new: Node) -> Iterator[Change]:
    for member in members_of(type(new)):
        was, now = getattr(old, member), getattr(new, member)
        if was != now:
            yield from _compare_member(path, old, new, member, was, now)


def _compare_member(
    path: tuple[Step, ...], old: Node, new: Node, member: str, was: Any, now: Any
) -> Iterator[Change]:
    if _is_list_of_named(was) and _is_list_of_named(now):
        for one, other in _exchanged(pair_up(was, now)):
            if isinstance(other, KeyPart) and one is not None and _is_new(one, other):
                yield Change((*path, Step.of(other, one, other)), "", one, other)
            elif one is not None and other is not None:
                step = Step.of(other, one, other)
                yield from _compare((*path, step), one, other)
            elif (known := other or one) is not None:
                yield Change((*path, Step.of(known, one, other)), "", one, other)
        if _reordered(was, now):
            yield Change(path, member, was, now)
        return
    yield Change(path, member, was, now, old, new)


def _exchanged(pairs: Pairs) -> Pairs:
    """The pairs; of parts of a key one that is gone and one that is new are one that was exchanged."""
    gone = [one for one, other in pairs if isinstance(one, KeyPart) and other is None]
    new = [other for one, other in pairs if isinstance(other, KeyPart) and one is None]
    met = list(zip(gone, new, strict=False))
    if not met:
        return pairs
    taken = {id(part) for pair in met for part in pair}
    left = [pair for pair in pairs if not any(id(part) in taken for part in pair)]
    return [*left, *met]


def _is_new(one: Node, other: KeyPart) -> bool:
    """Whether nothing of a part of a key is as it was."""
    return (
        isinstance(one, KeyPart) and one.left != other.left and one.right != other.right
    )


def _is_list_of_named(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(is_told_apart, value))


def _reordered(was: tuple[Node, ...], now: tuple[Node, ...]) -> bool:
    """Whether the same parts stand in another order, where the order has a meaning."""
    pairs = pair_up(was, now)
    if any(one is None or other is None for one, other in pairs):
        kept = [(one, other) for one, other in pairs if one and other]
        was = tuple(one for one in was if any(one is pair[0] for pair in kept))
        now = tuple(one for one in now if any(one is pair[1] for pair in kept))
    partner = {id(one): other for one, other in pairs}
    return any(
        partner[id(one)] is not other for one, other in zip(was, now, strict=True)
    )


def members_of(kind: type[Node]) -> tuple[str, ...]:
    """The members of a kind of part, in their order."""
    known = _MEMBERS.get(kind)
    if known is None:
        known = _MEMBERS[kind] = tuple(each.name for each in fields(cast(Any, kind)))
    return known


_MEMBERS: dict[type[Node], tuple[str, ...]] = {}
