"""What a rule asks of a change."""

from __future__ import annotations

from dwmap.changes.model import Change
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import FieldMapping, Node, Type
from dwmap.ir.text import expr_text, side_text
from dwmap.ir.walk import side_paths


def line(change: Change) -> FieldMapping:
    """The line of a map that a change is about, the new one where there is one."""
    nodes = (change.after, change.before, change.new, change.old)
    return next(node for node in nodes if isinstance(node, FieldMapping))


def ends(change: Change) -> tuple[str, str]:
    """What that line reads and what it writes, in backticks; of one that goes both ways, the left and the right."""
    one = line(change)
    left, right = f"`{side_text(one.left)}`", f"`{side_text(one.right)}`"
    return (right, left) if one.direction == "to_left" else (left, right)


def added(change: Change, *kinds: type[Node]) -> bool:
    """Whether a part of these kinds is new."""
    return _is_whole(change, kinds) and change.before is None


def removed(change: Change, *kinds: type[Node]) -> bool:
    """Whether a part of these kinds is gone."""
    return _is_whole(change, kinds) and change.after is None


def exchanged(change: Change, *kinds: type[Node]) -> bool:
    """Whether a part of these kinds stands in the place of another one."""
    both = change.before is not None and change.after is not None
    return _is_whole(change, kinds) and both


def member(change: Change, kind: type[Node], *names: str) -> bool:
    """Whether it is one of these members of a part of this kind."""
    part = change.part
    return part is not None and part.kind is kind and change.member in names


def within(change: Change, *kinds: type[Node]) -> bool:
    """Whether it is anything within a declaration of these kinds."""
    return change.declaration is not None and change.declaration.kind in kinds


def called(change: Change) -> str:
    """What the changed part is called, in backticks."""
    return f"`{change.part.name}`" if change.part else "the project"


def owner(change: Change) -> str:
    """What the declaration is called that it stands in, in backticks."""
    return f"`{change.declaration.name}`" if change.declaration else "the project"


def _is_whole(change: Change, kinds: tuple[type[Node], ...]) -> bool:
    part = change.part
    return part is not None and part.kind in kinds and not change.member


def within_part(change: Change, kind: type[Node]) -> bool:
    """Whether it is any member of a part of this kind."""
    return any(step.kind is kind for step in change.path[1:]) and bool(change.member)


def text_differs(change: Change) -> bool:
    """Whether a side of a line is written otherwise."""
    return side_text(change.before) != side_text(change.after)


def on_key(change: Change, around: Surroundings) -> bool:
    """Whether it is a line that makes or takes a part of the key of its map."""
    pair = around.pair(change)
    if pair is None or change.part is None or change.part.kind is not FieldMapping:
        return False
    keys = {
        (side, getattr(part, side).casefold())
        for map in (pair.before.map, pair.after.map)
        for part in map.key
        for side in ("left", "right")
    }
    lines = [one for one in (change.old, change.new) if isinstance(one, FieldMapping)]
    return any(
        (side, path.text.casefold()) in keys
        for line in lines
        for side in ("left", "right")
        for path in side_paths(getattr(line, side))
    )


def fits(inner: Type, outer: Type) -> bool:
    """Whether every value of a type is one of another: not longer, not finer, not more often empty."""
    alike = (inner.kind, inner.name, inner.targets) == (
        *(outer.kind, outer.name, outer.targets),
    )
    if outer.kind == "any":
        return True
    sizes = (
        (inner.length, outer.length),
        (inner.scale, outer.scale),
        _whole(inner, outer),
    )
    return (
        alike
        and (outer.nullable or not inner.nullable)
        and all(
            most is None or (size is not None and size <= most) for size, most in sizes
        )
    )


def _whole(inner: Type, outer: Type) -> tuple[int | None, int | None]:
    """The digits before the point of both."""
    first, second = (
        None if one.precision is None else one.precision - (one.scale or 0)
        for one in (inner, outer)
    )
    return first, second


def filters(change: Change) -> str:
    """What a filter says now, and what it said."""
    now, was = (
        f"`{expr_text(one)}`" if one is not None else "all"
        for one in (change.after, change.before)
    )
    return f"{now}, no longer {was}"
