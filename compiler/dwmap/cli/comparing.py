"""Reads the two states that are compared, and what is approved of their difference."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dwmap.cli.findings import errors_of, print_findings

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared
    from dwmap.cli.sides import BrokenSide


def compare_or_exit(
    project: Path, against: str | None, head: str | None, *, merge_base: bool = True
) -> Compared:
    """Both states compared; ends the command where one of them cannot be had."""
    from dwmap.changes.approvals import read_approvals, split
    from dwmap.changes.compared import Compared, State, findings_of
    from dwmap.cli.sides import BrokenSide, base_side, head_side
    from dwmap.diagnostics import Report
    from dwmap.history import GitProblem

    try:
        after = head_side(project, head)
    except BrokenSide as broken:
        _end(broken, 1)
    except GitProblem as problem:
        raise click.ClickException(str(problem)) from problem
    try:
        before = base_side(project, against, merge_base=merge_base)
    except BrokenSide as broken:
        _end(broken, 2)
    except GitProblem as problem:
        raise click.ClickException(str(problem)) from problem
    old, new = (State(one.title, one.project, one.places) for one in (before, after))
    findings = findings_of(old, new)
    report = Report()
    approvals = read_approvals(after.approvals, report) if after.approvals else ()
    approved, complaints = split(findings, approvals, datetime.now(UTC).date())
    found = (*report.diagnostics, *complaints.diagnostics)
    return Compared(old, new, findings, approved, found)


def _end(broken: BrokenSide, code: int) -> NoReturn:
    """Show the errors of a state that does not compile."""
    print_findings(errors_of(broken.diagnostics))
    click.echo(f"Error: {broken.title} has errors and cannot be compared", err=True)
    raise click.exceptions.Exit(code)
