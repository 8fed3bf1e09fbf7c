"""`dwmap graph`: what depends on what."""

from __future__ import annotations

from pathlib import Path

import click

from dwmap.cli.findings import compile_or_exit, project_argument


@click.command()
@project_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "mermaid", "dot", "json"]),
    default="text",
    help="How to draw it.",
)
def command(project: Path, form: str) -> int:
    """Show the maps of PROJECT in the order of the initial synchronization, and why.

    \b
    dwmap graph specs
    dwmap graph specs --format mermaid > order.mmd
    dwmap graph specs --format dot | dot -Tsvg > order.svg
    """
    from dwmap.emit.graph_model import map_graph
    from dwmap.emit.graph_text import graph_text

    _, compiled = compile_or_exit(project)
    text = graph_text(map_graph(compiled), form)  # type: ignore[arg-type]  # click checked the choice
    click.echo(text, nl=not text.endswith("\n"))
    return 0
