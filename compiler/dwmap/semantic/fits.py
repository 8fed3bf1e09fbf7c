"""Which types go into which, with loss or without."""

from __future__ import annotations

from dwmap.ir.model import Direction, Type
from dwmap.semantic.scope import Scope
from dwmap.semantic.sizes import digits_of, text_length
from dwmap.semantic.stdlib import DOUBLE_DIGITS, EXACT, LOSING, WHOLE_RANGES
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


def narrower(source: Type, target: Type, scope: Scope) -> bool:
    """Whether the source has values, by what is known of its size, that the target cannot hold."""
    if target.kind == "text":
        length = text_length(source, scope)
        return None not in (length, target.length) and (length or 0) > (
            target.length or 0
        )
    if source.kind in EXACT and target.kind in EXACT:
        return _has_more_digits(source, target)
    if "double" in (source.kind, target.kind):
        return _loses_floating(source, target)
    return (source.kind, target.kind) in LOSING


def _loses_floating(source: Type, target: Type) -> bool:
    """A floating number has some 15 digits, wherever its point is: more than most decimals have behind it."""
    digits = digits_of(source if target.kind == "double" else target)
    if digits is None or source.kind == target.kind:
        return False
    if target.kind == "double":
        return digits.whole + digits.scale > DOUBLE_DIGITS
    return digits.scale < DOUBLE_DIGITS


def _has_more_digits(source: Type, target: Type) -> bool:
    if target.kind == source.kind != "decimal":
        return False
    digits = digits_of(source)
    if target.kind == "decimal":
        room = digits_of(target)
        if digits is None or room is None:
            return False
        return digits.whole > room.whole or digits.scale > room.scale
    if source.kind != "decimal" or digits is None:
        return (source.kind, target.kind) in LOSING
    return digits.scale > 0 or 10**digits.whole > WHOLE_RANGES[target.kind][1]
