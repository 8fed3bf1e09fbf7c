"""Laws that are broken, as findings with their place in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

from dwmap.diagnostics import Problem
from dwmap.prove.problems import (
    CrossingMaps,
    LossyRoundTrip,
    OpenScope,
    RestlessLine,
    UnfilledLookup,
)
from dwmap.prove.verdict import Status, Verdict
from dwmap.source import Span


class Places(Protocol):
    """Where the parts of maps were written."""

    def name(self, map: str) -> Span:
        """The name of a map."""

    def line(self, map: str, place: int) -> Span:
        """A line of a map by its place; the name of the map where the line is implied."""

    def filter(self, map: str, side: str) -> Span:
        """The filter of the `left` or `right` side; the name of the map where it has none."""


def findings(verdicts: Iterable[Verdict], places: Places) -> Iterator[Problem]:
    """What `check` says of broken laws; those that other rules find are left to them."""
    unfilled: dict[tuple[str, str], list[Verdict]] = {}
    for one in verdicts:
        broken = one.status is Status.BROKEN and one.accepted is None
        if not broken or one.at is None:
            continue
        if one.law == "reference":
            unfilled.setdefault((one.map, one.reason), []).append(one)
        elif one.law in _MAKERS:
            yield _MAKERS[one.law](one, places)
    for alike in unfilled.values():
        yield _unfilled(alike, places)


def _round_trip(one: Verdict, places: Places) -> Problem:
    field = one.witness[0].values[0][0]
    return LossyRoundTrip(one.map, field, one.witness, _line(one, places))


def _rest(one: Verdict, places: Places) -> Problem:
    field = one.witness[0].values[0][0]
    return RestlessLine(one.map, field, one.witness, _line(one, places))


def _scope(one: Verdict, places: Places) -> Problem:
    side = str(one.at)
    entity = one.subject.rpartition(" ")[2]
    span = places.filter(one.map, side)
    return OpenScope(one.map, entity, one.reason, one.witness, span)


def _single_writer(one: Verdict, places: Places) -> Problem:
    other = str(one.at)
    return CrossingMaps(
        one.map,
        other,
        one.subject.rpartition(" ")[2],
        one.reason,
        one.witness,
        places.name(one.map),
        places.name(other),
    )


def _unfilled(alike: list[Verdict], places: Places) -> Problem:
    """One finding for all lookups of a map that point at the same rows."""
    columns = tuple(one.subject.partition(".")[2].partition(".")[2] for one in alike)
    entities = alike[0].reason.removeprefix("no map fills ")
    return UnfilledLookup(alike[0].map, columns, entities, _line(alike[0], places))


def _line(one: Verdict, places: Places) -> Span:
    place = one.at
    return places.line(one.map, place if isinstance(place, int) else -1)


_MAKERS: Final[Mapping[str, Callable[[Verdict, Places], Problem]]] = {
    "round-trip": _round_trip,
    "rest": _rest,
    "scope-closure": _scope,
    "single-writer": _single_writer,
}
