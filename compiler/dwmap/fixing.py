"""
Applies the fixes that findings bring, round by round, and never makes a project worse.

Fixes that touch the same text wait for the next round. A fix after which there are more errors than before is
left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dwmap.diagnostics import Fix, Report, Severity
from dwmap.diagnostics.fixes import apply_edits, edits_by_file
from dwmap.source import SourceFile, Span

Sources: TypeAlias = tuple[SourceFile, ...]
Check: TypeAlias = Callable[[Sources], Report]
_MOST_ROUNDS = 20


@dataclass(frozen=True)
class Fixed:
    """The sources after all fixes, and how many there were."""

    sources: Sources
    count: int


def apply_fixes(sources: Sources, check: Check, *, unsafe: bool = False) -> Fixed:
    """Apply what can be applied; `check` says what is wrong with some sources."""
    count = 0
    for _ in range(_MOST_ROUNDS):
        report = check(sources)
        fixes = list(_apart(_wanted(report, unsafe)))
        after, applied = _apply_round(sources, fixes, report, check)
        if not applied:
            break
        sources, count = after, count + applied
    return Fixed(sources, count)


def _wanted(report: Report, unsafe: bool) -> Iterator[Fix]:
    for one in report:
        if one.fix is not None and one.fix.edits and (one.fix.safe or unsafe):
            yield one.fix


def _apart(fixes: Iterator[Fix]) -> Iterator[Fix]:
    """Those that do not touch what an earlier one does."""
    taken: list[Span] = []
    for fix in fixes:
        spans = [edit.span for edit in fix.edits]
        if not any(_touch(one, other) for one in spans for other in taken):
            taken += spans
            yield fix


def _touch(one: Span, other: Span) -> bool:
    return one.file is other.file and one.start <= other.end and other.start <= one.end


def _apply_round(
    sources: Sources, fixes: list[Fix], report: Report, check: Check
) -> tuple[Sources, int]:
    """All at once; if that makes it worse, those that do not one by one."""
    if not fixes:
        return sources, 0
    together = _edited(sources, fixes)
    limit = _errors(report)
    if together != sources and _errors(check(together)) <= limit:
        return together, len(fixes)
    for fix in fixes:
        alone = _edited(sources, [fix])
        if alone != sources and _errors(check(alone)) <= limit:
            return alone, 1
    return sources, 0


def _edited(sources: Sources, fixes: list[Fix]) -> Sources:
    found = []
    for source in sources:
        own = [
            edit
            for fix in fixes
            for file, of_file in edits_by_file(fix).items()
            if file.path == source.path
            for edit in of_file
        ]
        text = apply_edits(source.text, own) if own else source.text
        found.append(source if text == source.text else SourceFile(source.path, text))
    return tuple(found)


def _errors(report: Report) -> int:
    return report.count(Severity.ERROR)
