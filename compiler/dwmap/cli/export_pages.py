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
from dwmap.cli.folders import write_folder

_LISTING = ".dwmap-files"
_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to say what was written.",
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
@_form
def export_tables(
    project: Path, output: Path | None, out: Path | None, form: str
) -> int:
    """
    Write the maps of PROJECT as mapping tables, as the documentation of dual-write has them.

    \b
    dwmap export tables specs > mapping-tables.md     all maps, a section each
    dwmap export tables specs --out tables            a file for each map, in the older layout

    Left field, map type with the value map, right column, default value, and both filters in the dialects of the products.
    What dual-write has no form for is listed below its table. `dwmap import` reads both layouts.
    """
    from dwmap.tables import file_each, one_file, tables_of

    if output is not None and out is not None:
        raise click.UsageError("--output is one file, --out a folder: give one of them")
    _, compiled = compile_or_exit(project)
    if out is not None:
        files = file_each(compiled)
        written, removed = write_folder(files, out, _LISTING)
        _say(form, out, len(files), written, removed)
    elif output is not None:
        from dwmap.output import write_file

        changed = write_file(output, one_file(compiled))
        _say(form, output, 1, [output.name] if changed else [], [])
    else:
        click.echo(one_file(compiled), nl=False)
    left_out = sum(len(table.left_out) for table in tables_of(compiled))
    if left_out:
        words = "1 thing has" if left_out == 1 else f"{left_out} things have"
        click.echo(
            f"{words} no form in dual-write; see below the tables, or `dwmap export solution`",
            err=True,
        )
    return 0


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
@_form
def export_wiki(project: Path, out: Path, title: str | None, form: str) -> int:
    """
    Write the documentation of PROJECT as pages of an Azure DevOps wiki.

    \b
    git clone https://dev.azure.com/ORG/PROJECT/_git/PROJECT.wiki wiki
    dwmap export wiki specs --out wiki --title "Dual-write maps"
    git -C wiki add --all && git -C wiki commit -m "Maps" && git -C wiki push

    An overview, a page for each map with its fields, types, value maps and filters, entities, order and value maps. What an
    earlier run wrote below the same title is written anew, or removed where it is gone; other pages of the wiki, and the
    order of its first level, are not touched.
    """
    from dwmap.emit.docs_wiki import emit_wiki, file_name

    _, compiled, places = compile_with_places(project)
    files = emit_wiki(compiled, title or "", places.origins)
    listing = f"{file_name(title or compiled.name)}/{_LISTING}"
    written, removed = write_folder(files, out, listing)
    _say(form, out, len(files), written, removed)
    return 0


def _say(
    form: str, place: Path, count: int, written: list[str], removed: list[str]
) -> None:
    if form == "json":
        shown = {
            "place": place.as_posix(),
            "files": count,
            "written": len(written),
            "removed": len(removed),
        }
        click.echo(json.dumps(shown, indent=2))
    else:
        gone = f", {len(removed)} removed" if removed else ""
        files = "1 file" if count == 1 else f"{count} files"
        click.echo(f"{files}, {len(written)} new or changed{gone}: {place}")
