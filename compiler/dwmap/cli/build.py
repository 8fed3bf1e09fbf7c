"""`dwmap build`: write the package of a project, or check that it is fresh."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dwmap.builder import Build, open_build
from dwmap.cli.findings import errors_of, found_in, print_findings, project_argument
from dwmap.counting import count
from dwmap.diagnostics import Report
from dwmap.project import load_project


@click.command()
@project_argument
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 if anything would change."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another output folder.",
)
@click.option(
    "--force", is_flag=True, help="Make every file again, whatever is known of it."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report.",
)
def command(
    project: Path, check: bool, out: Path | None, force: bool, form: str
) -> int:
    """Compile PROJECT into a Python package with its documentation.

    \b
    dwmap build specs            write what changed
    dwmap build specs --check    for CI: is what is committed what the specs say?

    Only files that changed are written; files that a former build wrote and this one does not are
    removed. Everything is written below the output folder of dwmap.toml (`[build] out`).
    """
    report = Report()
    files = load_project(project, report)
    build = open_build(files, out)
    if not (check or force) and not report.has_errors and build.is_fresh():
        return _say(form, build, [], [])
    emitted = build.emit(report, everything=check or force)
    if emitted is None:
        print_findings(errors_of(found_in(files.root, report, files.config)))
        click.echo("nothing was written: the specs have errors", err=True)
        return 1
    texts, kept = emitted
    if check:
        return _check(form, build, texts)
    from dwmap.output import write_files

    gone = build.before.files.keys() - kept
    written, removed = write_files(texts, build.folder, gone)
    return _say(form, build, written, removed)


def _say(form: str, build: Build, written: list[str], removed: list[str]) -> int:
    if form == "json":
        found = {"folder": str(build.folder), "written": written, "removed": removed}
        click.echo(json.dumps(found, indent=1))
    elif not written and not removed:
        click.echo(f"{build.folder} is up to date")
    else:
        more = f", removed {len(removed)}" if removed else ""
        click.echo(f"wrote {count(len(written), 'file')} to {build.folder}{more}")
    return 0


def _check(form: str, build: Build, texts: dict[str, str]) -> int:
    from dwmap.output import check_files

    hashes = {path: entry.sha256 for path, entry in build.before.files.items()}
    found = check_files(texts, build.folder, hashes)
    if form == "json":
        click.echo(json.dumps([vars(each) for each in found], indent=1))
        return 1 if found else 0
    for each in found:
        click.echo(f"{each.kind}: {each.path}")
        if each.diff:
            click.echo("\n".join(each.diff.splitlines()[:40]))
    if found:
        differ = count(len(found), "file differs", "files differ")
        click.echo(f"{differ}; `dwmap build` writes what is to be there", err=True)
    else:
        click.echo(f"{build.folder} is up to date")
    return 1 if found else 0
