"""Parses many files on all processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeAlias

from dwmap.diagnostics import Diagnostic, Report
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import grammar, parse_file
from dwmap.syntax.trees import dump_tree, load_tree

Parsed: TypeAlias = tuple[ast.File, tuple[Diagnostic, ...]]

_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
_WORTH_IT: Final = {"fork": 400_000, "spawn": 3_000_000}[_METHOD]
"""Characters from which a second process saves more than it costs."""
_MOST: Final = 8


def parse_all(sources: Sequence[SourceFile]) -> Iterator[Parsed]:
    """Every file with what was found in it, in their order."""
    processes = _processes(sources)
    if processes == 1:
        return map(_parse, sources)
    grammar()  # loaded once, before the others are forked
    shares = [sources[start::processes] for start in range(processes)]
    try:
        parsed = _parse_shares(shares)
    except OSError:  # a machine without semaphores, or without room for a process
        return map(_parse, sources)
    return (
        parsed[place % processes][place // processes] for place in range(len(sources))
    )


def _parse_shares(shares: Sequence[Sequence[SourceFile]]) -> list[list[Parsed]]:
    """The first share is parsed here, the others each in a process of its own."""
    context = multiprocessing.get_context(_METHOD)
    with ProcessPoolExecutor(len(shares) - 1, context) as pool:
        others = [pool.submit(_parse_share, share) for share in shares[1:]]
        parsed = [list(map(_parse, shares[0]))]
        parsed += map(_collect, others, shares[1:])
    return parsed


def _parse(source: SourceFile) -> Parsed:
    report = Report()
    file = parse_file(source, report)
    return file, report.diagnostics


def _parse_share(sources: Sequence[SourceFile]) -> list[bytes | None]:
    """The trees as bytes, since a process gives back nothing else; None where something was found."""
    gc.disable()
    return [None if found else dump_tree(file) for file, found in map(_parse, sources)]


def _collect(
    share: Future[list[bytes | None]], sources: Sequence[SourceFile]
) -> list[Parsed]:
    """
    The trees of another process; what it did not give is parsed here.

    Findings point into the text of a file, which would be another object there.
    """
    try:
        trees = share.result()
    except (BrokenProcessPool, RecursionError):
        trees = [None] * len(sources)
    return [
        _parse(source) if tree is None else (load_tree(tree, source), ())
        for tree, source in zip(trees, sources, strict=True)
    ]


def _processes(sources: Sequence[SourceFile]) -> int:
    if sum(len(source.text) for source in sources) < _WORTH_IT:
        return 1
    usable = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )
    return min(usable, _MOST, len(sources))
