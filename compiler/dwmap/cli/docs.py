"""`dwmap docs`: the documentation of a project."""

from __future__ import annotations

from pathlib import Path

import click

from dwmap.cli.findings import compile_or_exit, project_argument


@click.command()
@project_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another output folder.",
)
def command(project: Path, out: Path | None) -> int:
    """Write the documentation of PROJECT as Markdown, a page for each map, entity and value map.

    \b
    dwmap docs specs
    dwmap docs specs --out site

    `dwmap build` writes the same pages beside the package.
    """
    from dwmap.emit.docs_markdown import emit_markdown
    from dwmap.output import write_files

    files, compiled = compile_or_exit(project)
    folder = out or files.site
    pages = emit_markdown(compiled)
    written, _ = write_files(pages, folder)
    click.echo(f"{len(pages)} pages, {len(written)} of them new, in {folder / 'docs'}")
    return 0
