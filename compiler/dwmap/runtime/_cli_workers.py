"""The command line of several workers: `live --workers N`, each a process of its own, started again when it dies."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from . import _report as report
from ._errors import EndError
from ._outcome import Outcome
from ._sync import ONE_AT_A_TIME, Sync
from ._worklock import Busy

_SOON = 0.02
_LATER = 1.0


def work(open_sync: Callable[[], Sync], arguments: argparse.Namespace) -> int:
    """
    Work until nothing waits, or with `--watch` until Ctrl-C; 1 where a record was refused and still waits.

    Who watches goes on after an end, or the state, was away: nothing is lost, what was begun is done again.
    """
    watch = arguments.watch
    while True:
        try:
            with open_sync() as sync:
                for outcomes in _turns(sync, watch):
                    report.print_outcomes(outcomes, arguments.format)
                    sys.stdout.flush()
                return 1 if sync.failures() else 0
        except EndError as error:
            if watch is None:
                raise
            print(f"warning: {error}; trying again", file=sys.stderr)
            time.sleep(_SOON if isinstance(error, Busy) else _LATER)


def _turns(sync: Sync, watch: float | None) -> Iterator[list[Outcome]]:
    while True:
        turn = sync.work()
        if turn.outcomes:
            yield turn.outcomes
        elif not turn.idle:
            # Others have what waits, or the feed has to bring something first.
            time.sleep(_SOON)
        elif watch is None:
            return
        else:
            time.sleep(watch)


def start_workers(arguments: argparse.Namespace, given: Sequence[str]) -> int:
    """Start so many processes with the same command line, and wait for them."""
    if not arguments.state.startswith("postgresql"):
        raise EndError(ONE_AT_A_TIME)
    command = [*_python(given), *given, "--workers", "1"]
    with _stopped_together() as running:
        running += [subprocess.Popen(command) for _ in range(arguments.workers)]
        if arguments.watch is None:
            return max(abs(each.wait()) for each in running)
        while True:
            time.sleep(_LATER)
            for number, each in enumerate(running):
                code = each.poll()
                if code is not None:
                    print(
                        f"warning: a worker ended with {code}; another takes its place",
                        file=sys.stderr,
                    )
                    running[number] = subprocess.Popen(command)


def _python(given: Sequence[str]) -> list[str]:
    """How this process was started, without what was given to the package."""
    own = sys.orig_argv[: len(sys.orig_argv) - len(given)]
    if [*own, *given] != sys.orig_argv:
        raise EndError("workers are started by `python -m PACKAGE live --workers N`")
    return own


@contextmanager
def _stopped_together() -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes in this list end with this one; SIGTERM counts as Ctrl-C."""
    running: list[subprocess.Popen[bytes]] = []

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield running
    finally:
        signal.signal(signal.SIGTERM, before)
        for each in running:
            each.terminate()
        for each in running:
            each.wait()
