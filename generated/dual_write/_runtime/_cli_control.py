# Copied by dwmap from its runtime. Do not edit.
"""The commands that steer a sync: the states of maps, the queue, the activity, the alerts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from . import _report as report
from ._activity import ActivityLog
from ._alerts import ACTIONS, Alerts
from ._control import CatchUp, Control
from ._errors import EndError
from ._masks import shown_queued
from ._model import Project
from ._queue import Queue
from ._sync import Sync

Add: TypeAlias = Callable[..., argparse.ArgumentParser]
Open: TypeAlias = Callable[[Project, argparse.Namespace], Sync]

_HOW: tuple[CatchUp, ...] = ("replay", "live-first", "discard")


def control_commands(add: Add, group: Callable[..., Any], open_sync: Open) -> None:
    """
    Add the commands. `add` adds one, `group` one with actions; `open_sync` opens the ends that are named.
    """
    start = add(
        "start", _with(open_sync, _start), "carry the changes of maps over", ends=True
    )
    _maps(start, "these maps; all without")
    for name, run, help in (
        ("pause", _pause, "queue the changes of maps until they resume"),
        ("stop", _stop, "leave the changes of maps alone from now on"),
    ):
        command = add(name, run, help, state=True)
        _maps(command, "these maps; all without")
        command.add_argument("--reason", default="", help="kept beside the state")
    resume = add("resume", _resume, "let paused maps run again", state=True)
    _maps(resume, "these maps; all that are paused without")
    resume.add_argument(
        "--how",
        choices=_HOW,
        default="replay",
        help="replay: the queue first (default); live-first: run at once, the queue stays for `queue"
        " replay`; discard: forget the queue",
    )
    _yes(resume)
    _queue_commands(group("queue", "changes of maps that are paused"), open_sync)
    activity = add(
        "activity", _activity, "what became of changes, newest first", state=True
    )
    _maps(activity, "these maps; all without")
    activity.add_argument(
        "--limit", type=int, default=50, metavar="N", help="so many (default: 50)"
    )
    _alert_commands(
        group("alerts", "so many errors in so many seconds, and what is done then")
    )


def _queue_commands(add: Add, open_sync: Open) -> None:
    listing = add("list", _queue_list, "list the changes that wait", state=True)
    _maps(listing, "these maps; all without")
    listing.add_argument(
        "--limit", type=int, default=50, metavar="N", help="so many (default: 50)"
    )
    replay = add(
        "replay", _with(open_sync, _queue_replay), "carry them over now", ends=True
    )
    _maps(replay, "these maps; all without")
    discard = add("discard", _queue_discard, "forget them", state=True)
    _maps(discard, "these maps; all without")
    _yes(discard)


def _alert_commands(add: Add) -> None:
    add("list", _alerts_list, "list the rules", state=True)
    new = add(
        "add", _alerts_add, "add a rule; it counts from the next round on", state=True
    )
    new.add_argument(
        "--map", default="*", help="errors of this map (default: each map by itself)"
    )
    new.add_argument(
        "--code", default="*", help="errors of this code (default: of any)"
    )
    new.add_argument(
        "--threshold", type=int, default=1, metavar="N", help="so many (default: 1)"
    )
    new.add_argument(
        "--seconds", type=int, default=3600, help="within so long (default: 3600)"
    )
    new.add_argument(
        "--action", choices=ACTIONS, default="notify", help="default: notify"
    )
    remove = add("remove", _alerts_remove, "remove a rule", state=True)
    remove.add_argument("id", type=int)
    add("fired", _alerts_fired, "list the alerts that were given", state=True)


def _maps(command: argparse.ArgumentParser, help: str) -> None:
    command.add_argument("maps", nargs="*", metavar="MAP", help=help)


def _yes(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--yes", action="store_true", help="do not ask before changes are forgotten"
    )


def _with(
    open_sync: Open, run: Callable[[Sync, argparse.Namespace], int]
) -> Callable[..., int]:
    def opened(project: Project, arguments: argparse.Namespace) -> int:
        with open_sync(project, arguments) as sync:
            return run(sync, arguments)

    return opened


# States


def _start(sync: Sync, arguments: argparse.Namespace) -> int:
    sync.start(arguments.maps)
    report.print_standings(sync.control.standings().values(), arguments.format)
    return 0


def _pause(project: Project, arguments: argparse.Namespace) -> int:
    return _move(project, arguments, "paused", ("running", "resuming"))


def _stop(project: Project, arguments: argparse.Namespace) -> int:
    return _move(project, arguments, "stopped", ())


def _move(
    project: Project, arguments: argparse.Namespace, state: Any, only: Sequence[Any]
) -> int:
    with report.open_state(arguments.state) as store:
        control = Control(store, project.maps)
        names = arguments.maps or (
            control.in_states(*only) if only else list(control.maps)
        )
        control.move(names, state, arguments.reason)
        report.print_standings(control.standings().values(), arguments.format)
    return 0


def _resume(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        control, queue = Control(store, project.maps), Queue(store)
        names = arguments.maps or control.in_states("paused")
        control.check(names)
        if arguments.how == "discard":
            _ask(arguments, sum(queue.counts().get(name, 0) for name in names))
        control.resume(names, queue, arguments.how)
        report.print_standings(control.standings().values(), arguments.format)
    return 0


def _ask(arguments: argparse.Namespace, count: int) -> None:
    """Ask a person whether changes may be forgotten; raises EndError where nobody says yes."""
    if arguments.yes or not count:
        return
    told = f"{count} changes would be forgotten and not be carried over"
    if not sys.stdin.isatty():
        raise EndError(f"{told}; say --yes to do it")
    print(f"{told}. Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise EndError("nothing was done")


# The queue


def _queue_list(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        Control(store, project.maps).check(arguments.maps)
        queue = Queue(store)
        report.print_records(
            [
                shown_queued(project, one)
                for one in queue.waiting(arguments.maps, arguments.limit)
            ],
            arguments.format,
            "nothing is queued",
        )
    return 0


def _queue_replay(sync: Sync, arguments: argparse.Namespace) -> int:
    sync.control.check(arguments.maps)
    outcomes = sync.replay(arguments.maps or list(sync.control.maps))
    report.print_outcomes(outcomes, arguments.format)
    return 1 if any(outcome.status == "refused" for outcome in outcomes) else 0


def _queue_discard(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        control, queue = Control(store, project.maps), Queue(store)
        control.check(arguments.maps)
        names = arguments.maps or list(control.maps)
        _ask(arguments, sum(queue.counts().get(name, 0) for name in names))
        dropped = sum(queue.drop(name) for name in names)
        report.print_count("forgotten", dropped, arguments.format)
    return 0


# What happened


def _activity(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        Control(store, project.maps).check(arguments.maps)
        found = ActivityLog(store).last(arguments.limit, arguments.maps)
        report.print_records(found, arguments.format, "nothing has happened yet")
    return 0


def _alerts_list(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        rules = _alerts(store, project).rules()
        report.print_records(rules, arguments.format, "there are no alert rules")
    return 0


def _alerts_add(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        number = _alerts(store, project).add(
            arguments.map,
            arguments.code,
            arguments.threshold,
            arguments.seconds,
            arguments.action,
        )
        report.print_count("rule", number, arguments.format)
    return 0


def _alerts_remove(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        _alerts(store, project).remove(arguments.id)
    return 0


def _alerts_fired(project: Project, arguments: argparse.Namespace) -> int:
    with report.open_state(arguments.state) as store:
        fired = _alerts(store, project).fired()
        report.print_records(fired, arguments.format, "no alert was given")
    return 0


def _alerts(store: Any, project: Project) -> Alerts:
    return Alerts(store, ActivityLog(store), Control(store, project.maps))
