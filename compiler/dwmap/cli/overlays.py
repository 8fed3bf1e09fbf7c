"""`dwmap overlays`: maps as their overlays leave them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dwmap.cli.findings import compile_with_places, project_argument


@click.command()
@project_argument
@click.option(
    "--map", "name", metavar="MAP", help="Just this map, with overlays or not."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="The maps in the language, or everything as JSON.",
)
def command(project: Path, name: str | None, form: str) -> int:
    """Print the maps of PROJECT that overlays change, as they are then: behind each line the overlay that it comes from.

    \b
    dwmap overlays specs
    dwmap overlays specs --map CustomersV3_accounts
    dwmap overlays specs --format json
    """
    from dwmap.diagnostics import did_you_mean
    from dwmap.overlays.listing import listing_data, listing_text

    _, compiled, places = compile_with_places(project)
    known = [one.name for one in compiled.maps]
    if name is not None and name not in known:
        meant = did_you_mean(name, known) or "see `dwmap graph`"
        raise click.UsageError(f"there is no map `{name}`: {meant}")
    changed = sorted(places.origins.overlays)
    decls = [places.decl(one) for one in ([name] if name is not None else changed)]
    if form == "json":
        data = [listing_data(one, places) for one in decls]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    texts = ("\n".join(listing_text(one, places)) for one in decls)
    if text := "\n\n".join(texts):
        click.echo(text)
    else:
        click.echo("no overlay changes a map", err=True)
    return 0
