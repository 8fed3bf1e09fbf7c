"""`dwmap rules`: the table of everything that can be found."""

from __future__ import annotations

import json
import sys

import click

from dwmap.cli.settings import wants_color
from dwmap.diagnostics.editions import is_edition, newest_edition


def _edition(_ctx: click.Context, _param: click.Parameter, edition: str | None) -> str:
    if edition is None or is_edition(edition):
        return edition or ""
    raise click.BadParameter(
        f"this dwmap knows no edition `{edition}`; the newest is {newest_edition()}"
    )


@click.command()
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Only rules of this topic; may be given several times.",
)
@click.option(
    "--edition",
    callback=_edition,
    metavar="YEAR",
    help="The rules as this edition has them; by default the newest.",
)
@click.option(
    "--since",
    callback=_edition,
    metavar="YEAR",
    help="Only what has changed since this edition: new rules, other severities.",
)
@click.option("--changes", is_flag=True, help="The rules of `dwmap diff` instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print them.",
)
def command(
    topics: tuple[str, ...], edition: str, since: str, changes: bool, form: str
) -> int:
    """List every rule by topic: its severity, whether it brings a fix, what it finds.

    \b
    dwmap rules
    dwmap rules --topic keys --topic lines
    dwmap rules --since 2026   what a project of edition 2026 would meet in the newest
    dwmap rules --format json
    dwmap rules --changes      what `dwmap diff` finds, and how much it weighs at most

    A `safe` fix is applied by `dwmap check --fix`, an `unsafe` one with `--unsafe-fixes`. Codes in
    brackets are those of the product for the same mistake. `dwmap explain RULE` is a rule's page.
    """
    from dwmap.diagnostics.rule_table import UnknownTopic, rule_rows, rule_table
    from dwmap.diagnostics.style import ANSI, PLAIN
    from dwmap.problems import load_problems

    if changes:
        from dwmap.changes.pages import change_pages, list_text

        pages = json.dumps(change_pages(), indent=1) if form == "json" else list_text()
        click.echo(pages)
        return 0
    try:
        rows = rule_rows(load_problems(), topics, edition, since)
    except UnknownTopic as error:
        raise click.ClickException(str(error)) from error
    if form == "json":
        click.echo(json.dumps(rows, indent=1))
    elif since and not rows:
        click.echo(f"Nothing has changed since edition {since}.")
    else:
        style = ANSI if wants_color(sys.stdout) else PLAIN
        click.echo(rule_table(rows, style), color=True)
    return 0
