"""`dwmap check`: what is wrong in the specs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import click

from dwmap.cli.findings import found_in, print_findings, project_argument
from dwmap.config import CheckSettings
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
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    exit_zero: bool,
    statistics: bool,
) -> int:
    """Say what is wrong in PROJECT (a folder, or `-` for one file from standard input).

    \b
    dwmap check                      the project around the current folder
    dwmap check specs --format json  for a machine
    dwmap check --fail-on warning    for CI: warnings count too
    dwmap check --diff --unsafe-fixes   what would --fix --unsafe-fixes write?
    dwmap check --format sarif -o dwmap.sarif --exit-zero   for code scanning

    `dwmap explain CODE` says more about each finding.
    """
    if fix or diff:
        _fix(project, unsafe=unsafe_fixes, write=not diff)
        if diff:
            return 0
    checked = _check_stdin() if str(project) == "-" else _check_project(project)
    if write_baseline is not None:
        return _write_baseline(checked.found, write_baseline)
    path = baseline or checked.baseline
    left = _new(checked.found, path) if path is not None else checked.found
    found = left if checked.root is None else found_in(checked.root, left)
    least = _ORDER[Severity(fail_on)]
    failed = any(_ORDER[one.severity] <= least for one in found)
    shown = [one for one in found if not quiet or one.severity is not Severity.NOTE]
    if statistics:
        _print_statistics(shown)
    elif form == "text" and output_file is None:
        _print_text(shown, checked)
    else:
        _print(shown, form, output_file)
    return int(failed and not exit_zero)


class _Checked(NamedTuple):
    """What was checked and found; `root` is the project's folder, None for standard input."""

    found: Sequence[Diagnostic]
    maps: int
    files: int
    root: Path | None = None
    baseline: Path | None = None


def _check_stdin() -> _Checked:
    from dwmap.driver import check_sources
    from dwmap.project import decode_source

    report = Report()
    source = decode_source(sys.stdin.buffer.read(), "<stdin>", report)
    analysis = check_sources((source,) if source else (), report)
    return _Checked(report.diagnostics, len(analysis.maps), 1)


def _check_project(path: Path) -> _Checked:
    from dwmap.driver import check_sources
    from dwmap.parse_cache import ParseCache
    from dwmap.project import load_project

    report = Report()
    files = load_project(path, report)
    cache = ParseCache(files.root)
    variants, settings = files.config.variants, files.config.check
    volumes = files.config.volumes
    analysis = check_sources(files.sources, report, variants, cache, volumes)
    cache.save()
    return _Checked(
        tuple(_configured(settings, report)),
        len(analysis.maps),
        len(files.sources),
        files.root,
        files.root / settings.baseline if settings.baseline else None,
    )


def _fix(path: Path, *, unsafe: bool, write: bool) -> None:
    """Apply the fixes of a project to its files, or print them."""
    from dwmap.driver import check_sources
    from dwmap.fixing import apply_fixes
    from dwmap.output import write_file
    from dwmap.project import load_project

    if str(path) == "-":
        raise click.UsageError("standard input cannot be fixed: give a file or folder")
    files = load_project(path, Report())
    variants = files.config.variants

    def check(sources: tuple[SourceFile, ...]) -> Report:
        report = Report(files.config.edition)
        check_sources(sources, report, variants)
        return report

    fixed = apply_fixes(files.sources, check, unsafe=unsafe)
    for before, after in zip(files.sources, fixed.sources, strict=True):
        if before is after:
            continue
        if write:
            write_file(files.root / before.path, after.text)
        else:
            click.echo(_difference(before, after), nl=False)
    verb = "applied" if write else "would be applied"
    click.echo(f"{_count(fixed.count, 'fix', 'fixes')} {verb}", err=True)


def _difference(before: SourceFile, after: SourceFile) -> str:
    lines = unified_diff(
        before.text.splitlines(),
        after.text.splitlines(),
        before.path,
        f"{before.path} (fixed)",
        lineterm="",
    )
    return "".join(f"{line}\n" for line in lines)


def _print_text(shown: list[Diagnostic], checked: _Checked) -> None:
    from dwmap.diagnostics.render import count_line

    print_findings(shown, to_stdout=True)
    counts = count_line(shown) or "nothing to report"
    where = f"{_count(checked.maps, 'map')} in {_count(checked.files, 'file')}"
    click.echo(f"{where}: {counts}", err=True)


def _write_baseline(found: Sequence[Diagnostic], path: Path) -> int:
    from dwmap.baseline import write_baseline
    from dwmap.output import write_file

    text = write_baseline(found)
    write_file(path, text)
    click.echo(f"{_count(len(text.splitlines()) - 1, 'finding')} in {path}", err=True)
    return 0


def _new(found: Sequence[Diagnostic], path: Path) -> list[Diagnostic]:
    """The findings that are not in the baseline."""
    from dwmap.baseline import read_baseline, without_known

    text = path.read_text(encoding="utf-8", errors="replace")
    left, known = without_known(found, read_baseline(SourceFile(path.name, text)))
    if known:
        click.echo(f"{_count(known, 'known finding')} in {path} not shown", err=True)
    return left


def _configured(settings: CheckSettings, report: Report) -> Iterable[Diagnostic]:
    """What is left under the project's own settings."""
    if settings == CheckSettings():
        return report
    from dwmap.rule_settings import apply_rule_settings, check_rule_settings

    check_rule_settings(settings, report)
    return apply_rule_settings(report, settings)


def _print(shown: list[Diagnostic], form: str, output_file: Path | None) -> None:
    from dwmap.diagnostics.formats import FORMATS

    text = FORMATS[form](shown)
    if output_file is not None:
        from dwmap.output import write_file

        write_file(output_file, text)
    elif text:
        click.echo(text, nl=not text.endswith("\n"))


def _count(number: int, noun: str, nouns: str = "") -> str:
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"


def _print_statistics(shown: list[Diagnostic]) -> None:
    counts: dict[tuple[int, str, str], int] = {}
    for each in shown:
        key = (_ORDER[each.severity], each.code, each.severity.value)
        counts[key] = counts.get(key, 0) + 1
    for (_, code, severity), count in sorted(counts.items()):
        click.echo(f"{count:6}  {severity:8} {code}")
