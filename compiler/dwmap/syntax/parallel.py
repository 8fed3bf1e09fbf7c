"""Parses many files on all processors."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, NamedTuple

from dwmap.diagnostics import Diagnostic, Report
from dwmap.processors import FORKS, usable
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import grammar, parse_file
from dwmap.syntax.trees import dump_tree, load_tree


class Parsed(NamedTuple):
    """A file, what was found in it, and its tree as bytes if these were made on the way."""

    file: ast.File
    found: tuple[Diagnostic, ...]
    tree: bytes | None = None


_METHOD: Final = "fork" if FORKS else "spawn"
_WORTH_IT: Final = 400_000 if FORKS else 3_000_000
"""Characters from which a second process saves more than it costs."""


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
        parsed = [list(map(_dumped, map(_parse, shares[0])))]
        parsed += map(_collect, others, shares[1:])
    return parsed


def _parse(source: SourceFile) -> Parsed:
    report = Report()
    file = parse_file(source, report)
    return Parsed(file, report.diagnostics)


def _dumped(parsed: Parsed) -> Parsed:
    try:
        return parsed._replace(tree=dump_tree(parsed.file))
    except RecursionError:
        return parsed


def _parse_share(sources: Sequence[SourceFile]) -> list[bytes | None]:
    """The trees as bytes, since a process gives back nothing else; None where something was found."""
    gc.disable()
    return [
        None if parsed.found else _dumped(parsed).tree
        for parsed in map(_parse, sources)
    ]


def _collect(
    share: Future[list[bytes | None]], sources: Sequence[SourceFile]
) -> list[Parsed]:
    """
    The trees of another process; what it did not give is parsed here.

    Findings point into the text of a file, which would be another object there.
    """
    try:
        trees = share.result()
    except BrokenProcessPool:
        trees = [None] * len(sources)
    return [
        _parse(source) if tree is None else Parsed(load_tree(tree, source), (), tree)
        for tree, source in zip(trees, sources, strict=True)
    ]


def _processes(sources: Sequence[SourceFile]) -> int:
    if sum(len(source.text) for source in sources) < _WORTH_IT:
        return 1
    return min(usable(), len(sources))
