"""What `dwmap test` found, for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from dwmap.counting import count
from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.examples.mutate import Mutant
from dwmap.examples.report import Failure, Tested, failures

_KINDS: Final = {
    "filter": "filters",
    "copy": "straight copies",
    "line": "lines",
    "direction": "directions",
    "default": "defaults",
    "condition": "conditions",
    "entry": "entries of value maps",
    "state": "rows of state tables",
}


_FOLDED: Final = ("copy", "direction", "entry")
"""Kinds of which there are many: listed only when asked for."""


def text_lines(
    tested: Tested, style: Style = PLAIN, *, everything: bool = False
) -> Iterator[str]:
    """What failed field by field, what nothing touches, what nobody would notice, and the counts."""
    for failure in failures(replace(tested, unread=())):  # shown with their source
        yield from _failure(failure, style)
    for map, group in groupby(tested.points, key=lambda one: one.map):
        missing = [one.what for one in group if not one.covered]
        if missing:
            yield style.paint(Tone.HEADLINE, f"{map}: no example touches")
            yield from (f"  {visible(line)}" for line in missing)
    for map, mutants in groupby(tested.mutants, key=lambda one: one.map):
        yield from _unnoticed(map, list(mutants), style, everything)
    yield from _counts(tested)


def _failure(one: Failure, style: Style) -> Iterator[str]:
    place = f"  {one.place}" if one.place else ""
    head = style.paint(Tone.ERROR, "FAILED")
    yield f"{head} {visible(one.name)}{style.paint(Tone.GUTTER, place)}"
    if one.reason:
        yield f"  {visible(one.reason)}"
    if not one.cells:
        return
    rows = [tuple(map(visible, cell)) for cell in one.cells]
    first, second = (
        max(len(row[column]) for row in (*rows, ("field", "expected", "")))
        for column in (0, 1)
    )
    yield f"  {'field':{first}}  {'expected':{second}}  is"
    for field, expected, actual in rows:
        was = style.paint(Tone.ADDED, f"{expected:{second}}")
        yield f"  {field:{first}}  {was}  {style.paint(Tone.REMOVED, actual)}"


def _unnoticed(
    map: str, mutants: list[Mutant], style: Style, everything: bool
) -> Iterator[str]:
    left = [one for one in mutants if not one.noticed]
    if not left:
        return
    yield style.paint(Tone.HEADLINE, f"{map}: no example notices")
    for kind, words in _KINDS.items():
        faults = [one.fault for one in left if one.kind == kind]
        if kind in _FOLDED and len(faults) > 1 and not everything:
            yield f"  {len(faults)} faults in {words} (-v lists them)"
            continue
        yield from (f"  {visible(fault)}" for fault in faults)


def _counts(tested: Tested) -> Iterator[str]:
    failed = sum(not one.passed for one in tested.results)
    yield f"{count(len(tested.results), 'example')} run, {failed} failed"
    if tested.samples:
        fates = Counter[str](one.journey.fate for one in tested.samples)
        lossy = sum(bool(one.losses) for one in tested.samples)
        shown = [f"{fates['carried']} carried over and back"]
        shown += [f"{fates[fate]} {words}" for fate, words in _FATES if fates[fate]]
        shown += [f"{lossy} not as they were"] if lossy else []
        yield f"{count(len(tested.samples), 'sample')} run: {', '.join(shown)}"
    if tested.points:
        covered = sum(one.covered for one in tested.points)
        yield f"{covered} of {count(len(tested.points), 'point')} covered"
    if tested.mutants:
        yield from _summary(tested.mutants)


_FATES: Final = (
    ("outside", "outside the filter"),
    ("refused", "refused"),
    ("unseen", "never to come back"),
    ("idle", "of no field that is carried"),
)


def _summary(mutants: Sequence[Mutant]) -> Iterator[str]:
    noticed = sum(one.noticed for one in mutants)
    yield f"{noticed} of {len(mutants)} faults noticed:"
    for kind, title in _KINDS.items():
        of_kind = [one for one in mutants if one.kind == kind]
        if of_kind:
            seen = sum(one.noticed for one in of_kind)
            yield f"  {seen:5} of {len(of_kind):5}  {title}"
