"""What has to be true before maps are started, checked by name: what fails now fails before the cutover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from ._clocks import apart
from ._control import Control
from ._errors import EndError
from ._flow import Flow
from ._keys import key_text
from ._leg import DIRECTIONS, Leg
from ._masks import Masks
from ._model import Map, Project, Side
from ._reading import plan_reading
from .connectors._base import End

Verdict: TypeAlias = Literal["ok", "warning", "failed"]


class Check(NamedTuple):
    """A check by its name, of a map or of an end, with what was found and what to do about it."""

    name: str
    of: str
    verdict: Verdict
    message: str = ""
    help: str = ""


def preflight(
    project: Project, ends: Mapping[str, End], control: Control, *, quick: bool = False
) -> Iterator[Check]:
    """All checks; `quick` leaves out those that read whole tables."""
    for name, end in ends.items():
        yield _watched(name, end)
    yield from _clocks(project, ends)
    for each in project.maps:
        for side in (each.left, each.right):
            end = ends[side.table.system]
            readable = _readable(each, side, end)
            yield readable
            if readable.verdict == "ok" and not quick:
                yield from _rows(each, side, ends)
        yield from _maps(project, each, ends, control)


def _watched(name: str, end: End) -> Check:
    reason = end.why_not_watched()
    if reason is None:
        return Check("changes-can-be-noted", name, "ok")
    return Check(
        "changes-can-be-noted",
        name,
        "failed",
        reason,
        "only an initial synchronization is possible from this end",
    )


def _clocks(project: Project, ends: Mapping[str, End]) -> Iterator[Check]:
    """Whether the newest change is the one that was made last; without maps that ask for it nothing is measured."""
    maps = [each.name for each in project.maps if each.conflict == "newest"]
    if not maps:
        return
    of = ", ".join(maps[:3]) + (f" and {len(maps) - 3} more" if len(maps) > 3 else "")
    found = apart(ends)
    for one in found:
        yield Check(
            "clocks-agree",
            of,
            "warning",
            f"the clock of {one.ahead} is at least {one.seconds:.1f} s ahead of that of {one.behind},"
            " and the newest change wins",
            "set the clocks by one time server, or let one side win: `conflict left`",
        )
    if not found:
        yield Check("clocks-agree", of, "ok")


def _readable(each: Map, side: Side, end: End) -> Check:
    """Whether the table and every column that the map reads is there."""
    of = f"{each.name} {side.table.name}"
    try:
        next(iter(end.read(side.table, plan_reading(side).paths, batch_size=1)), None)
    except EndError as error:
        return Check(
            "table-can-be-read",
            of,
            "failed",
            str(error),
            "create the table or column, or correct its declaration in the specification",
        )
    return Check("table-can-be-read", of, "ok")


def _rows(each: Map, side: Side, ends: Mapping[str, End]) -> Iterator[Check]:
    end = ends[side.table.system]
    of = f"{each.name} {side.table.name}"
    names = side.record._fields
    key = [side.paths[names.index(name)] for name in side.key]
    counts: Counter[tuple[object, ...]] = Counter()
    for rows in end.read(side.table, key):
        counts.update(rows)
    tables = {
        name: table for one in ends.values() for name, table in one.tables.items()
    }
    masks = Masks(each, Flow(each), tables)
    yield _told(
        "key-is-unique",
        of,
        [key_text(masks.key(row)) for row, count in counts.items() if count > 1],
        "rows share a key",
        "make the integration key unique; of such rows only the first is synchronized",
    )
    yield _told(
        "key-is-filled",
        of,
        [key_text(masks.key(row)) for row in counts if None in row],
        "keys have an empty part",
        "fill the key, or leave such rows out by a filter",
    )
    if side.table.company is not None:
        yield _companies(of, side, end)


def _companies(of: str, side: Side, end: End) -> Check:
    company = side.table.company
    empty = sum(
        row == (None,)
        for rows in end.read(side.table, (company,) if company else ())
        for row in rows
    )
    if not empty:
        return Check("company-is-filled", of, "ok")
    return Check(
        "company-is-filled",
        of,
        "warning",
        f"{empty} rows have no company",
        "stamp it with `bootstrap`, or they are synchronized with none",
    )


def _told(name: str, of: str, found: list[str], what: str, help: str) -> Check:
    if not found:
        return Check(name, of, "ok")
    shown = ", ".join(sorted(found)[:3]) + (", ..." if len(found) > 3 else "")
    return Check(name, of, "failed", f"{len(found)} {what}: {shown}", help)


def _maps(
    project: Project, each: Map, ends: Mapping[str, End], control: Control
) -> Iterator[Check]:
    standings = control.standings()
    off = [
        name
        for name in each.depends
        if name in standings and standings[name].state in ("stopped", "failed")
    ]
    yield _warned(
        "dependencies-run",
        each.name,
        off,
        lambda names: f"it depends on {names}, which do not run",
        "start them first",
    )
    changed = [each.name] if each.name in control.changed() else []
    yield _warned(
        "specification-is-the-one-started",
        each.name,
        changed,
        lambda names: "it was changed since it was started",
        "see with `dwmap plan` what that means, then `start` it",
    )
    yield _warned(
        "lookups-find-rows",
        each.name,
        sorted(_empty_targets(project, each, ends)),
        lambda names: f"lookups point into {names}, which are empty, and no map fills them",
        "fill the tables, or map them",
    )


def _warned(
    name: str, of: str, found: list[str], say: Callable[[str], str], help: str
) -> Check:
    if not found:
        return Check(name, of, "ok")
    return Check(name, of, "warning", say(", ".join(found)), help)


def _empty_targets(
    project: Project, each: Map, ends: Mapping[str, End]
) -> Iterator[str]:
    filled = {
        side.table.name
        for one in project.maps
        for side, function in ((one.right, one.forward), (one.left, one.backward))
        if function is not None
    }
    pair = (ends[each.left.table.system], ends[each.right.table.system])
    for direction in DIRECTIONS:
        leg = Leg(each, direction, pair)
        if leg.transform is None:
            continue
        for lookup in leg.lookup_columns:
            for target in lookup.targets:
                table = target.table
                if table.name not in filled and not leg.target_end.count(table):
                    yield table.name
