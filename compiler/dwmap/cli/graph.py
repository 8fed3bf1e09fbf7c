"""`dwmap graph`: what depends on what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from dwmap.cli.findings import compile_or_exit, project_argument

if TYPE_CHECKING:
    from dwmap.emit.graph_model import MapGraph
    from dwmap.emit.graph_text import GraphFormat


@click.command()
@project_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "mermaid", "dot", "json"]),
    default="text",
    help="How to draw it.",
)
@click.option("--map", "map_", metavar="NAME", help="Only this map and its neighbours.")
@click.option(
    "--entity", metavar="NAME", help="Only maps of this entity and their neighbours."
)
def command(project: Path, form: str, map_: str | None, entity: str | None) -> int:
    """Show the maps of PROJECT in the order of the initial synchronization, and why.

    \b
    dwmap graph specs
    dwmap graph specs --map CustomersV3_accounts
    dwmap graph specs --entity ce.accounts --format mermaid
    dwmap graph specs --format dot | dot -Tsvg > order.svg
    """
    from dwmap.emit.graph_model import map_graph
    from dwmap.emit.graph_text import graph_text

    _, compiled = compile_or_exit(project)
    graph = _chosen(map_graph(compiled), map_, entity)
    text = graph_text(graph, cast("GraphFormat", form))
    click.echo(text, nl=not text.endswith("\n"))
    return 0


def _chosen(graph: MapGraph, map_: str | None, entity: str | None) -> MapGraph:
    """The part of the graph that was asked for; a name that fits nothing ends the command."""
    if map_ is not None:
        found = _named("map", map_, graph.by_name)
        return graph.around([found])
    if entity is not None:
        ends = {end for node in graph.nodes for end in (node.left, node.right)}
        found = _named("mapped entity", entity, ends)
        names = [n.name for n in graph.nodes if found in (n.left, n.right)]
        return graph.around(names)
    return graph


def _named(noun: str, name: str, known: Iterable[str]) -> str:
    """The name as it is declared: case does not matter."""
    from dwmap.diagnostics.suggest import did_you_mean

    names = sorted(known)
    for one in names:
        if one.casefold() == name.casefold():
            return one
    offer = did_you_mean(name, names)
    raise click.ClickException(
        f"there is no {noun} `{name}`" + (f"; {offer}" if offer else "")
    )
