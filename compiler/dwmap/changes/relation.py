"""How a filter became another one."""

from __future__ import annotations

from dwmap.changes.model import Change
from dwmap.changes.surroundings import Surroundings
from dwmap.prove.filters import Comparison, Relation, compare

__all__ = ["Relation", "comparison_of", "relation_of"]


def comparison_of(change: Change, around: Surroundings) -> Comparison:
    """What the filter was against what it is, with records that show it."""
    return compare(change.before, change.after, around.after)


def relation_of(change: Change, around: Surroundings) -> Relation:
    """Whether it lets fewer, more, other or the same records pass."""
    return comparison_of(change, around).relation
