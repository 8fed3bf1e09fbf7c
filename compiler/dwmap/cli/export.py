"""`dwmap export`: the checked project as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dwmap.cli.export_pages import export_tables, export_wiki
from dwmap.cli.export_solution import export_solution
from dwmap.cli.findings import compile_or_exit, project_argument


@click.group()
def command() -> None:
    """Write the checked project in another form.

    \b
    dwmap export ir specs > project.json     the whole meaning, without syntax
    dwmap export solution specs              a Dataverse solution for dual-write
    dwmap export tables specs                mapping tables in Markdown
    dwmap export wiki specs --out wiki       pages of an Azure DevOps wiki
    dwmap export schema > ir.schema.json     the JSON schema of that file
    dwmap export schema diagnostics          that of `dwmap check --format json`
    dwmap export schema diff                 that of `dwmap diff --format json`
    """


@command.command("ir")
@project_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file.",
)
def export_ir(project: Path, output: Path | None) -> None:
    """Write the IR of PROJECT as canonical JSON: the same bytes for the same meaning."""
    from dwmap.ir.json import dump_project

    _, compiled = compile_or_exit(project)
    _write(dump_project(compiled), output)


@command.command("schema")
@click.argument("what", type=click.Choice(["ir", "diagnostics", "diff"]), default="ir")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file.",
)
def export_schema(what: str, output: Path | None) -> None:
    """Write the JSON schema of the IR, or of what `check` or `diff` finds."""
    from dwmap.changes.report.schema import report_schema
    from dwmap.diagnostics.json_schema import diagnostics_schema
    from dwmap.ir.json import schema

    makers = {"ir": schema, "diagnostics": diagnostics_schema, "diff": report_schema}
    made = makers[what]()
    _write(json.dumps(made, indent=1, sort_keys=True) + "\n", output)


for each in (export_solution, export_tables, export_wiki):
    command.add_command(each)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from dwmap.output import write_file

    write_file(output, text)
