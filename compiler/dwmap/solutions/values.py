"""Values and value maps as dual-write stores them: everything is a text."""

from __future__ import annotations

from datetime import date

from dwmap.ir.model import Constant, Direction, FieldMapping, Pair, ValueMap

WAYS: dict[Direction, str] = {"to_right": "1", "to_left": "2", "both": "3"}


class CannotStore(Exception):
    """Dual-write has no form for something; the message is the reason."""


def value_text(value: Constant) -> str:
    """A value of a value map, where symbols begin small; what stands for no value is an empty text."""
    match value.kind:
        case "symbol":
            return value.text[:1].lower() + value.text[1:]
        case "bool":
            return value.text.capitalize()
        case "date":
            return _day(value.text)
    return value.text


def _day(text: str) -> str:
    """A day as the product writes it, unless its day and month could be mistaken for each other."""
    day = date.fromisoformat(text)
    plain = day.day > 12 or day.day == day.month
    return f"{day.month}/{day.day}/{day.year:04}" if plain else text


def stored_pairs(used: ValueMap, line: FieldMapping) -> dict[str, str]:
    """The pairs of a value map as a line uses them: left values are the names of an object."""
    _check_otherwise(used, line.direction)
    two_way = [one for one in used.pairs if one.direction == "both"]
    one_way = [one for one in used.pairs if one.direction != "both"]
    found: dict[str, str] = {}
    folded: set[str] = set()
    rights: set[str] = set()
    for pair in (*two_way, *one_way):
        if line.direction != "both" and pair.direction not in ("both", line.direction):
            continue
        _check_blank(used, pair)
        left, right = value_text(pair.left), value_text(pair.right)
        is_there = left.casefold() in folded
        # In another case it has a place of its own, and the pair before it wins: it serves the way back alone.
        is_back = is_there and left not in found and pair.direction == "to_left"
        if line.direction == "both" and not is_back:
            _check_way(pair, right.casefold() in rights)
        if is_there and not is_back:
            reason = f"`{left or 'blank'}` would have two values"
            raise CannotStore(f"value map `{used.name}`: {reason}")
        folded.add(left.casefold())
        rights.add(right.casefold())
        found[left] = right
    return found


def _check_blank(used: ValueMap, pair: Pair) -> None:
    """A text that dual-write takes for no value. A symbol `Blank` is one of the product's own, and meant so."""
    for value in (pair.left, pair.right):
        if value.kind == "string" and value.text.strip().casefold() in ("", "blank"):
            reason = f"the text `{value.text}` stands for no value there"
            raise CannotStore(f"value map `{used.name}`: {reason}")


def _check_way(pair: Pair, is_taken: bool) -> None:
    """An entry of a two-way line serves both ways, unless an earlier one has its right value."""
    if pair.direction == "to_left" or (pair.direction == "to_right" and not is_taken):
        shown = f"`{value_text(pair.left)}` and `{value_text(pair.right)}`"
        raise CannotStore(f"the pair of {shown} would serve both ways")


def _check_otherwise(used: ValueMap, way: Direction) -> None:
    """A value without a pair is an error in dual-write; a single pair with a blank is an exception from all others."""
    blanks = [p for p in used.pairs if "blank" in (p.left.kind, p.right.kind)]
    wanted = "keep" if len(used.pairs) == len(blanks) == 1 else "error"
    asked = {"to_right": [used.to_right], "to_left": [used.to_left]}
    for one in asked.get(way, [used.to_right, used.to_left]):
        if one.policy != wanted:
            reason = f"`else {one.policy}` for a value without a pair"
            raise CannotStore(f"value map `{used.name}`: {reason}")
