# Copied by dwmap from its runtime. Do not edit.
"""The next batch is made while an end takes the one before: one thread waits for a database, the other computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Ahead(Generic[T]):
    """An iterator that may be asked beforehand for its next value; an error of it comes where the value would."""

    def __init__(self, values: Iterator[T]) -> None:
        self._values = values
        self._ready: list[Callable[[], T]] = []

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return self._ready.pop()() if self._ready else next(self._values)

    def during(self, work: Callable[[], R]) -> R:
        """Do the work in another thread, and make the next value meanwhile; the work is over at the end."""
        done: list[Callable[[], R]] = []
        # What belongs to a context, such as the span that runs, is the same there.
        context = copy_context()
        thread = Thread(
            target=lambda: done.append(context.run(_outcome, work, BaseException))
        )
        thread.start()
        try:
            if not self._ready:
                self._ready.append(_outcome(lambda: next(self._values)))
        finally:
            thread.join()
        return done[0]()


def _outcome(
    work: Callable[[], R], caught: type[BaseException] = Exception
) -> Callable[[], R]:
    """Do the work now; what is returned gives its value, or raises its error."""
    try:
        value = work()
    except caught as error:
        found = error

        def fail() -> R:
            raise found

        return fail
    return lambda: value
