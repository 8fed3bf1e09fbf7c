"""`dwmap sample`: records of one side of a map, made from its types."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import compile_or_exit

if TYPE_CHECKING:
    from dwmap.ir.model import Map, Project
    from dwmap.prove.context import SideName


@click.command()
@click.argument("map_name", metavar="MAP")
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project; by default the one around the current folder.",
)
@click.option(
    "--side",
    metavar="SYSTEM",
    help="Whose records, such as fo or ce, or left or right; by default those of the left side.",
)
@click.option(
    "--count",
    "-n",
    type=click.IntRange(min=1),
    help="How many; by default as many as cover the map.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv"]),
    default="jsonl",
    help="How to print them.",
)
@click.option(
    "--seed", type=int, default=0, help="Another number gives other random records."
)
def command(
    map_name: str,
    project: Path,
    side: str | None,
    count: int | None,
    form: str,
    seed: int,
) -> int:
    """Print records of one side of MAP, made from the types of its fields.

    \b
    dwmap sample CustomersV3_accounts                        those that cover its left side
    dwmap sample CustomersV3_accounts --side ce -n 50        fifty of the other
    dwmap sample CustomersV3_accounts --format csv --seed 7  for a spreadsheet

    The first ones are those that data rarely has and a map must bear: the longest texts, zeros before
    numbers, blanks at the end, borders of decimals, changes of the clock, every code, no value in a part
    of the key, records inside and outside of the filter. Random ones follow. The same arguments print
    the same records.
    """
    from dwmap.ir.scope import Scope
    from dwmap.prove.record_text import FORMS
    from dwmap.prove.records import columns_of, records_of

    _, compiled = compile_or_exit(project)
    map = _map(map_name, compiled)
    scope, which = Scope(compiled), _side(side, map)
    columns = columns_of(map, which, scope)
    records = records_of(map, which, scope, count, seed)
    for line in FORMS[form](columns, records):
        click.echo(line)
    return 0


def _map(name: str, project: Project) -> Map:
    from dwmap.diagnostics import did_you_mean

    for one in project.maps:
        if one.name.casefold() == name.casefold():
            return one
    meant = did_you_mean(name, [one.name for one in project.maps])
    raise click.ClickException(
        f"there is no map `{name}`: {meant or 'see `dwmap graph`'}"
    )


def _side(name: str | None, map: Map) -> SideName:
    """The side of that system; where both sides are of one, `left` or `right` says which."""
    left, right = (end.partition(".")[0] for end in (map.left, map.right))
    if name in (None, "left", left):
        return "left"
    if name in ("right", right):
        return "right"
    raise click.ClickException(
        f"`{map.name}` has no side `{name}`: its sides are `{left}` and `{right}`"
    )
