"""Whether two values are one to a line: what the runtime would not write again."""

from __future__ import annotations

from datetime import date

from dwmap.interpret.maps import Line
from dwmap.interpret.transforms import folds
from dwmap.interpret.values import Unset, Value
from dwmap.ir.scope import Scope


def is_folded(line: Line) -> bool:
    """Whether texts that a line reads are found without case, so that a value may come back in another."""
    use = line.mapping.transform
    if use is None or use.kind != "value_map":
        return False
    return folds(line.scope.value_maps[use.name], line.heading)


def are_equal(
    one: Value | Unset,
    other: Value | Unset,
    *,
    folded: bool = False,
    without_null: bool = False,
) -> bool:
    """
    Whether two values of the side that a line reads are one.

    `without_null` says that the side stores an empty text for no value; true is never 1.
    """
    if folded and isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    if without_null:
        one, other = (None if is_empty(each) else each for each in (one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def has_no_null(entity: str, scope: Scope) -> bool:
    """Whether the entity's system stores an empty text or the first of January 1900 for no value."""
    system = scope.systems.get(entity.partition(".")[0])
    return system is not None and system.kind == "finops"


def is_empty(value: Value | Unset) -> bool:
    """Whether a system without null stores no value in this form."""
    if isinstance(value, date):
        return (value.year, value.month, value.day) == (1900, 1, 1)
    return value == ""
