"""`dwmap test`: the examples of the specs, run in both directions, and their samples."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import (
    compile_with_places,
    found_in,
    path_from_here,
    print_findings,
)
from dwmap.cli.samples import samples_of
from dwmap.cli.settings import wants_color

if TYPE_CHECKING:
    from dwmap.examples.report import Tested


@click.command()
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project; by default the one around the current folder.",
)
@click.option(
    "-k",
    "patterns",
    multiple=True,
    help="Only examples and maps with this in their name; of several, all must be.",
)
@click.option("--coverage", is_flag=True, help="Say what no example touches, too.")
@click.option(
    "--mutate",
    is_flag=True,
    help="Put faults into the maps and say which go unnoticed.",
)
@click.option("-v", "--verbose", is_flag=True, help="List straight copies one by one.")
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
    patterns: tuple[str, ...],
    coverage: bool,
    mutate: bool,
    verbose: bool,
    junit: Path | None,
    form: str,
) -> int:
    """Run the `example` blocks and the samples of a project: do the maps do what they show?

    \b
    dwmap test                     all examples, in every direction they show; all samples, there and back
    dwmap test -k CustomersV3      some of them
    dwmap test --coverage          entries, conditions and directions that no example touches
    dwmap test --mutate            faults that no example would notice

    Exit code 1: an example or a sample failed, or a file of samples cannot be read.
    """
    from dwmap.diagnostics.style import ANSI, PLAIN
    from dwmap.examples.report import junit_xml, test_data
    from dwmap.examples.report_text import text_lines
    from dwmap.output import write_file

    tested = _run(project, patterns, coverage, mutate)
    if junit is not None:
        write_file(junit, junit_xml(tested))
    if form == "json":
        click.echo(json.dumps(test_data(tested), indent=2))
    else:
        style = ANSI if wants_color(sys.stdout) else PLAIN
        lines = text_lines(tested, style, everything=verbose)
        click.echo("\n".join(lines), color=True)
    return int(tested.failed)


def _run(path: Path, patterns: tuple[str, ...], coverage: bool, mutate: bool) -> Tested:
    from dwmap.examples.coverage import cover
    from dwmap.examples.mutate import mutate as mutants_of
    from dwmap.examples.report import Tested
    from dwmap.examples.run import run_examples
    from dwmap.examples.samples import run_samples
    from dwmap.ir.scope import Scope

    files, project, places = compile_with_places(path)
    results = [
        one
        for one in run_examples(project)
        if _is_meant(f"{one.map} {one.example}", patterns)
    ]
    maps = frozenset(
        one.name for one in project.maps if _is_meant(one.name, patterns)
    ) | {one.map for one in results}
    samples, report = samples_of(files, project, lambda name: _is_meant(name, patterns))
    unread = found_in(files.root, report, files.config)
    print_findings(unread)

    def where(place: int) -> str:
        span = places.example(place)
        return f"{path_from_here(files.locate(span.file.path))}:{span.position.line}"

    return Tested(
        results,
        list(run_samples(samples, Scope(project))),
        list(cover(project, maps)) if coverage else (),
        list(mutants_of(project, maps)) if mutate else (),
        unread,
        where,
    )


def _is_meant(name: str, patterns: tuple[str, ...]) -> bool:
    return all(pattern.casefold() in name.casefold() for pattern in patterns)
