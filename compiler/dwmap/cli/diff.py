"""`dwmap diff`: what a change of the specs does to a sync that is running."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dwmap.cli.comparing import Wanted, state_options
from dwmap.cli.findings import print_findings
from dwmap.cli.reporting import Options, print_report, report_options


@click.command()
@state_options
@click.option(
    "--since",
    metavar="REF",
    help="Only what is new: leave out what the change did at REF already.",
)
@report_options
def command(
    project: Path,
    against: str | None,
    head: str | None,
    merge_base: bool,
    fetch: bool,
    since: str | None,
    **given: Any,
) -> int:
    """Say what the changes of PROJECT do to a running sync: to records, keys and order, in each direction.

    \b
    dwmap diff                          this branch against the default branch
    dwmap diff --against v1.2           against a tag
    dwmap diff --against ../old         against another folder
    dwmap diff --against HEAD~1 --head HEAD   one commit
    dwmap diff --format markdown        a comment for a pull request
    dwmap diff --fail-on destructive    what only may not go in unapproved
    dwmap diff --since HEAD~1           what the last commit added to the change

    \b
    Classes, from harmless on: safe, note, caution, breaking, destructive.
    `dwmap explain RULE` says why a kind of change is dangerous. `[diff]` in dwmap.toml sets the base, the class
    that fails, and the class of a rule or topic.
    """
    options = Options(**given)
    wanted = Wanted(project, against, head, merge_base, since, fetch)
    compared, settings = wanted.compare()
    print_report(compared, options)
    print_findings((*compared.unseen, *compared.complaints))
    return int(compared.fails(options.fail_on or settings.fail_on))
