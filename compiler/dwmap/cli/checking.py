"""What `dwmap check` does before it prints: read, fix, check, and leave out what is known."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.config import CheckSettings, Config, WrongSetting, check_expected_maps
from dwmap.counting import count
from dwmap.diagnostics import Diagnostic, Report, did_you_mean
from dwmap.semantic.scope import PACKAGE_MARK
from dwmap.semantic.volumes import COMPANIES
from dwmap.source import SourceFile

if TYPE_CHECKING:
    from dwmap.checker import Checker, Outcome


@dataclass(frozen=True)
class Checked:
    """What was checked, and what is left of it under the settings; `root` is the project's folder, None for standard input."""

    found: Sequence[Diagnostic]
    outcome: Outcome
    sources: tuple[SourceFile, ...]
    root: Path | None = None
    config: Config | None = None

    @property
    def baseline(self) -> Path | None:
        """The file of known findings that the project names."""
        if self.root is None or self.config is None or not self.config.check.baseline:
            return None
        return self.root / self.config.check.baseline

    @property
    def packages(self) -> list[Path]:
        """The folders of the packages that the project names."""
        if self.root is None or self.config is None:
            return []
        return [self.root / one.path for one in self.config.packages]


def check_stdin() -> Checked:
    """Check the one file that standard input holds."""
    from dwmap.checker import check_texts
    from dwmap.project import MOST_BYTES, decode_source

    report = Report()
    source = decode_source(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>", report)
    sources = (source,) if source else ()
    outcome = check_texts(sources)
    report.extend(outcome.found)
    return Checked(report.diagnostics, outcome, sources)


def check_project(path: Path, checker: Checker | None = None) -> Checked:
    """Check the project at or around a place, under its own settings; a `checker` remembers the last time."""
    from dwmap.checker import Checker
    from dwmap.project import load_project

    report = Report()
    files = load_project(path, report)
    outcome, config = (checker or Checker()).check(files), files.config
    report = Report(config.edition, list(report))
    report.extend(outcome.found)
    _check_volumes(config, outcome.entities, report)
    check_expected_maps(config, {one.name for one in outcome.coverage}, report)
    if config.diff.severity:
        from dwmap.rule_settings import check_diff_settings

        check_diff_settings(config.diff, report)
    found = tuple(_configured(config.check, report))
    return Checked(found, outcome, files.sources, files.root, config)


def _check_volumes(config: Config, entities: frozenset[str], report: Report) -> None:
    """Report volumes of what is no entity: nothing would be held against them."""
    for name, place in config.volume_places.items():
        if name not in entities and name != COMPANIES:
            help = did_you_mean(name, {*entities, COMPANIES})
            help = help or f"an entity has its system before it; or write `{COMPANIES}`"
            report.add(WrongSetting(f"no entity is called `{name}`", place, help))


def _configured(settings: CheckSettings, report: Report) -> Iterable[Diagnostic]:
    """What is left under the project's own settings."""
    if settings == CheckSettings():
        return report
    from dwmap.rule_settings import apply_rule_settings, check_rule_settings

    check_rule_settings(settings, report)
    return apply_rule_settings(report, settings)


# ------------------------------------------------------------------------------------------------------------ baseline


def keep_baseline(found: Sequence[Diagnostic], path: Path) -> None:
    """Write all findings that are no errors into a file."""
    from dwmap.baseline import write_baseline
    from dwmap.output import write_file

    text = write_baseline(found)
    write_file(path, text)
    click.echo(f"{count(len(text.splitlines()) - 1, 'finding')} in {path}", err=True)


def without_baseline(found: Sequence[Diagnostic], path: Path) -> list[Diagnostic]:
    """The findings that are not in the baseline."""
    from dwmap.baseline import read_baseline, without_known

    text = path.read_text(encoding="utf-8", errors="replace")
    left, known = without_known(found, read_baseline(SourceFile(path.name, text)))
    if known:
        click.echo(f"{count(known, 'known finding')} in {path} not shown", err=True)
    return left


# --------------------------------------------------------------------------------------------------------------- fixes


def fix_project(path: Path, *, unsafe: bool, write: bool) -> None:
    """Apply the fixes of a project to its files, or print them."""
    from dwmap.driver import check_sources
    from dwmap.fixing import apply_fixes
    from dwmap.output import write_edited
    from dwmap.project import load_project

    files = load_project(path, Report())
    variants = files.config.variants

    def check(sources: tuple[SourceFile, ...]) -> Report:
        report = Report(files.config.edition)
        check_sources(sources, report, variants)
        # Packages are for their publishers to edit.
        return Report(report.edition, [*map(_without_fix_in_package, report)])

    fixed = apply_fixes(files.sources, check, unsafe=unsafe)
    for before, after in zip(files.sources, fixed.sources, strict=True):
        if before is after:
            continue
        if write:
            write_edited(files.root / before.path, after.text)
        else:
            click.echo(_difference(before, after), nl=False)
    verb = "applied" if write else "would be applied"
    click.echo(f"{count(fixed.count, 'fix', 'fixes')} {verb}", err=True)


def _without_fix_in_package(one: Diagnostic) -> Diagnostic:
    edits = one.fix.edits if one.fix is not None else ()
    if any(edit.span.file.path.startswith(PACKAGE_MARK) for edit in edits):
        return replace(one, fix=None)
    return one


def _difference(before: SourceFile, after: SourceFile) -> str:
    lines = unified_diff(
        before.text.splitlines(),
        after.text.splitlines(),
        before.path,
        f"{before.path} (fixed)",
        lineterm="",
    )
    return "".join(f"{line}\n" for line in lines)
