"""Which types go into which, with loss or without."""

from __future__ import annotations

from dwmap.ir.model import Direction, Type
from dwmap.semantic.stdlib import joins as kinds_join


def fits(source: Type, target: Type) -> bool:
    """Whether a value of one type may be written to the other without a transform."""
    if not kinds_join(source.kind, target.kind):
        return False
    named = source.kind == target.kind in ("enum", "options")
    return not named or None in (source.name, target.name) or source.name == target.name


def joins(
    left: tuple[Type, ...], right: tuple[Type, ...], direction: Direction
) -> bool:
    """Whether a plain line may join two sides; several values on one side are left to others."""
    if len(left) != 1 or len(right) != 1:
        return True
    to_right = direction == "to_left" or fits(left[0], right[0])
    return to_right and (direction == "to_right" or fits(right[0], left[0]))


def narrower(source: Type, target: Type) -> bool:
    """Whether the target's declared size is below the source's declared size."""
    if source.kind == target.kind == "text":
        if source.length is None or target.length is None:
            return False
        return target.length < source.length
    if source.kind == target.kind == "decimal":
        if source.precision is None or target.precision is None:
            return False
        whole = source.precision - (source.scale or 0)
        room = target.precision - (target.scale or 0)
        return whole > room or (source.scale or 0) > (target.scale or 0)
    wider = source.kind in ("decimal", "long") and target.kind in ("int", "long")
    return wider and source.kind != target.kind
