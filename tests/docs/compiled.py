"""Projects for the documentation tests, compiled from text."""

from __future__ import annotations

from collections.abc import Mapping

from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.ir.model import Project
from dwmap.source import SourceFile


def compiled(sources: Mapping[str, str], name: str = "example") -> Project:
    """The IR of a project without errors."""
    report = Report()
    files = [SourceFile(path, text) for path, text in sorted(sources.items())]
    project = compile_sources(files, name, report)
    if project is None:
        raise ValueError("\n".join(str(each.message) for each in report))
    return project
