"""`dwmap export tables` and `dwmap export wiki`: the documentation of maps in the forms that others read."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dwmap.cli.findings import (
    compile_or_exit,
    compile_with_places,
    project_argument,
)
from dwmap.cli.folders import Outcome, write_folder
from dwmap.counting import count

_TABLES = ".dwmap-tables"
_WIKI = ".dwmap-wiki"
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to say what was written.",
)
_force = click.option(
    "--force",
    is_flag=True,
    help="Overwrite and remove files that somebody edited, too.",
)


@click.command("tables")
@project_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="One file of all maps; by default it is printed.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for a file of each map.",
)
@_force
@_form
def export_tables(
    project: Path, output: Path | None, out: Path | None, force: bool, form: str
) -> int:
    """
    Write the maps of PROJECT as mapping tables, as the documentation of dual-write has them.

    \b
    dwmap export tables specs > mapping-tables.md     all maps, a section each
    dwmap export tables specs --out tables            a file for each map, in the older layout

    Left field, map type with the value map, right column, default value, and both filters in the dialects of the products.
    What dual-write has no form for is listed below its table. `dwmap import` reads both layouts. In a folder, files of maps
    that are gone are removed and named; files that somebody edited are kept and named, and the exit code is then 1.
    """
    from dwmap.tables import file_each, one_file, tables_of

    if output is not None and out is not None:
        raise click.UsageError("--output is one file, --out a folder: give one of them")
    _, compiled = compile_or_exit(project)
    code = 0
    if out is not None:
        files = file_each(compiled)
        done = write_folder(files, out, _TABLES, name=compiled.name, force=force)
        code = _say(form, out, done)
    elif output is not None:
        from dwmap.output import write_file

        changed = write_file(output, one_file(compiled))
        written = [output.name] if changed else []
        _say(form, output, Outcome(1, written, [], []))
    else:
        click.echo(one_file(compiled), nl=False)
    left_out = sum(len(table.left_out) for table in tables_of(compiled))
    if left_out:
        words = count(left_out, "thing has", "things have")
        click.echo(
            f"{words} no form in dual-write; see below the tables, or `dwmap export solution`",
            err=True,
        )
    return code


@click.command("wiki")
@project_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A clone of the wiki's repository, or a folder that is published as a wiki.",
)
@click.option(
    "--title", help="The page that all others lie below; by default the project's name."
)
@_force
@_form
def export_wiki(
    project: Path, out: Path, title: str | None, force: bool, form: str
) -> int:
    """
    Write the documentation of PROJECT as pages of an Azure DevOps wiki.

    \b
    git clone https://dev.azure.com/ORG/PROJECT/_git/PROJECT.wiki wiki
    dwmap export wiki specs --out wiki --title "Dual-write maps"
    git -C wiki add --all && git -C wiki commit -m "Maps" && git -C wiki push

    An overview, a page for each map with its fields, types, value maps and filters, entities, order and value maps. What an
    earlier run of the same project wrote is written anew, or removed and named where it is gone, also below another title.
    Pages that somebody edited since are kept and named, and the exit code is then 1; --force overwrites them. Other pages
    of the wiki, and the order of its first level, are not touched.
    """
    from dwmap.emit.docs_wiki import emit_wiki, file_name

    _, compiled, places = compile_with_places(project)
    files = emit_wiki(compiled, title or "", places.origins)
    listing = f"{file_name(title or compiled.name)}/{_WIKI}"
    others = [f"{one.parent.name}/{_WIKI}" for one in out.glob(f"*/{_WIKI}")]
    return _say(
        form,
        out,
        write_folder(
            files, out, listing, name=compiled.name, others=others, force=force
        ),
    )


def _say(form: str, place: Path, done: Outcome) -> int:
    """Say what was written; the exit code."""
    if form == "json":
        click.echo(json.dumps({"place": place.as_posix(), **done.data()}, indent=2))
    else:
        click.echo("\n".join(done.lines(place)))
    for line in done.warnings():
        click.echo(line, err=True)
    return 1 if done.kept else 0
