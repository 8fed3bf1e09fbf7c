"""Doing something again whenever the files of a project change."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

import click

from dwmap.config import CONFIG
from dwmap.manifests import MANIFEST
from dwmap.project import find_root, source_paths

Stamps: TypeAlias = Mapping[Path, tuple[int, int]]
"""The time of the last change, in nanoseconds, and the size of each file."""

_PAUSE: Final = 0.2
_SHARE: Final = 20
"""Looking at the files takes at most one part in so many of the time."""
_SETTLING: Final = 0.05
"""Seconds after which files are looked at again: an editor or `git checkout` writes many, one after the other."""


def watch(
    path: Path, act: Callable[[], Iterable[Path]], prepare: Callable[[], object]
) -> None:
    """
    Do something at once, and again after each change, until Ctrl-C.

    What is done returns the files, and the folders of packages, outside the sources that it depends on. Once, while nothing changes, what makes
    the next time faster is prepared.
    """
    root = find_root(path)
    try:
        while True:
            before, started = _stamps(root, ()), time.perf_counter()
            others = tuple(act())
            seconds = time.perf_counter() - started
            before = {**_stamps_of(_with_files(others)), **before}
            now = datetime.now().strftime("%H:%M:%S")
            click.echo(
                f"{now}: {seconds:.2f} s; waiting for changes, Ctrl-C ends", err=True
            )
            prepare()
            prepare = _nothing
            gc.collect()
            _wait(root, others, before)
            if sys.stdout.isatty():
                click.clear()
    except KeyboardInterrupt:
        click.echo("", err=True)


def _nothing() -> None:
    """Nothing to prepare."""


def _wait(root: Path, others: tuple[Path, ...], before: Stamps) -> None:
    """Return when the files are others than `before`, and stay as they are for a moment."""
    now = before
    while now == before:
        started = time.perf_counter()
        now = _stamps(root, others)
        taken = time.perf_counter() - started
        if now == before:
            time.sleep(max(_PAUSE, taken * _SHARE))
    latest: Stamps = {}
    while latest != now:
        time.sleep(_SETTLING)
        now, latest = latest, _stamps(root, others)


def _stamps(root: Path, others: Iterable[Path]) -> Stamps:
    return _stamps_of(_with_files([root, *others]))


def _with_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and of folders all that a project or a package is made of."""
    for path in paths:
        if path.is_dir():
            yield from (*source_paths(path), path / CONFIG, path / MANIFEST)
        else:
            yield path


def _stamps_of(paths: Iterable[Path]) -> Stamps:
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError:  # it is not there, or not any more
            continue
        found[path] = stat.st_mtime_ns, stat.st_size
    return found
