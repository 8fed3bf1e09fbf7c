"""`dwmap plan`: only the rollout of a change, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dwmap.cli.comparing import Wanted, state_options
from dwmap.cli.findings import print_findings


@click.command()
@state_options
@click.option(
    "--back", is_flag=True, help="The way back instead: from the new state to the old."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the plan.",
)
def command(project: Path, back: bool, form: str, **states: Any) -> int:
    """Say what must be done to bring the changes of PROJECT to a running sync, in which order, for which records.

    \b
    dwmap plan                    of this branch
    dwmap plan --against v1.2     since a tag
    dwmap plan --back             how to return to what was
    """
    from dwmap.changes.report.data import plan_data
    from dwmap.changes.report.plan_text import plan_lines

    compared, _ = Wanted(project, **states, whole=back).compare()
    print_findings(compared.unseen)
    if back:
        compared = compared.reversed()
    if form == "json":
        click.echo(json.dumps(plan_data(compared.plan, compared.pace), indent=2))
        return 0
    for line in plan_lines(
        compared.plan, compared.difference.around.after, compared.pace
    ):
        click.echo(line)
    return 0
