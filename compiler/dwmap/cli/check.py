"""`dwmap check`: what is wrong in the specs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dwmap.cli.findings import found_in, print_findings, project_argument
from dwmap.diagnostics import Diagnostic, Report, Severity
from dwmap.source import SourceFile

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@click.command()
@project_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(
        ["text", "concise", "json", "github", "gitlab", "junit", "markdown", "sarif"]
    ),
    default="text",
    help="How to print what was found.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    help="The least finding that makes the exit code 1.",
)
@click.option("-q", "--quiet", is_flag=True, help="Leave out notes.")
@click.option(
    "--output-file",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was found into a file.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option(
    "--statistics", is_flag=True, help="Count the findings of each kind instead."
)
def command(
    project: Path,
    form: str,
    fail_on: str,
    quiet: bool,
    output_file: Path | None,
    exit_zero: bool,
    statistics: bool,
) -> int:
    """Say what is wrong in PROJECT (a folder, or `-` for one file from standard input).

    \b
    dwmap check                      the project around the current folder
    dwmap check specs --format json  for a machine
    dwmap check --fail-on warning    for CI: warnings count too
    dwmap check --format sarif -o dwmap.sarif --exit-zero   for code scanning

    `dwmap explain CODE` says more about each finding.
    """
    from dwmap.diagnostics.render import count_line
    from dwmap.driver import check_sources
    from dwmap.parse_cache import ParseCache
    from dwmap.project import decode_source, load_project

    report = Report()
    if str(project) == "-":
        source = decode_source(sys.stdin.buffer.read(), "<stdin>", report)
        sources: tuple[SourceFile, ...] = (source,) if source else ()
        analysis = check_sources(sources, report)
        found = report.diagnostics
    else:
        files = load_project(project, report)
        cache = ParseCache(files.root)
        sources = files.sources
        analysis = check_sources(sources, report, files.config.variants, cache)
        cache.save()
        found = found_in(files.root, report)
    least = _ORDER[Severity(fail_on)]
    failed = any(_ORDER[one.severity] <= least for one in found)
    shown = [one for one in found if not quiet or one.severity is not Severity.NOTE]
    if statistics:
        _print_statistics(shown)
    elif form == "text" and output_file is None:
        print_findings(shown, to_stdout=True)
        counts = count_line(shown) or "nothing to report"
        where = f"{_count(len(analysis.maps), 'map')} in {_count(len(sources), 'file')}"
        click.echo(f"{where}: {counts}", err=True)
    else:
        _print(shown, form, output_file)
    return int(failed and not exit_zero)


def _print(shown: list[Diagnostic], form: str, output_file: Path | None) -> None:
    from dwmap.diagnostics.formats import FORMATS

    text = FORMATS[form](shown)
    if output_file is not None:
        from dwmap.output import write_file

        write_file(output_file, text)
    elif text:
        click.echo(text, nl=not text.endswith("\n"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _print_statistics(shown: list[Diagnostic]) -> None:
    counts: dict[tuple[int, str, str], int] = {}
    for each in shown:
        key = (_ORDER[each.severity], each.code, each.severity.value)
        counts[key] = counts.get(key, 0) + 1
    for (_, code, severity), count in sorted(counts.items()):
        click.echo(f"{count:6}  {severity:8} {code}")
