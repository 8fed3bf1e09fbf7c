"""
Which fields of one side decide which fields of the other.

A field is *two-way* when it is written by one function and read by the other. Only two-way fields can be in
conflict; a field that travels in one direction belongs to the side it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any

from ._model import Map, Side


class Flow:
    """The flows of one map: `feeds["forward"]` has for each right field the left fields it is made of."""

    def __init__(self, each: Map) -> None:
        forward = _sources(each.right, each.left, each.forward)
        backward = _sources(each.left, each.right, each.backward)
        self.feeds = {"forward": forward, "backward": backward}
        self.exact = each.left.sources is not None and each.right.sources is not None
        self._two_way = {
            direction: frozenset(f for f in fed if self.partners(direction, f))
            for direction, fed in self.feeds.items()
        }

    def affected(self, direction: str, changed: Iterable[str]) -> frozenset[str]:
        """The target fields that a change of these source fields reaches."""
        names = set(changed)
        return frozenset(
            target
            for target, sources in self.feeds[direction].items()
            if names & sources
        )

    def partners(self, direction: str, field: str) -> frozenset[str]:
        """The source fields that `field` of the target comes from and goes back to."""
        back = self.feeds["backward" if direction == "forward" else "forward"]
        return frozenset(
            source
            for source in self.feeds[direction].get(field, ())
            if field in back.get(source, ())
        )

    def two_way(self, direction: str) -> frozenset[str]:
        """The fields written in `direction` that also travel back."""
        return self._two_way[direction]


def _sources(
    target: Side, source: Side, function: Callable[[Any], Any] | None
) -> Mapping[str, frozenset[str]]:
    if function is None:
        return {}
    if target.sources is not None:
        return {field: frozenset(names) for field, names in target.sources.items()}
    read = frozenset(_names(getattr(function, "__code__", None)))
    everything = read & frozenset(source.record._fields)
    return dict.fromkeys(target.written._fields, everything)


def _names(code: CodeType | None) -> Iterable[str]:
    """The names that a function's code mentions, those of functions inside it included."""
    if code is None:
        return
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
