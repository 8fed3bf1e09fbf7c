"""The pipeline on one page: parse, understand, lower, emit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dwmap.diagnostics import Report
from dwmap.semantic.allow import apply_allows
from dwmap.semantic.analyze import Analysis, analyze
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file

if TYPE_CHECKING:
    from dwmap.ir.model import Project


def parse_sources(sources: Iterable[SourceFile], report: Report) -> tuple[ast.File, ...]:
    """Read every file; a damaged one gives what can be read."""
    return tuple(parse_file(source, report) for source in sources)


def check_sources(
    sources: Iterable[SourceFile], report: Report, variants: Mapping[str, str] | None = None
) -> Analysis:
    """Read and understand a project; everything that is wrong with it is in the report."""
    files = parse_sources(sources, report)
    analysis = analyze(files, variants or {}, report)
    apply_allows(files, report)
    return analysis


def compile_sources(
    sources: Iterable[SourceFile],
    name: str,
    report: Report,
    variants: Mapping[str, str] | None = None,
) -> Project | None:
    """The IR of a project, or None when there are errors."""
    from dwmap.lower.lower_project import lower_project

    analysis = check_sources(sources, report, variants)
    if report.has_errors:
        return None
    project = lower_project(analysis, name, report)
    return None if report.has_errors else project
