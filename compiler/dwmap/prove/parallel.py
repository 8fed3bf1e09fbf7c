"""Asks the laws of many maps on all processors."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from dwmap.ir.model import Map, Project
from dwmap.processors import FORKS, usable
from dwmap.prove.known import KnownOutcomes
from dwmap.prove.project import judge
from dwmap.prove.verdict import Status, Verdict

_WORTH_IT: Final = 10_000
"""Lines from which a second process saves more than it costs."""


def broken_laws(project: Project, known: KnownOutcomes | None = None) -> list[Verdict]:
    """
    The laws that do not hold, map by map.

    What is `known` is known to this process alone, so with it nothing is given to others.
    """
    processes = min(usable(), len(project.maps)) if FORKS and known is None else 1
    if sum(len(map.fields) for map in project.maps) < _WORTH_IT:
        processes = 1
    if processes == 1:
        return _broken(project, project.maps, known)
    shares = [project.maps[start::processes] for start in range(processes)]
    try:
        verdicts = _in_processes(project, shares)
    except (OSError, BrokenProcessPool):  # no room for a process, or no semaphores
        return _broken(project, project.maps, known)
    place = {map.name: number for number, map in enumerate(project.maps)}
    return sorted(verdicts, key=lambda verdict: place[verdict.map])


def _in_processes(project: Project, shares: Sequence[tuple[Map, ...]]) -> list[Verdict]:
    """The first share is judged here, the others each in a copy of this process, which gives back verdicts alone."""
    with ProcessPoolExecutor(
        len(shares) - 1,
        multiprocessing.get_context("fork"),
        initializer=_take,  # What a copy is begun with need not be sent to it.
        initargs=(project, shares),
    ) as pool:
        others = [pool.submit(_taken, number) for number in range(1, len(shares))]
        verdicts = _broken(project, shares[0])
        for other in others:
            verdicts += other.result()
    return verdicts


def _broken(
    project: Project, maps: Iterable[Map], known: KnownOutcomes | None = None
) -> list[Verdict]:
    verdicts = judge(project, maps, known)
    return [one for one in verdicts if one.status is Status.BROKEN]


_WORK: Final[list[tuple[Project, Sequence[tuple[Map, ...]]]]] = []
"""What a copy of this process works on."""


def _take(project: Project, shares: Sequence[tuple[Map, ...]]) -> None:
    gc.disable()
    _WORK.append((project, shares))


def _taken(number: int) -> list[Verdict]:
    project, shares = _WORK[-1]
    return _broken(project, shares[number])
