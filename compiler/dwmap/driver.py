"""The pipeline on one page: parse, understand, lower, emit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dwmap.diagnostics import Report, Severity
from dwmap.semantic.allow import apply_allows
from dwmap.semantic.analyze import Analysis, analyze
from dwmap.source import SourceFile
from dwmap.syntax import ast

if TYPE_CHECKING:
    from dwmap.ir.model import Project
    from dwmap.lower.source_map import SourceMap
    from dwmap.prove.known import KnownOutcomes


class Remembered(Protocol):
    """Files that were parsed before; see `dwmap.store`."""

    def tree(self, source: SourceFile) -> ast.File | None:
        """The parsed file, if it is known."""

    def put_tree(self, file: ast.File, data: bytes | None = None) -> None:
        """Remember a file that parsed without a finding; `data` is what `dump_tree` makes of it, if it is at hand."""


def parse_sources(
    sources: Iterable[SourceFile], report: Report, remembered: Remembered | None = None
) -> tuple[ast.File, ...]:
    """Read every file; a damaged one gives what can be read."""
    sources = tuple(sources)
    files = {
        source: file
        for source in sources
        if remembered is not None and (file := remembered.tree(source)) is not None
    }
    missing = [source for source in sources if source not in files]
    if missing:
        from dwmap.syntax.parallel import parse_all

        for file, found, data in parse_all(missing):
            files[file.source] = file
            report.extend(found)
            if remembered is not None and not found:
                remembered.put_tree(file, data)
    return tuple(files[source] for source in sources)


def check_sources(
    sources: Iterable[SourceFile],
    report: Report,
    variants: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
    volumes: Mapping[str, int] | None = None,
    known: KnownOutcomes | None = None,
) -> Analysis:
    """Read and understand a project, laws included; everything that is wrong with it is in the report."""
    files = parse_sources(sources, report, remembered)
    analysis = analyze(files, variants or {}, report, volumes)
    judged = not report.has_errors
    if judged:
        _check_laws(analysis, report, known)
    _apply_allows(files, analysis, report, () if judged else LAW_RULES)
    return analysis


def _apply_allows(
    files: Iterable[ast.File],
    analysis: Analysis,
    report: Report,
    unasked: Collection[str],
) -> None:
    apply_allows(files, report, {facts.name for facts in analysis.maps}, unasked)


LAW_RULES = (
    "crossing-maps",
    "lossy-round-trip",
    "open-scope",
    "restless-line",
    "unfilled-lookup",
)
"""The findings of `dwmap.prove`, named here so that a project with errors need not load it."""


def _check_laws(
    analysis: Analysis, report: Report, known: KnownOutcomes | None
) -> None:
    from dwmap.lower.lower_project import lower_project
    from dwmap.lower.source_map import SourceMap
    from dwmap.prove.findings import findings
    from dwmap.prove.parallel import broken_laws
    from dwmap.prove.problems import OpenScope

    project = lower_project(analysis, "", report)
    if report.has_errors:
        return
    undeclared = [
        each.primary.span
        for each in report
        if each.code == "undeclared-field" and each.primary
    ]
    for problem in findings(broken_laws(project, known), SourceMap(analysis)):
        # A filter that reads what is not declared is not checked, which has been said.
        if not (
            isinstance(problem, OpenScope)
            and any(problem.span.covers(span) for span in undeclared)
        ):
            report.add(problem)


def compile_sources(
    sources: Iterable[SourceFile],
    name: str,
    report: Report,
    variants: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
) -> Project | None:
    """The IR of a project, or None when there are errors; what is no error is for `check_sources` to find."""
    compiled = compile_sources_with_places(sources, name, report, variants, remembered)
    return compiled.project if compiled is not None else None


@dataclass(frozen=True)
class Compiled:
    """A project, where its parts were written, and how many wrong examples were left out of it."""

    project: Project
    places: SourceMap
    left_out: int = 0


def compile_sources_with_places(
    sources: Iterable[SourceFile],
    name: str,
    report: Report,
    variants: Mapping[str, str] | None = None,
    remembered: Remembered | None = None,
    volumes: Mapping[str, int] | None = None,
    *,
    forgiving: bool = False,
) -> Compiled | None:
    """
    As `compile_sources`, with the places where the parts of the IR were written.

    What was committed before a check was invented may be wrong by it: `forgiving` leaves examples out that are.
    """
    from dwmap.lower.lower_project import lower_project
    from dwmap.lower.source_map import SourceMap

    files = parse_sources(sources, report, remembered)
    analysis = analyze(files, variants or {}, report, volumes)
    _apply_allows(files, analysis, report, LAW_RULES)
    left_out = 0
    if forgiving and report.has_errors:
        kept, left_out = _without_wrong_examples(files, report)
        if not left_out:
            return None
        report.keep(lambda _: False)
        analysis = analyze(kept, variants or {}, report, volumes)
        _apply_allows(kept, analysis, report, LAW_RULES)
    if report.has_errors:
        return None
    project = lower_project(analysis, name, report)
    if report.has_errors:
        return None
    return Compiled(project, SourceMap(analysis), left_out)


def _without_wrong_examples(
    files: Iterable[ast.File], report: Report
) -> tuple[tuple[ast.File, ...], int]:
    """The files without the examples that have errors, and how many there are; none where others have some, too."""
    errors = [one for one in report if one.severity is Severity.ERROR]
    places = [one.primary.span for one in errors if one.primary is not None]
    wrong = [
        decl.span
        for file in files
        for decl in file.declarations
        if isinstance(decl, ast.ExampleDecl)
        and any(decl.span.covers(place) for place in places)
    ]
    if len(places) < len(errors) or not all(
        any(span.covers(place) for span in wrong) for place in places
    ):
        return tuple(files), 0
    kept = tuple(
        replace(
            file,
            declarations=tuple(
                decl for decl in file.declarations if decl.span not in wrong
            ),
        )
        for file in files
    )
    return kept, len(wrong)
