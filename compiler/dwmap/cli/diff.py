"""`dwmap diff`: what a change of the specs does to a sync that is running."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dwmap.cli.comparing import Wanted, state_options
from dwmap.cli.findings import print_findings
from dwmap.cli.settings import wants_color
from dwmap.config import CLASSES, NEVER

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared

_FORMATS = ("text", "json", "markdown", "github", "gitlab", "junit", "sarif", "concise")


class Options(NamedTuple):
    """How the command line wants the report."""

    form: str
    fail_on: str | None
    plan: bool
    show_approved: bool
    verbose: bool
    output_file: Path | None


@click.command()
@state_options
@click.option(
    "--since",
    metavar="REF",
    help="Only what is new: leave out what the change did at REF already.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="How to print the report.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*CLASSES[1:], NEVER]),
    help="The least class of change that makes the exit code 1, unless it is approved; `breaking` by default.",
)
@click.option("--plan/--no-plan", default=True, help="With the rollout, or without.")
@click.option("--show-approved", is_flag=True, help="List approved changes, too.")
@click.option("-v", "--verbose", is_flag=True, help="List safe changes, too.")
@click.option(
    "--output-file",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report into a file.",
)
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
    _print(_report(compared, options), options.output_file)
    print_findings(compared.complaints)
    return int(compared.fails(options.fail_on or settings.fail_on))


def _report(compared: Compared, options: Options) -> str:
    from dwmap.diagnostics.style import ANSI, PLAIN

    if options.form == "json":
        return json.dumps(compared.data(), indent=2) + "\n"
    if options.form == "text":
        to_terminal = options.output_file is None and wants_color(sys.stdout)
        lines = compared.text(
            ANSI if to_terminal else PLAIN,
            plan=options.plan,
            everything=options.verbose,
            approved=options.show_approved,
        )
        return "\n".join(lines) + "\n"
    if options.form == "markdown":
        return "\n".join(compared.markdown()) + "\n"
    from dwmap.diagnostics.formats import FORMATS

    return FORMATS[options.form](compared.diagnostics())


def _print(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    from dwmap.output import write_file

    write_file(output, text)
