"""How commands read a project and print what was found in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.settings import wants_color
from dwmap.diagnostics import Diagnostic, Report, Severity

if TYPE_CHECKING:
    from dwmap.ir.model import Project
    from dwmap.project import ProjectFiles

project_argument: Callable[[Callable[..., Any]], Callable[..., Any]] = click.argument(
    "project",
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
    default=".",
    metavar="[PROJECT]",
)


def print_findings(
    diagnostics: Sequence[Diagnostic], *, to_stdout: bool = False
) -> None:
    """Print findings with their source lines, on stderr unless they are what was asked for."""
    from dwmap.diagnostics.render import render_all
    from dwmap.diagnostics.style import ANSI, PLAIN

    stream = sys.stdout if to_stdout else sys.stderr
    text = render_all(diagnostics, ANSI if wants_color(stream) else PLAIN)
    if text:
        click.echo(text, err=not to_stdout, color=True)


def read_project(path: Path, report: Report) -> ProjectFiles:
    """The files of the project at `path`; their paths are shown relative to where the command runs."""
    from dwmap.project import load_project

    return load_project(path, report)


def compile_or_exit(path: Path) -> tuple[ProjectFiles, Project]:
    """The IR of the project at `path`; prints the errors and ends the command when there are any."""
    from dwmap.driver import compile_sources
    from dwmap.parse_cache import ParseCache

    report = Report()
    files = read_project(path, report)
    cache = ParseCache(files.root)
    config = files.config
    project = compile_sources(
        files.sources, config.name, report, config.variants, cache
    )
    cache.save()
    if project is None or report.has_errors:
        errors = [each for each in report if each.severity is Severity.ERROR]
        print_findings(errors)
        click.echo(
            f"{path} has errors; `dwmap check` shows all that was found", err=True
        )
        click.get_current_context().exit(1)
    return files, project
