"""The committed records that a change is tried on: samples and examples, as both states read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from dwmap.diagnostics import Report
from dwmap.examples.run import given_records, prepare
from dwmap.examples.samples import Sample, read_samples
from dwmap.interpret.values import Record, Refusal
from dwmap.ir.model import Direction, Example, Map, Samples
from dwmap.ir.scope import Scope
from dwmap.source import SourceFile

Read: TypeAlias = Callable[[str], SourceFile | None]
"""Gives the text of a file of a state by its path in the project; None where there is none that can be read."""

MOST: Final = 10_000
"""So many records of a file are tried."""


@dataclass(frozen=True)
class Given:
    """
    A record of one side of a map: where it is written, and where it goes.

    Its values are those that each state reads: types may have changed in between.
    """

    origin: str
    heading: Direction
    before: Record
    after: Record


@dataclass(frozen=True)
class Source:
    """A state that records are read from: its project, and its other files."""

    scope: Scope
    read: Read


def given_of(
    map: str, before: Source, after: Source, unread: list[str]
) -> Iterator[Given]:
    """
    Every record that is committed for a map, those of the new state first, then those that are gone from it.

    Files that cannot be read are named in `unread`.
    """
    yield from _from_samples(map, before, after, unread)
    yield from _from_examples(map, before.scope, after.scope)


def _from_examples(map: str, before: Scope, after: Scope) -> Iterator[Given]:
    old, new = (
        [one for one in scope.project.examples if one.map == map]
        for scope in (before, after)
    )
    for example in (*new, *(one for one in old if one not in new)):
        records = [
            [*_shown(example, scope.maps.get(map), scope)] for scope in (before, after)
        ]
        for heading, was, now in _paired(*records):
            yield Given(f'example "{example.title}"', heading, was, now)


def _shown(
    example: Example, map: Map | None, scope: Scope
) -> Iterator[tuple[Direction, Record]]:
    if map is None:
        return
    try:
        yield from given_records(prepare(example, map, scope), map)
    except (ValueError, LookupError, Refusal):  # a value that its type no longer has
        return


def _paired(
    old: Sequence[tuple[Direction, Record]], new: Sequence[tuple[Direction, Record]]
) -> Iterator[tuple[Direction, Record, Record]]:
    """Records as both states read them; one that only one of them can read counts for both."""
    if not old or not new:
        yield from ((heading, one, one) for heading, one in old or new)
        return
    for (_, was), (heading, now) in zip(old, new, strict=False):
        yield heading, was, now


def _from_samples(
    map: str, before: Source, after: Source, unread: list[str]
) -> Iterator[Given]:
    files = {
        one.path: one
        for source in (before, after)
        for one in source.scope.project.samples
        if one.map == map
    }
    for path, samples in sorted(files.items()):
        texts = before.read(path), after.read(path)
        if texts[1] is None and samples in after.scope.project.samples:
            unread.append(path)
        tried = 0
        report = Report()
        for one in _of_file(samples, texts, before.scope, after.scope, report):
            tried += 1
            if tried > MOST:
                unread.append(f"{path} from its record {tried} on")
                break
            yield one
        if report.diagnostics:
            unread.append(f"{path} where it is wrong, as `dwmap test` says")


def _of_file(
    samples: Samples,
    texts: tuple[SourceFile | None, SourceFile | None],
    before: Scope,
    after: Scope,
    report: Report,
) -> Iterator[Given]:
    """The records of the new text, and those of the old one that are not in it."""
    then, now = texts
    met: list[tuple[Direction, Record]] = []
    for place, text in enumerate((now, then)):
        if text is None or (place and now is not None and now.text == text.text):
            continue
        old = _by_line(text, samples, before, Report())
        # Only a mistake in the file as it is now can be set right.
        new = _by_line(text, samples, after, Report() if place else report)
        for line in sorted({*old, *new}):
            one, other = old.get(line, new.get(line)), new.get(line, old.get(line))
            if one is None or other is None:
                continue
            same = (one.heading, one.record)
            if place and same in met:
                continue
            met.append(same)
            gone = " (gone)" if place else ""
            origin = f"{samples.path}:{line}{gone}"
            yield Given(origin, other.heading, one.record, other.record)


def _by_line(
    text: SourceFile, samples: Samples, scope: Scope, report: Report
) -> Mapping[int, Sample]:
    if samples.map not in scope.maps:
        return {}
    return {one.line: one for one in read_samples(text, samples, scope, report)}
