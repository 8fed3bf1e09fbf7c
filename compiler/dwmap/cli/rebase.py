"""`dwmap rebase`: overlays whose base has moved on."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import errors_of, path_from_here, print_findings
from dwmap.cli.settings import wants_color

if TYPE_CHECKING:
    from dwmap.overlays.verdict import Rebased
    from dwmap.project import ProjectFiles
    from dwmap.semantic.scope import Scope

_CANNOT = 2


@click.command()
@click.argument(
    "project",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    metavar="[PROJECT]",
)
@click.option(
    "--base",
    metavar="BASE",
    help="Where the old version is: a git ref, REF:FOLDER, a folder or a .dwmap file; by default it is found in git.",
)
@click.option("--write", is_flag=True, help="Make the edits that need no decision.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How to print what was found.",
)
def command(project: Path, base: str | None, write: bool, form: str) -> int:
    """Hold the overlays of PROJECT against the new versions of their bases.

    \b
    dwmap rebase                        what still applies, what is redundant, what conflicts
    dwmap rebase --write                drop what is redundant, write the new version behind `on`
    dwmap rebase --base v1.2            the old bases are those of a tag
    dwmap rebase --base ../old          or of a folder

    \b
    For each `extend map NAME on VERSION` whose base has another version by now, the old one is looked up in the
    history of git. Of a conflict the three texts are shown, and the ways out; none is taken. An overlay with
    conflicts keeps its `on VERSION`. Files of packages are read and never written.
    Exit codes: 0 no conflict is left, 1 conflicts, 2 could not do the job.
    """
    files, found, lacking = _rebased(project, base)
    if found or not lacking:
        _print(files, found, form)
    if write:
        _write(files, found)
    for said in lacking:
        click.echo(f"Error: {said}", err=True)
    return _CANNOT if lacking else int(any(one.conflicts for one in found))


def _rebased(
    project: Path, base: str | None
) -> tuple[ProjectFiles, list[Rebased], list[str]]:
    """
    What becomes of each overlay, and why nothing is known of some; ends the command where the project cannot be read.
    """
    from dwmap.cli.old_bases import OldBases
    from dwmap.diagnostics import Report
    from dwmap.driver import parse_sources
    from dwmap.overlays.rebase import (
        names_of,
        outdated,
        rebase_entities,
        rebase_map,
    )
    from dwmap.project import load_project
    from dwmap.semantic.scope import collect_declarations

    report = Report()
    files = load_project(project, report)
    trees = parse_sources(files.sources, report)
    if report.has_errors:
        # What cannot be read cannot be judged; what does not fit together can.
        print_findings(errors_of(report.diagnostics))
        raise click.ClickException(f"{project} cannot be read")
    scope = collect_declarations(trees, Report())
    bases = OldBases(files.root, base)
    found = rebase_entities(scope)
    lacking = dict.fromkeys(_without_base(files, scope))
    for one in outdated(scope):
        try:
            old = bases.find(names_of(one, scope), one.base_version or "")
        except click.ClickException as problem:
            lacking[problem.message] = None
        else:
            found.append(rebase_map(one, old, scope))
    return files, found, list(lacking)


def _without_base(files: ProjectFiles, scope: Scope) -> Iterator[str]:
    """What is said of overlays whose base is no longer there by any name: nothing is known of them."""
    from dwmap.overlays.rebase import base_of

    for one in scope.extend_maps:
        if base_of(one, scope) is None:
            place = path_from_here(files.locate(one.span.file.path))
            line = one.span.file.position(one.span.start).line
            name = one.name.text
            yield (
                f"{place}:{line} extends `{name}`, and no map has this name, nor `renamed from {name}`"
            )


def _print(files: ProjectFiles, found: Sequence[Rebased], form: str) -> None:
    from dwmap.diagnostics.style import ANSI, PLAIN
    from dwmap.overlays.report import rebase_data, rebase_markdown, rebase_text

    def named(path: str) -> str:
        return path_from_here(files.locate(path))

    if form == "json":
        data = rebase_data(found, named)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    style = ANSI if wants_color(sys.stdout) else PLAIN
    lines = (
        rebase_markdown(found, named)
        if form == "markdown"
        else rebase_text(found, named, style)
    )
    click.echo("\n".join(lines), color=True)


def _write(files: ProjectFiles, found: Sequence[Rebased]) -> None:
    """Make the edits, each file at once."""
    from dwmap.counting import count
    from dwmap.diagnostics import Edit
    from dwmap.diagnostics.fixes import apply_edits
    from dwmap.output import write_edited
    from dwmap.overlays.edits import edits_of
    from dwmap.source import SourceFile

    edits: dict[SourceFile, list[Edit]] = {}
    for one in found:
        if not one.readonly:
            for edit in edits_of(one):
                edits.setdefault(edit.span.file, []).append(edit)
    for source, of_file in edits.items():
        write_edited(files.root / source.path, apply_edits(source.text, of_file))
        path = path_from_here(files.root / source.path)
        click.echo(f"wrote {path} ({count(len(of_file), 'edit')})", err=True)
    if not edits:
        click.echo("nothing to write", err=True)
