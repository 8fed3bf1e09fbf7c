"""How much of a map has types, counted: what is printed of it, and remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Reason: TypeAlias = Literal[
    "undeclared-entity", "undeclared-field", "untyped-field", "inferred"
]


class Gap(NamedTuple):
    """What is missing, and the entity that lacks it."""

    reason: Reason
    entity: str


@dataclass(frozen=True)
class TypeCoverage:
    """
    The lines of a map, or of all, by the types of their sides.

    `declared` have a stated type on both, `inferred` too, but one of them is a guess, by which no size is blamed;
    `one` have a type on one side, `none` on none. `gaps` are the lines for which something is missing.
    """

    name: str
    lines: int
    declared: int
    inferred: int
    one: int
    none: int
    gaps: Mapping[Gap, int]

    @property
    def typed(self) -> int:
        """The lines with types on both sides."""
        return self.declared + self.inferred

    @property
    def percent(self) -> int:
        """Their share, rounded down; all of no line."""
        return 100 * self.typed // self.lines if self.lines else 100


def total(coverages: Sequence[TypeCoverage]) -> TypeCoverage:
    """All maps together."""
    gaps: Counter[Gap] = Counter()
    for each in coverages:
        gaps.update(each.gaps)
    return TypeCoverage(
        "all",
        sum(each.lines for each in coverages),
        sum(each.declared for each in coverages),
        sum(each.inferred for each in coverages),
        sum(each.one for each in coverages),
        sum(each.none for each in coverages),
        dict(gaps),
    )
