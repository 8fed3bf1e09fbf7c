"""
The findings that a project starts with: a file with a line each, reviewed and shortened over time.

    FINGERPRINT  RULE  PATH  MESSAGE
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Problem, Severity
from dwmap.diagnostics.fingerprint import with_fingerprints
from dwmap.source import SourceFile, Span

_HEAD = "# Findings that are known. Written by `dwmap check --write-baseline`.\n"


@dataclass(frozen=True)
class UnusedBaseline(Problem):
    """
    A line of the baseline stands for a finding that is gone.

    ## Why it matters
    It is done. Left in place it would hide the same mistake when it is made again.

    ## Example
    A line of a finding that was mended.

    ## Instead
    A baseline of nothing but what is still found.

    ## How to mend
    Take the line out, or write the file anew with `dwmap check --write-baseline`.
    """

    topic = "project"
    severity = Severity.NOTE
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "this finding is gone", self.span, help="take the line out"
        )


@dataclass(frozen=True)
class Baseline:
    """The known findings by fingerprint, each with its place in the file."""

    known: dict[str, Span]


def write_baseline(diagnostics: Iterable[Diagnostic]) -> str:
    """The file for all findings that are no errors, sorted by place."""
    lines = [
        f"{fingerprint}  {one.code}  {_path(one)}  {' '.join(one.message.split())}\n"
        for one, fingerprint in with_fingerprints(diagnostics)
        if one.severity is not Severity.ERROR
    ]
    return _HEAD + "".join(lines)


def _path(one: Diagnostic) -> str:
    return one.primary.span.file.path if one.primary is not None else "-"


def read_baseline(source: SourceFile) -> Baseline:
    """The file as it was written; empty lines and lines after `#` do not count."""
    known: dict[str, Span] = {}
    for number, start in enumerate(source.line_starts, 1):
        fingerprint = source.line(number).partition(" ")[0]
        if fingerprint and not fingerprint.startswith("#"):
            known[fingerprint] = source.span(start, start + len(fingerprint))
    return Baseline(known)


def without_known(
    diagnostics: Iterable[Diagnostic], baseline: Baseline
) -> tuple[list[Diagnostic], int]:
    """The findings that are new, the lines that stand for none, and how many were known."""
    left: list[Diagnostic] = []
    used: set[str] = set()
    for one, fingerprint in with_fingerprints(diagnostics):
        if fingerprint in baseline.known and one.severity is not Severity.ERROR:
            used.add(fingerprint)
        else:
            left.append(one)
    unused = (span for key, span in baseline.known.items() if key not in used)
    return [*left, *(UnusedBaseline(span).diagnose() for span in unused)], len(used)
