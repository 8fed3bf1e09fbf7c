"""`dwmap changelog`: a change, told to those who work with the records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dwmap.cli.comparing import Wanted, state_options
from dwmap.cli.findings import print_findings


@click.command()
@state_options
@click.option("--title", default="What changes", help="The heading.", show_default=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    help="How to print it.",
)
@click.option(
    "--output-file",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it into a file.",
)
def command(
    project: Path, title: str, form: str, output_file: Path | None, **states: Any
) -> int:
    """Tell the changes of PROJECT to those who work with the records, by solution and map.

    \b
    dwmap changelog --against v1.2                 since a tag
    dwmap changelog --against v1.2 --head v1.3     of a release
    dwmap changelog --title "Release of June" -o CHANGES.md

    \b
    What is safe is left out. Names are the labels of solutions and maps where they have some; values of fields
    that are `masked` are not shown.
    """
    from dwmap.changes.report.changelog import changelog_data
    from dwmap.changes.report.changelog_markdown import changelog_lines

    compared, _ = Wanted(project, **states).compare()
    print_findings(compared.unseen)
    chapters = compared.changelog()
    if form == "json":
        text = json.dumps(changelog_data(chapters), indent=2)
    else:
        text = "\n".join(changelog_lines(chapters, title))
    if output_file is None:
        click.echo(text)
        return 0
    from dwmap.output import write_file

    write_file(output_file, f"{text}\n")
    return 0
