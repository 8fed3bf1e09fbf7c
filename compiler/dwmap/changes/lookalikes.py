"""Renames that nobody stated: what is gone and what is new look alike, and one line would make them the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from dwmap.changes.model import Change, Finding, Step
from dwmap.changes.pairing import name_of
from dwmap.ir.model import Entity, EntityField, EnumMember, Map, Node, Project
from dwmap.ir.text import side_text

ALIKE: Final = 0.6
"""Parts of which at least so many are the same may be one under a new name."""


def point_out(
    findings: Iterable[Finding], before: Project, after: Project
) -> Iterator[Finding]:
    """The findings, with the edit to write on what may be new only by its name."""
    findings = list(findings)
    pairs = dict(_lookalikes(findings, before, after))
    for one in findings:
        change = _whole(one)
        old = None if change is None else pairs.get((_home(change), one.symbol))
        if change is None or old is None or change.part is None:
            yield one
            continue
        new = change.part.name
        yield replace(
            one,
            help=f"if `{new}` is what `{old}` was called, write `renamed from {_last(old)}` {_where(change)}:"
            " then it is one change of a name",
        )


def _where(change: Change) -> str:
    """Where the words go."""
    part = change.part
    if part is not None and part.kind in (EntityField, EnumMember):
        return f"behind `{part.name}`"
    return f"into `{part.name}`" if part is not None else ""


def _last(name: str) -> str:
    """As `renamed from` has it: without the system."""
    return name.rpartition(".")[2]


def _whole(finding: Finding) -> Change | None:
    """The change of a finding if a part is new or gone by it."""
    change = finding.changes[0] if len(finding.changes) == 1 else None
    is_whole = change is not None and not change.member and change.part is not None
    return change if is_whole else None


def _home(change: Change) -> Hashable:
    """Among what a part could be another by its name alone: its kind, and what it stands in."""
    part = change.part
    return (part.kind if part is not None else None, change.path[:-1])


def _lookalikes(
    findings: Iterable[Finding], before: Project, after: Project
) -> Iterator[tuple[tuple[Hashable, str], str]]:
    """For each new part, by where it stands and its symbol, the old name of the one that it looks like."""
    gone: dict[Hashable, list[Node]] = {}
    new: dict[Hashable, list[tuple[str, Node]]] = {}
    for finding in findings:
        change = _whole(finding)
        if change is None:
            continue
        if isinstance(change.before, Node) and change.after is None:
            gone.setdefault(_home(change), []).append(change.before)
        elif isinstance(change.after, Node) and change.before is None:
            new.setdefault(_home(change), []).append((finding.symbol, change.after))
    for home, parts in new.items():
        olds = gone.get(home, [])
        for symbol, part in parts:
            compare = _ALIKE.get(type(part))
            if compare is None:
                continue
            likely = [one for one in olds if compare(one, part, home, before, after)]
            if len(likely) == 1:  # Of several nobody can tell.
                yield (home, symbol), name_of(likely[0])


def _maps_alike(one: Map, other: Map, *_: object) -> bool:
    same_ends = (one.left, one.right) == (other.left, other.right)
    return same_ends and _share(map(name_of, one.fields), map(name_of, other.fields))


def _entities_alike(one: Entity, other: Entity, *_: object) -> bool:
    systems = {each.name.partition(".")[0] for each in (one, other)}
    return len(systems) == 1 and _share(
        ((each.name, each.type.kind) for each in one.fields),
        ((each.name, each.type.kind) for each in other.fields),
    )


def _members_alike(one: EnumMember, other: EnumMember, *_: object) -> bool:
    return one.code is not None and one.code == other.code


def _fields_alike(
    one: EntityField,
    other: EntityField,
    home: tuple[type, tuple[Step, ...]],
    before: Project,
    after: Project,
) -> bool:
    """Whether both are of one type, and are mapped to the same fields: nothing else says what a field means."""
    if replace(one, name="", doc="") != replace(other, name="", doc=""):
        return False
    names = {name for step in home[1] for name in (step.before, step.after)}
    was, now = (
        set(_partners(project, names, name))
        for project, name in ((before, one.name), (after, other.name))
    )
    return bool(was) and was == now


def _partners(project: Project, entity: set[str | None], field: str) -> Iterator[str]:
    """What a field of an entity is mapped to."""
    for map in project.maps:
        for mine, theirs in (("left", "right"), ("right", "left")):
            if getattr(map, mine) in entity:
                for line in map.fields:
                    if side_text(getattr(line, mine)).casefold() == field.casefold():
                        yield f"{map.name} {side_text(getattr(line, theirs))}"


def _share(one: Iterable[Hashable], other: Iterable[Hashable]) -> bool:
    """Whether most of the parts are in both."""
    first, second = set(one), set(other)
    most = max(len(first), len(second))
    return bool(most) and len(first & second) / most >= ALIKE


_ALIKE: Final[Mapping[type, Callable[..., bool]]] = {
    Map: _maps_alike,
    Entity: _entities_alike,
    EntityField: _fields_alike,
    EnumMember: _members_alike,
}
