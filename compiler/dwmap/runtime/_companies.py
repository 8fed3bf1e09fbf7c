"""How each company stands in each map: rows on both ends, pairs, and what could not travel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ._errors import RecordError
from ._linked import LinkedCompanies, TakesPart
from ._model import Map, Project, Side
from ._reading import plan_reading, row_text
from ._state import State
from .connectors._base import End

_WAITS = "missing-reference"


class CompanyStanding(NamedTuple):
    """
    One company in one map; a map whose tables are shared by all companies has none, and is not `striped`.

    A company that is not `linked` takes no part. `left` and `right` are rows in scope, `links` those of the left that have a partner. `waiting` are records
    that wait for a row they point at, `failures` all others that could not travel.
    """

    company: str | None
    map: str
    striped: bool
    linked: bool
    left: int
    right: int
    links: int
    failures: int
    waiting: int


def companies(
    project: Project, ends: Mapping[str, End], state: State
) -> Iterator[CompanyStanding]:
    """Every company that has rows or failures in a map, in the order of maps and then of companies."""
    part = TakesPart(LinkedCompanies(state).codes())
    for each in project.maps:
        yield from _of_map(each, ends, state, part)


def _of_map(
    each: Map, ends: Mapping[str, End], state: State, part: TakesPart
) -> Iterator[CompanyStanding]:
    linked = state.links(each.name, "left")
    left, links = _rows(each.left, ends[each.left.table.system], linked)
    right, _ = _rows(each.right, ends[each.right.table.system], ())
    failed: Counter[str | None] = Counter()
    waiting: Counter[str | None] = Counter()
    for one in state.failures(maps=[each.name]):
        (waiting if one.code == _WAITS else failed)[one.company] += 1
    striped = each.left.company is not None and each.right.company is not None
    found = {*left, *right, *failed, *waiting}
    for company in sorted(found, key=lambda one: (one is not None, one or "")):
        yield CompanyStanding(
            company,
            each.name,
            striped,
            company in part,
            left[company],
            right[company],
            links[company],
            failed[company],
            waiting[company],
        )


def _rows(
    side: Side, end: End, linked: Mapping[str, object] | tuple[()]
) -> tuple[Counter[str | None], Counter[str | None]]:
    """The rows of a side in scope by company, and those of them that are linked; what cannot be judged is outside."""
    reading = plan_reading(side)
    rows: Counter[str | None] = Counter()
    links: Counter[str | None] = Counter()
    for batch in end.read(side.table, reading.paths):
        for row, record in zip(batch, reading.records(batch), strict=True):
            try:
                if not side.in_scope(record):
                    continue
            except RecordError:
                continue
            value = getattr(record, side.company) if side.company else None
            company = None if value is None else str(value)
            rows[company] += 1
            links[company] += row_text(reading.identity(row)) in linked
    return rows, links
