"""`dwmap check`: what is wrong in the specs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from dwmap.cli.checking import (
    Checked,
    check_project,
    check_stdin,
    fix_project,
    keep_baseline,
    without_baseline,
)
from dwmap.cli.findings import found_in, print_findings, project_argument
from dwmap.counting import count
from dwmap.diagnostics import Diagnostic, Severity

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


class Options(NamedTuple):
    """What the command line says."""

    form: str
    fail_on: str
    quiet: bool
    output_file: Path | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    baseline: Path | None
    write_baseline: Path | None
    changed_since: str | None
    exit_zero: bool
    statistics: bool
    type_coverage: bool
    watch: bool


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
@click.option("--fix", is_flag=True, help="Apply the fixes that are safe.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also those that may change what a file means.",
)
@click.option("--diff", is_flag=True, help="Write nothing; print what --fix would do.")
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of findings that are known and not shown.",
)
@click.option(
    "--write-baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all findings that are no errors into such a file.",
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="Only findings in what has changed since this git ref.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option(
    "--statistics", is_flag=True, help="Count the findings of each kind instead."
)
@click.option(
    "--type-coverage",
    is_flag=True,
    help="Print instead how much of each map has types, and why not the rest.",
)
@click.option(
    "--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C."
)
def command(project: Path, **given: Any) -> int:
    """Say what is wrong in PROJECT (a folder, or `-` for one file from standard input).

    \b
    dwmap check                      the project around the current folder
    dwmap check specs --format json  for a machine
    dwmap check --fail-on warning    for CI: warnings count too
    dwmap check --changed-since origin/main   for a pull request: only what it changes
    dwmap check --diff --unsafe-fixes   what would --fix --unsafe-fixes write?
    dwmap check --format sarif -o dwmap.sarif --exit-zero   for code scanning
    dwmap check --type-coverage      which lines could be checked by type?
    dwmap check --watch              beside the editor, while you write

    `dwmap explain CODE` says more about each finding.
    """
    options = Options(**given)
    stdin = str(project) == "-"
    _refuse(options, stdin=stdin)
    if options.fix or options.diff:
        fix_project(project, unsafe=options.unsafe_fixes, write=not options.diff)
        if options.diff:
            return 0
    if options.watch:
        return _watch(project, options)
    checked = check_stdin() if stdin else check_project(project)
    if options.write_baseline is not None:
        keep_baseline(checked.found, options.write_baseline)
        return 0
    return _show(checked, options)


def _watch(project: Path, options: Options) -> int:
    from dwmap.checker import Checker
    from dwmap.cli.watching import watch
    from dwmap.prove.known import KnownOutcomes

    checker = Checker(KnownOutcomes())

    def check() -> list[Path]:
        checked = check_project(project, checker)
        _show(checked, options)
        files = (options.baseline, checked.baseline, *checked.packages)
        return [one for one in files if one is not None]

    watch(project, check, checker.warm_up)
    return 0


def _show(checked: Checked, options: Options) -> int:
    """Print what was found; the exit code."""
    found = _left(checked, options)
    least = _ORDER[Severity(options.fail_on)]
    failed = any(_ORDER[one.severity] <= least for one in found)
    left = options.quiet
    shown = [one for one in found if not left or one.severity is not Severity.NOTE]
    _print(shown, checked, options)
    return int(failed and not options.exit_zero)


def _refuse(options: Options, *, stdin: bool) -> None:
    """End the command where options do not go together."""
    fixes = options.fix or options.diff
    if stdin and fixes:
        raise click.UsageError("standard input cannot be fixed: give a file or folder")
    if options.watch:
        if stdin:
            raise click.UsageError("standard input cannot be watched: give a folder")
        if fixes or options.write_baseline is not None:
            raise click.UsageError(
                "--watch shows findings, again and again; it writes no file"
            )
    if options.changed_since is not None:
        if stdin:
            raise click.UsageError("standard input has no history: give a folder")
        if fixes or options.write_baseline is not None:
            raise click.UsageError(
                "--changed-since shows findings; what it hides would be fixed or kept, too"
            )
    counts = options.statistics or options.type_coverage
    if options.statistics and options.type_coverage:
        raise click.UsageError("--statistics or --type-coverage, not both")
    if counts and options.form not in ("text", "json"):
        raise click.UsageError(f"there are no counts as {options.form}: text or json")


def _left(checked: Checked, options: Options) -> tuple[Diagnostic, ...]:
    """The findings that are neither known nor old, their files named as from the current folder."""
    found = list(checked.found)
    baseline = options.baseline or checked.baseline
    if baseline is not None:
        found = without_baseline(found, baseline)
    if options.changed_since is not None:
        changed = _changed(found, checked, options.changed_since)
        if len(changed) < len(found):
            hidden = count(len(found) - len(changed), "finding")
            click.echo(
                f"{hidden} in what has not changed since {options.changed_since} not shown",
                err=True,
            )
        found = changed
    if checked.root is None or checked.config is None:
        return tuple(found)
    return found_in(checked.root, found, checked.config)


def _changed(found: list[Diagnostic], checked: Checked, ref: str) -> list[Diagnostic]:
    from dwmap.cli.changed_since import only_changed
    from dwmap.history import GitProblem

    try:
        return only_changed(found, checked, ref)
    except GitProblem as error:
        raise click.ClickException(str(error)) from error


def _print(shown: list[Diagnostic], checked: Checked, options: Options) -> None:
    if options.statistics:
        _give(_statistics(shown, options.form), options)
    elif options.type_coverage:
        _give(_coverage(checked, options), options)
    elif options.form == "text" and options.output_file is None:
        _print_text(shown, checked)
    else:
        from dwmap.diagnostics.formats import FORMATS

        _give(FORMATS[options.form](shown), options)


def _give(text: str, options: Options) -> None:
    if options.output_file is not None:
        from dwmap.output import write_file

        write_file(options.output_file, text if text.endswith("\n") else f"{text}\n")
    elif text:
        click.echo(text, nl=not text.endswith("\n"), color=True)


def _print_text(shown: list[Diagnostic], checked: Checked) -> None:
    from dwmap.cli.type_coverage import coverage_sentence
    from dwmap.diagnostics.render import count_line

    print_findings(shown, to_stdout=True)
    counts = count_line(shown) or "nothing to report"
    covered = checked.outcome.coverage
    where = f"{count(len(covered), 'map')} in {count(len(checked.sources), 'file')}"
    typed = f"; {coverage_sentence(covered)}" if covered else ""
    click.echo(f"{where}: {counts}{typed}", err=True)


def _coverage(checked: Checked, options: Options) -> str:
    import sys

    from dwmap.cli.settings import wants_color
    from dwmap.cli.type_coverage import coverage_json, coverage_table
    from dwmap.diagnostics.style import ANSI, PLAIN

    covered = checked.outcome.coverage
    if options.form == "json":
        return coverage_json(covered)
    painted = options.output_file is None and wants_color(sys.stdout)
    return coverage_table(covered, ANSI if painted else PLAIN)


def _statistics(shown: list[Diagnostic], form: str) -> str:
    """How often each kind of finding was found, the worst first."""
    import json

    counts: dict[tuple[int, str, str], int] = {}
    for each in shown:
        key = (_ORDER[each.severity], each.code, each.severity.value)
        counts[key] = counts.get(key, 0) + 1
    rows = [
        (number, severity, code)
        for (_, code, severity), number in sorted(counts.items())
    ]
    if form == "json":
        data = [
            dict(zip(("count", "severity", "rule"), row, strict=True)) for row in rows
        ]
        return json.dumps({"version": 1, "statistics": data}, indent=2)
    return "".join(
        f"{number:6}  {severity:8} {code}\n" for number, severity, code in rows
    )
