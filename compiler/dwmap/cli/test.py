"""`dwmap test`: the examples of the specs, run in both directions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import compile_or_exit

if TYPE_CHECKING:
    from dwmap.examples.coverage import Point
    from dwmap.examples.mutate import Mutant
    from dwmap.examples.run import Result


@click.command()
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project; by default the one around the current folder.",
)
@click.option(
    "-k", "pattern", default="", help="Only examples and maps with this in their name."
)
@click.option("--coverage", is_flag=True, help="Say what no example touches, too.")
@click.option(
    "--mutate",
    is_flag=True,
    help="Put faults into the maps and say which go unnoticed.",
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the results as JUnit XML, too.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the results.",
)
def command(
    project: Path,
    pattern: str,
    coverage: bool,
    mutate: bool,
    junit: Path | None,
    form: str,
) -> int:
    """Run the `example` blocks of a project: does each map do what they show?

    \b
    dwmap test                     all examples, in every direction they show
    dwmap test -k CustomersV3      some of them
    dwmap test --coverage          entries, filters and directions that no example touches
    dwmap test --mutate            faults that no example would notice

    Exit code 1: an example failed.
    """
    from dwmap.examples.coverage import cover
    from dwmap.examples.mutate import mutate as mutants_of
    from dwmap.examples.report import junit_xml, results_data, text_lines
    from dwmap.examples.run import run_examples
    from dwmap.output import write_file

    _, compiled = compile_or_exit(project)
    folded = pattern.casefold()
    results = [
        one
        for one in run_examples(compiled)
        if folded in f"{one.map} {one.example}".casefold()
    ]
    maps = frozenset(
        one.name for one in compiled.maps if folded in one.name.casefold()
    ) | {one.map for one in results}
    points: list[Point] = list(cover(compiled, maps)) if coverage else []
    mutants: list[Mutant] = list(mutants_of(compiled, maps)) if mutate else []
    if junit is not None:
        write_file(junit, junit_xml(results))
    if form == "json":
        click.echo(json.dumps(results_data(results, points, mutants), indent=2))
    else:
        click.echo("\n".join(text_lines(results, points, mutants)))
    return int(_failed(results))


def _failed(results: list[Result]) -> bool:
    return any(not one.passed for one in results)
