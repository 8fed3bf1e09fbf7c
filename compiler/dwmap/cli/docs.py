"""`dwmap docs`: the documentation site of a project."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dwmap.cli.findings import compile_with_places, project_argument
from dwmap.cli.folders import write_folder
from dwmap.counting import count

# Names the pages of a site, so that the next run removes those of maps that are gone.
LISTING = "pages.json"


@click.command()
@project_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another output folder.",
)
@click.option("--open", "show", is_flag=True, help="Open the first page in a browser.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to say what was written.",
)
def command(project: Path, out: Path | None, show: bool, form: str) -> int:
    """Write the documentation site of PROJECT: open index.html, no server is needed.

    \b
    dwmap docs specs
    dwmap docs specs --open
    dwmap docs specs --out /tmp/site --format json

    `dwmap build` writes the same pages as Markdown beside the package.
    """
    from dwmap.emit.docs_site import emit_site

    files, compiled, places = compile_with_places(project)
    folder = out or files.site
    pages = emit_site(compiled, places.origins)
    # A site is nobody's to edit: what is there is written over.
    done = write_folder(pages, folder, LISTING, name=compiled.name, force=True)
    first = folder / "index.html"
    counts = {"pages": sum(path.endswith(".html") for path in pages)}
    counts |= {"written": len(done.written), "removed": len(done.removed)}
    if form == "json":
        click.echo(json.dumps({"index": str(first), **counts}, indent=2))
    else:
        click.echo(
            f"{count(counts['pages'], 'page')}, {count(len(done.written), 'file')} new: {first}"
        )
    if show:
        click.launch(str(first))
    return 0
