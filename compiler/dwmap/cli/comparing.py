"""Reads the two states that are compared, and what is approved of their difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from dwmap.cli.findings import errors_of, print_findings

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared, State
    from dwmap.cli.sides import BrokenSide, Side, Trees
    from dwmap.config import Config, DiffSettings

_BROKEN = 1
_NO_BASE = 2
"""The exit codes where the new state has errors, and where another state cannot be had."""


_F = TypeVar("_F", bound=Callable[..., object])


def state_options(command: _F) -> _F:
    """What every command takes that compares two states: which ones."""
    options = (
        click.argument(
            "project", type=click.Path(path_type=Path), default=".", metavar="[PROJECT]"
        ),
        click.option(
            "--against",
            metavar="BASE",
            help="A git ref, REF:FOLDER, a folder, or an IR file; by default where this branch left the default branch.",
        ),
        click.option(
            "--head", metavar="REF", help="A git ref in place of the working tree."
        ),
        click.option(
            "--merge-base/--no-merge-base",
            default=True,
            help="Compare with where the branches part, or with the tip of BASE.",
        ),
        click.option(
            "--fetch", is_flag=True, help="Get a BASE that is not in this clone."
        ),
    )
    return reduce(lambda made, option: option(made), reversed(options), command)


@dataclass(frozen=True)
class Wanted:
    """
    What is to be compared: the project, with what (None: what its settings say), at which commit (None: as it is).

    `since` is a commit whose findings are not told again; what is missing is fetched with `fetch`. With `whole` every file
    is read, even of those that the change has nothing to do with.
    """

    project: Path
    against: str | None = None
    head: str | None = None
    merge_base: bool = True
    since: str | None = None
    fetch: bool = False
    whole: bool = False

    def compare(self) -> tuple[Compared, DiffSettings]:
        """Both states compared, and the settings of the new one; ends the command where one cannot be had."""
        from dwmap.cli.sides import base_side, head_side

        after = self._had(lambda: head_side(self.project, self.head))
        base = after.config.diff.base
        before = self._had(
            lambda: base_side(
                self.project, self.against, base, merge_base=self.merge_base
            )
        )
        compared = self._compared(before, after, after.config)
        compared = with_approvals(compared, after)
        known = self._known(before, after.config)
        compared = replace(compared, known=known, unseen=before.outside)
        return compared, after.config.diff

    def _known(self, before: Side, config: Config) -> frozenset[str]:
        """The fingerprints of what the change did at an earlier commit."""
        from dwmap.changes.fingerprint import fingerprint
        from dwmap.cli.sides import head_side

        since = self.since
        if since is None:
            return frozenset()
        earlier = self._had(lambda: head_side(self.project, since))
        findings = self._compared(before, earlier, config).findings
        return frozenset(map(fingerprint, findings))

    def _had(self, read: Callable[[], Side]) -> Side:
        """A state; what is missing is fetched first where that is wanted."""
        from dwmap.history import GitProblem, History
        from dwmap.project import find_root

        try:
            try:
                return read()
            except GitProblem as problem:
                if not self.fetch or not problem.fetch:
                    raise
                History(find_root(self.project)).fetch(problem)
                return read()
        except GitProblem as problem:
            raise click.ClickException(str(problem)) from problem

    def _compared(self, before: Side, after: Side, config: Config) -> Compared:
        """What lies between two states; of their files only those are read that the change has to do with."""
        trees: Trees = {}
        compared = None if self.whole else in_part(before, after, config, trees)
        if compared is not None:
            return compared
        now = _compiled(after, trees, _BROKEN)
        return between(_compiled(before, trees, _NO_BASE), now, config)


def with_approvals(compared: Compared, after: Side) -> Compared:
    """The comparison with what the new state's file of approvals accepts of it."""
    from dwmap.changes.approvals import read_approvals, split
    from dwmap.diagnostics import Report

    report = Report()
    approvals = read_approvals(after.approvals, report) if after.approvals else ()
    today = datetime.now(UTC).date()
    approved, complaints = split(compared.findings, approvals, today)
    told = (*report.diagnostics, *complaints.diagnostics)
    return replace(compared, approved=approved, complaints=told)


def in_part(before: Side, after: Side, config: Config, trees: Trees) -> Compared | None:
    """The comparison of a part of the files; None where only all of them will do."""
    from dwmap.changes.slices import asks_for_all, needed_files
    from dwmap.cli.sides import BrokenSide

    if (before.config.name, before.config.variants) != (
        *(after.config.name, after.config.variants),
    ):
        return None
    paths = needed_files(before.texts, after.texts)
    if paths is None:
        return None
    try:
        states = [side.compiled(trees, paths) for side in (before, after)]
    except BrokenSide:  # All of it may be in order; else its errors are to be shown.
        return None
    compared = between(states[0], states[1], config)
    projects = compared.before.project, compared.after.project
    if asks_for_all(compared.findings, *projects, compared.plan):
        return None
    return compared


def _compiled(side: Side, trees: Trees, code: int) -> State:
    """The state; ends the command where it has errors."""
    from dwmap.cli.sides import BrokenSide

    try:
        return side.compiled(trees)
    except BrokenSide as broken:
        _end(broken, code)


def between(before: State, after: State, config: Config) -> Compared:
    """What lies between two states, in the classes that the settings give."""
    from dwmap.changes.compared import Compared, compare
    from dwmap.changes.pace import Pace

    given = {rule.text: value for rule, value in config.diff.severity}
    pace = Pace(config.volumes, config.diff.rows_per_minute)
    return Compared(compare(before, after, given), pace=pace)


def _end(broken: BrokenSide, code: int) -> NoReturn:
    """Show the errors of a state that does not compile."""
    print_findings(errors_of(broken.diagnostics))
    click.echo(f"Error: {broken.title} has errors and cannot be compared", err=True)
    raise click.exceptions.Exit(code)
