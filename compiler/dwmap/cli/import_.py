"""`dwmap import`: mapping tables, solutions, keys and column lists to specs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.findings import print_findings
from dwmap.cli.import_doubles import doubles_of, tell_doubles
from dwmap.cli.import_group import ImportCommand, PathOrCommand
from dwmap.cli.import_solutions import import_or_exit, read_solutions, sort_out
from dwmap.cli.import_targets import Target, difference, targets_of, write_targets
from dwmap.counting import count, counted
from dwmap.diagnostics import Diagnostic, Report, Severity
from dwmap.diagnostics.render import count_line

if TYPE_CHECKING:
    from dwmap.importers import Imported, Sources
    from dwmap.source import SourceFile

_CANNOT = 2
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_tables = PathOrCommand(exists=True, path_type=Path)
_folder = click.Path(file_okay=False, path_type=Path)


@click.command(cls=ImportCommand)
@click.argument(
    "named", metavar="FILE|FOLDER...", nargs=-1, required=True, type=_tables
)
@click.option("--keys", type=_file, help="A CSV file of integration keys.")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=_file,
    help="A JSON file of columns; may be repeated.",
)
@click.option("--plan", type=_file, help="A TOML file of folders and names.")
@click.option(
    "--out", type=_folder, default=".", help="Where the specs go; by default here."
)
@click.option(
    "--all-fields", is_flag=True, help="Declare every known column, not just used ones."
)
@click.option("--force", is_flag=True, help="Overwrite files that differ.")
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; say what would be written."
)
@click.option(
    "--diff",
    is_flag=True,
    help="Write nothing; print what would change in files that are there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Leave out notes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print what was found and written.",
)
def command(
    named: tuple[Path, ...],
    keys: Path | None,
    schemas: tuple[Path, ...],
    plan: Path | None,
    out: Path,
    all_fields: bool,
    force: bool,
    dry_run: bool,
    diff: bool,
    quiet: bool,
    form: str,
) -> int:
    """Turn mapping tables or a Dataverse solution into specs.

    \b
    dwmap import tables.md --out specs                     mapping tables in Markdown
    dwmap import tables/ --dry-run --format json           a folder of them
    dwmap import Contoso_managed.zip --out specs           a solution, managed or not
    dwmap import solution/ --out specs                     an unpacked one
    dwmap import customizations.xml map.json --out specs   a part of one, the JSON of a map
    dwmap import tables.md --keys keys.csv --schema columns.json --out specs

    What a solution holds and specs do not say goes into side files (*.extras.json), from which `dwmap export
    solution` gives it back. Of several versions of a map the newest is imported. Maps that were imported before
    and that a solution no longer has are named.

    A line that cannot be expressed is reported with its place in the table and left out; the exit
    code is then 1. Files that are there and differ are kept unless --force is given; --diff shows how they differ.
    """
    report = Report()
    sources = _sources(named, keys, schemas, plan, report)
    imported = import_or_exit(sources, report, all_fields)
    outcome = Outcome(imported, report, out, form, dry_run, diff, force, quiet)
    return outcome.finish()


def _sources(
    named: tuple[Path, ...],
    keys: Path | None,
    schemas: tuple[Path, ...],
    plan: Path | None,
    report: Report,
) -> Sources:
    from dwmap.importers import Sources

    tables, solutions = sort_out(named)
    return Sources(
        _read_all(tables, report),
        _read(keys, report),
        _read_all(schemas, report),
        _read(plan, report),
        read_solutions(solutions, report),
    )


@dataclass(frozen=True)
class Outcome:
    """What was imported, and what is to be done with it."""

    imported: Imported
    report: Report
    out: Path
    form: str = "text"
    dry_run: bool = False
    diff: bool = False
    force: bool = False
    quiet: bool = False
    whole: bool = True
    """Whether all maps of each solution are there."""

    def finish(self) -> int:
        """Write the files, unless some are there and differ, and say what was found and done; the exit code."""
        from dwmap.cli.import_gone import left_behind

        imported, report, out = self.imported, self.report, self.out
        targets = targets_of(imported, out)
        gone = left_behind(imported, out) if self.whole else {}
        changed = [one for one in targets if one.status == "changed"]
        kept = [] if self.force else changed
        dry_run = self.dry_run or self.diff
        doubles = doubles_of(imported, out)
        if not dry_run and not kept and not doubles:
            write_targets(targets, out)
        shown = [d for d in report if not self.quiet or d.severity is not Severity.NOTE]
        if self.form == "json":
            content = _as_data(shown, targets, imported.counts, self.diff)
            content["gone"] = _placed("map", gone.items())
            content["doubles"] = _placed("declaration", doubles)
            click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        else:
            if self.diff:
                click.echo("".join(map(difference, targets)), nl=False)
            print_findings(shown)
            stays = dry_run or bool(doubles)
            _summary(targets, imported.counts, shown, out, stays, kept)
            _say_gone(gone)
        if doubles:
            tell_doubles(doubles)
        if (kept or doubles) and not dry_run:
            return _CANNOT
        return 1 if report.has_errors else 0


def _read_all(paths: Iterable[Path], report: Report) -> list[SourceFile]:
    sources = (_read(path, report) for path in paths)
    return [source for source in sources if source is not None]


def _read(path: Path | None, report: Report) -> SourceFile | None:
    from dwmap.importers import LARGEST_FILE, decode

    if path is None:
        return None
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    return decode(path.as_posix(), data, report)


def _summary(
    targets: list[Target],
    counts: Mapping[str, int],
    shown: list[Diagnostic],
    out: Path,
    dry_run: bool,
    kept: list[Target],
) -> None:
    if counts:
        click.echo(counted(counts))
    written = [one for one in targets if one.status != "same"]
    some = f"{len(written)} of {count(len(targets), 'file')}"
    if kept and not dry_run:
        listed = "\n".join(
            f"  {(out / one.path).as_posix()} ({one.change})" for one in kept
        )
        click.echo(
            f"These files are there and differ; nothing was written:\n{listed}",
            err=True,
        )
        click.echo(
            "Run again with --diff to see how, or with --force to overwrite them.",
            err=True,
        )
    elif not targets:
        click.echo("Nothing was imported.", err=True)
    elif dry_run:
        click.echo(f"{some} would be written to {out}")
    else:
        click.echo(f"{some} written to {out}")
    if shown:
        click.echo(count_line(shown), err=True)


def _say_gone(gone: Mapping[str, Path]) -> None:
    """Name maps that are in the specs, and no longer in the solution that they came from."""
    if gone:
        click.echo(
            "These maps were imported before, and the solution no longer has them; their files stay:",
            err=True,
        )
    for name, place in gone.items():
        click.echo(f"  {name} ({place.as_posix()})", err=True)


def _as_data(
    shown: list[Diagnostic],
    targets: list[Target],
    counts: Mapping[str, int],
    diff: bool,
) -> dict[str, Any]:
    return {
        "counts": dict(counts),
        "files": [
            {"path": one.path, "status": one.status}
            | ({"diff": difference(one)} if diff and one.status == "changed" else {})
            for one in targets
        ],
        "findings": [_finding(one) for one in shown],
    }


def _placed(what: str, found: Iterable[tuple[str, Path]]) -> list[dict[str, str]]:
    return [{what: name, "path": place.as_posix()} for name, place in found]


def _finding(one: Diagnostic) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
    }
    if one.primary is not None:
        line, column = one.primary.span.position
        found |= {"path": one.primary.span.file.path, "line": line, "column": column}
        found["label"] = one.primary.text
    found["help"] = one.help
    found["notes"] = list(one.notes)
    return found
