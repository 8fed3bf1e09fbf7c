"""The pipeline on one page: parse, understand, lower, emit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from dwmap.diagnostics import Report
from dwmap.semantic.allow import apply_allows
from dwmap.semantic.analyze import Analysis, analyze
from dwmap.source import SourceFile
from dwmap.syntax import ast

if TYPE_CHECKING:
    from dwmap.ir.model import Project


class Remembered(Protocol):
    """Files that were parsed before; see `dwmap.parse_cache`."""

    def get(self, source: SourceFile) -> ast.File | None:
        """The parsed file, if it is known."""

    def put(self, file: ast.File) -> None:
        """Remember a file that parsed without a finding."""


def parse_sources(
    sources: Iterable[SourceFile], report: Report, remembered: Remembered | None = None
) -> tuple[ast.File, ...]:
    """Read every file; a damaged one gives what can be read."""
    return tuple(_parse(source, report, remembered) for source in sources)


def _parse(
    source: SourceFile, report: Report, remembered: Remembered | None
) -> ast.File:
    known = remembered.get(source) if remembered is not None else None
    if known is not None:
        return known
    from dwmap.syntax.parser import parse_file

    found = Report()
    file = parse_file(source, found)
    report.extend(found)
    if remembered is not None and not found.diagnostics:
        remembered.put(file)
    return file


def check_sources(
    sources: Iterable[SourceFile],
    report: Report,
    variants: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
    volumes: Mapping[str, int] | None = None,
) -> Analysis:
    """Read and understand a project; everything that is wrong with it is in the report."""
    files = parse_sources(sources, report, remembered)
    analysis = analyze(files, variants or {}, report, volumes)
    apply_allows(files, report, {facts.name for facts in analysis.maps})
    return analysis


def compile_sources(
    sources: Iterable[SourceFile],
    name: str,
    report: Report,
    variants: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
    volumes: Mapping[str, int] | None = None,
) -> Project | None:
    """The IR of a project, or None when there are errors."""
    from dwmap.lower.lower_project import lower_project

    analysis = check_sources(sources, report, variants, remembered, volumes)
    if report.has_errors:
        return None
    project = lower_project(analysis, name, report)
    return None if report.has_errors else project
