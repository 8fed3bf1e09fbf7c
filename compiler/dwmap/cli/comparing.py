"""Reads the two states that are compared, and what is approved of their difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dwmap.cli.findings import errors_of, print_findings

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared, State
    from dwmap.cli.sides import BrokenSide, Side
    from dwmap.config import Config, DiffSettings

_BROKEN = 1
_NO_BASE = 2
"""The exit codes where the new state has errors, and where another state cannot be had."""


@dataclass(frozen=True)
class Wanted:
    """
    What is to be compared: the project, with what (None: what its settings say), at which commit (None: as it is).

    `since` is a commit whose findings are not told again; what is missing is fetched with `fetch`.
    """

    project: Path
    against: str | None = None
    head: str | None = None
    merge_base: bool = True
    since: str | None = None
    fetch: bool = False

    def compare(self) -> tuple[Compared, DiffSettings]:
        """Both states compared, and the settings of the new one; ends the command where one cannot be had."""
        from dwmap.changes.approvals import read_approvals, split
        from dwmap.cli.sides import base_side, head_side
        from dwmap.diagnostics import Report

        after = self._had(lambda: head_side(self.project, self.head), _BROKEN)
        base = after.config.diff.base
        before = self._had(
            lambda: base_side(
                self.project, self.against, base, merge_base=self.merge_base
            ),
            _NO_BASE,
        )
        compared = _compared(before.state, after.state, after.config)
        report = Report()
        approvals = read_approvals(after.approvals, report) if after.approvals else ()
        today = datetime.now(UTC).date()
        approved, complaints = split(compared.findings, approvals, today)
        compared = replace(
            compared,
            approved=approved,
            complaints=(*report.diagnostics, *complaints.diagnostics),
            known=self._known(before.state, after.config),
        )
        return compared, after.config.diff

    def _known(self, before: State, config: Config) -> frozenset[str]:
        """The fingerprints of what the change did at an earlier commit."""
        from dwmap.changes.fingerprint import fingerprint
        from dwmap.cli.sides import head_side

        since = self.since
        if since is None:
            return frozenset()
        earlier = self._had(lambda: head_side(self.project, since), _NO_BASE)
        findings = _compared(before, earlier.state, config).findings
        return frozenset(map(fingerprint, findings))

    def _had(self, read: Callable[[], Side], code: int) -> Side:
        """A state; what is missing is fetched first where that is wanted."""
        from dwmap.cli.sides import BrokenSide
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
        except BrokenSide as broken:
            _end(broken, code)
        except GitProblem as problem:
            raise click.ClickException(str(problem)) from problem


def _compared(before: State, after: State, config: Config) -> Compared:
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
