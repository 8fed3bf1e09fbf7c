"""How commands read a project and print what was found in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.settings import wants_color
from dwmap.diagnostics import Diagnostic, Report, Severity

if TYPE_CHECKING:
    from dwmap.config import Config
    from dwmap.ir.model import Project
    from dwmap.lower.source_map import SourceMap
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


def errors_of(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those that stop a build."""
    return [one for one in diagnostics if one.severity is Severity.ERROR]


def found_in(
    root: Path, found: Iterable[Diagnostic], config: Config | None = None
) -> tuple[Diagnostic, ...]:
    """
    What was found in the project at `root`, the files named as from the current folder; those of packages as its settings say.
    """
    from dwmap.diagnostics.relocate import relocate
    from dwmap.packages import locate

    def name(path: str) -> str:
        place = locate(config, path) if config is not None else path
        return path_from_here(root / place)

    return tuple(relocate(found, name))


def path_from_here(path: Path) -> str:
    """The path as from the current folder, where that is shorter."""
    names = [path.absolute()]
    with suppress(ValueError):  # Windows: the project is on another drive
        names.append(Path(os.path.relpath(path)))
    return min((one.as_posix() for one in names), key=len)


def compile_or_exit(path: Path) -> tuple[ProjectFiles, Project]:
    """The IR of the project at `path`; prints the errors and ends the command when there are any."""
    files, project, _ = compile_with_places(path)
    return files, project


def compile_with_places(path: Path) -> tuple[ProjectFiles, Project, SourceMap]:
    """As `compile_or_exit`, with the places of the source."""
    from dwmap.driver import compile_sources_with_places
    from dwmap.project import load_project
    from dwmap.store import Store

    report = Report()
    files = load_project(path, report)
    config = files.config
    with Store(files.root) as store:
        compiled = compile_sources_with_places(
            files.sources, config.name, report, config.variants, store
        )
        store.save()
    if compiled is None or report.has_errors:
        print_findings(errors_of(found_in(files.root, report, config)))
        click.echo(
            f"{path} has errors; `dwmap check` shows all that was found", err=True
        )
        click.get_current_context().exit(1)
    return files, compiled.project, compiled.places
