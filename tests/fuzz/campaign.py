"""Runs many inputs through the compiler, and tells which of them broke a promise."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from random import Random

from fuzz.watch import Hang, at_most

DEADLINE = 20.0
"""Seconds of the processor for one input of at most 200,000 characters; a usual one takes a hundredth."""
MOST_FAILURES = 5


@dataclass
class Figures:
    """What a campaign has tried, and what went wrong."""

    name: str
    tried: int = 0
    characters: int = 0
    slowest: float = 0.0
    slowest_seed: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.tried:,} inputs, {self.characters:,} characters,"
            f" slowest {self.slowest:.2f} s (seed {self.slowest_seed}),"
            f" {len(self.failures)} failures"
        )


@dataclass(frozen=True)
class Campaign:
    """How an input is made of a seed, and what it must not do."""

    name: str
    make: Callable[[Random], tuple[str, ...]]
    examine: Callable[[tuple[str, ...]], None]

    def run(self, seeds: Iterable[int]) -> Figures:
        """Examine the inputs of these seeds; stop after a few failures."""
        figures = Figures(self.name)
        for seed in seeds:
            self._one(seed, figures)
            if len(figures.failures) >= MOST_FAILURES:
                break
        return figures

    def run_for(self, seconds: float, first_seed: int = 0) -> Figures:
        """Examine inputs until the time is over."""
        end = time.monotonic() + seconds

        def seeds() -> Iterable[int]:
            for seed in count(first_seed):
                if time.monotonic() > end:
                    return
                yield seed

        return self.run(seeds())

    def _one(self, seed: int, figures: Figures) -> None:
        texts = self.make(Random(f"{self.name} {seed}"))
        figures.tried += 1
        figures.characters += sum(map(len, texts))
        start = time.process_time()
        try:
            with at_most(DEADLINE):
                self.examine(texts)
        except (Exception, Hang) as error:
            figures.failures.append(f"{self.name}, seed {seed}: {_told(error)}")
        seconds = time.process_time() - start
        if seconds > figures.slowest:
            figures.slowest, figures.slowest_seed = seconds, seed


def _told(error: BaseException) -> str:
    """The error, where it arose, and its first lines."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = (
        f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    )
    return f"{type(error).__name__}{place}: {str(error)[:2000]}"
