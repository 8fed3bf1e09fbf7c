"""What the command line prints: tables for people, JSON for machines, nothing that is secret."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path as File
from typing import Any

from ._control import Control, Standing
from ._errors import EndError
from ._initial import Progress
from ._keys import plain_value
from ._lanes import open_lanes
from ._model import Project
from ._outcome import Counts, Failure, InitialResult, Outcome
from ._queue import Queue
from ._state import State


@contextmanager
def open_state(path: str) -> Iterator[State]:
    """The state, which has to be there."""
    state = State(path, there=True)
    try:
        yield state
    finally:
        state.close()


def print_initial(result: InitialResult, form: str) -> None:
    """The counts of each leg and of all together."""
    if form == "json":
        return print_json(result.as_dict())
    names = [each.name for each in fields(Counts)]
    rows = [
        (leg.map, leg.direction, *(getattr(leg.counts, name) for name in names))
        for leg in result.legs
    ]
    rows.append(("all", "", *(getattr(result.counts, name) for name in names)))
    _print_table(
        ("map", "direction", *(name.replace("_", " ") for name in names)), rows
    )
    if not result.ok:
        print(f"\n{result.counts.failed} records could not travel: see `errors list`")
    elif not result.counts.written:
        print("\nnothing to do: both ends are equal")


def print_outcomes(outcomes: Sequence[Outcome], form: str) -> None:
    """One line for each change; echoes only for machines."""
    if form == "json":
        for outcome in outcomes:
            print(_json(_outcome_dict(outcome)))
        return
    for outcome in outcomes:
        if outcome.status != "echo":
            _print_outcome(outcome)


def _print_outcome(outcome: Outcome) -> None:
    arrow = "->" if outcome.direction == "forward" else "<-"
    key = ", ".join(map(str, outcome.key))
    note = f" ({outcome.note})" if outcome.note else ""
    print(f"{outcome.map} {arrow} {key}: {outcome.status}{note}")
    for change in outcome.changes:
        print(f"    {change.field}: {change.before!r} -> {change.after!r}")
    for each in outcome.conflicts:
        print(
            f"    {each.field}: both ends changed it, {each.winner} won, lost {each.lost!r}"
        )
    if outcome.failure is not None:
        print(f"    {outcome.failure.code}: {outcome.failure.message}")


def _outcome_dict(outcome: Outcome) -> dict[str, Any]:
    return {
        "map": outcome.map,
        "direction": outcome.direction,
        "operation": outcome.operation,
        "key": outcome.key,
        "status": outcome.status,
        "changes": [change._asdict() for change in outcome.changes],
        "conflicts": [conflict._asdict() for conflict in outcome.conflicts],
        "failure": None if outcome.failure is None else asdict(outcome.failure),
        "note": outcome.note,
    }


def _standing_maps(project: Project, state: State) -> list[dict[str, object]]:
    """How every map stands, in the order of the project."""
    pairs = state.count_links()
    failures = [failure.map for failure in state.failures()]
    standings = Control(state, project.maps).standings()
    queued = Queue(state).counts()
    return [
        {
            "map": each.name,
            "state": standings[each.name].state,
            "pairs": pairs.get(each.name, 0),
            "queued": queued.get(each.name, 0),
            "failures": failures.count(each.name),
        }
        for each in project.maps
    ]


def print_status(project: Project, state: State, form: str) -> None:
    """States, pairs, waiting changes and failures of each map, the workers there are, and the last runs."""
    maps, runs = _standing_maps(project, state), state.runs(5)
    lanes = open_lanes(state)
    workers = lanes.workers() if lanes is not None else []
    if form == "json":
        return print_json(
            {
                "maps": maps,
                "workers": [worker._asdict() for worker in workers],
                "runs": [
                    {
                        "kind": kind,
                        "at": at,
                        "seconds": seconds,
                        "counts": json.loads(summary),
                    }
                    for kind, at, seconds, summary in runs
                ],
            }
        )
    begun = [
        each
        for each in maps
        if each["state"] != "not running" or any(list(each.values())[2:])
    ]
    print_dicts(begun, "no map was started yet")
    if begun and len(begun) < len(maps):
        print(f"{len(maps) - len(begun)} maps were never started")
    for worker in workers:
        print(
            f"worker: process {worker.pid} on {worker.host}, {worker.what} since {worker.since}"
        )
    for run in runs:
        _print_run(*run)


def _print_run(kind: str, at: str, seconds: float, summary: str) -> None:
    counts = {name: count for name, count in json.loads(summary).items() if count}
    told = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in counts.items()
    )
    print(f"{at[:19]} {kind}, {seconds:.1f} s: {told or 'nothing'}")


def print_standings(standings: Iterable[Standing], form: str) -> None:
    """The state of each map, since when, and why."""
    rows = [
        {"map": one.map, "state": one.state, "since": one.since, "reason": one.reason}
        for one in standings
    ]
    if form == "json":
        return print_json(rows)
    head = ("map", "state", "since", "reason")
    _print_table(head, [tuple(row.values()) for row in rows])


def print_records(found: Sequence[Any], form: str, none: str) -> None:
    """Named tuples of one kind as a table or as objects; `none` is said where there are none."""
    if form == "json":
        return print_json([each._asdict() for each in found])
    if not found:
        print(none)
        return
    rows = [
        ["" if cell is None else _one_line(cell) for cell in each] for each in found
    ]
    _print_table(found[0]._fields, rows)


def _one_line(cell: Any) -> str:
    return " ".join(str(cell).split())


def print_dicts(found: Sequence[Mapping[str, object]], none: str) -> None:
    """Objects with the same names as a table; `none` is said where there are none."""
    if not found:
        print(none)
        return
    _print_table(tuple(found[0]), [tuple(each.values()) for each in found])


def print_count(name: str, count: int, form: str) -> None:
    """A single number with its name."""
    if form == "json":
        return print_json({name: count})
    print(f"{name}: {count}")


def print_maps(project: Project, form: str) -> None:
    """Name, label, version, ends and directions of each map."""
    rows = [
        (
            each.name,
            each.version,
            each.left.table.name,
            {(True, True): "<->", (True, False): "->", (False, True): "<-"}.get(
                (each.forward is not None, each.backward is not None), "-"
            ),
            each.right.table.name,
            each.label,
        )
        for each in project.maps
    ]
    head = ("map", "version", "left", "direction", "right", "label")
    if form == "json":
        return print_json([dict(zip(head, row, strict=True)) for row in rows])
    _print_table(head, rows)


def print_plan(project: Project, form: str) -> None:
    """The steps of the initial synchronization."""
    if form == "json":
        return print_json([step._asdict() for step in project.plan])
    for number, step in enumerate(project.plan, 1):
        limits = f" without {', '.join(step.without)}" if step.without else ""
        limits += f" only {', '.join(step.only)}" if step.only else ""
        print(f"{number:3}. {step.map}{limits}")


def print_failures(failures: Sequence[Failure], form: str) -> None:
    """One line for each failure."""
    if form == "json":
        return print_json(list(map(_failure_dict, failures)))
    if not failures:
        print("no failures wait")
        return
    rows = [
        (
            each.id,
            each.map,
            each.direction,
            each.key,
            each.field,
            each.code,
            each.message,
        )
        for each in failures
    ]
    _print_table(("id", "map", "direction", "key", "field", "code", "message"), rows)


def print_failure(failure: Failure, form: str) -> None:
    """One failure with everything about it."""
    if form == "json":
        return print_json(_failure_dict(failure))
    for name, value in asdict(failure).items():
        print(f"{name.replace('_', ' '):11} {value if value is not None else ''}")


def export_failures(failures: Sequence[Failure], path: str) -> None:
    """Write failures as CSV or as JSON, by the end of the name."""
    match File(path).suffix:
        case ".json":
            File(path).write_text(
                _json(list(map(_failure_dict, failures)), indent=2) + "\n",
                encoding="utf-8",
            )
        case ".csv":
            with open(path, "w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, [each.name for each in fields(Failure)])
                writer.writeheader()
                writer.writerows(map(asdict, failures))
        case _:
            raise EndError(f"{path} must end in .csv or .json")


def _failure_dict(failure: Failure) -> dict[str, Any]:
    """A failure as plain values, its record as an object."""
    return asdict(failure) | {
        "key": json.loads(failure.key),
        "record": json.loads(failure.record),
    }


def progress_line() -> Callable[[Progress], None]:
    """A function that keeps one line on the terminal up to date."""

    def show(progress: Progress) -> None:
        left = max(progress.total - progress.rows, 0) / max(progress.rate, 1e-9)
        line = (
            f"{progress.map} {progress.direction}: {progress.rows:,} of {progress.total:,}"
            f" rows, {progress.rate:,.0f}/s, {left:.0f} s left"
        )
        end = "\n" if progress.rows >= progress.total else ""
        print(f"\r\x1b[K{line}", end=end, file=sys.stderr, flush=True)

    return show


def _print_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    lines = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def print_json(value: Any) -> None:
    """A value as JSON, for machines."""
    print(_json(value, indent=2))


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, indent=indent, default=plain_value, ensure_ascii=False)
