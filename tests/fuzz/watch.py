"""Ends what hangs: a limit on the time of the processor, so that a slow or busy machine fails no test."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Hang(BaseException):
    """An input took longer than it may; no `except Exception` of the compiler can hide it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `Hang` when the block has used so many seconds of this process."""
    if not hasattr(signal, "SIGPROF"):
        yield  # A system without process timers: the test's own limit has to do.
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds:g} seconds")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
