"""`dwmap export solution`: the maps of a project as a solution that Dataverse imports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import (
    compile_with_places,
    found_in,
    print_findings,
    project_argument,
)
from dwmap.counting import count
from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.ir.model import Project, Solution
    from dwmap.lower.source_map import SourceMap
    from dwmap.project import ProjectFiles
    from dwmap.solutions.export import Exported
    from dwmap.solutions.extras import Extras
    from dwmap.solutions.layers import Layers


@click.command("solution")
@project_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The zip to write; by default NAME.zip, or NAME_managed.zip, here.",
)
@click.option("--solution", "name", help="Which one, where a project has several.")
@click.option(
    "--managed/--unmanaged",
    default=None,
    help="By default as it was imported, else unmanaged.",
)
@click.option(
    "--partial", is_flag=True, help="Leave out what dual-write has no form for."
)
def export_solution(
    project: Path,
    output: Path | None,
    name: str | None,
    managed: bool | None,
    partial: bool,
) -> int:
    """
    Write the maps of PROJECT as a Dataverse solution for dual-write.

    \b
    dwmap export solution specs --solution CustomerMaster
    dwmap export solution imported -o Contoso.zip --managed
    dwmap export solution specs --solution Loyalty    what it extends, as versions of its own

    What an import kept in side files (*.extras.json) comes back as it was. Nothing is written when a map says
    something that dual-write has no form for, unless --partial is given. The same specs give the same bytes.
    """
    from dwmap.solutions.extras import SOLUTION_FILE
    from dwmap.solutions.layers import Layers
    from dwmap.solutions.problems import BrokenSideFile
    from dwmap.solutions.safe_xml import RefusedXml

    files, compiled, places = compile_with_places(project)
    report = Report()
    extras = extras_of(files, compiled, places, report)
    layers = Layers(compiled, places, extras)
    chosen = _chosen(layers, name)
    made = exported(layers, chosen, managed, report)
    data = b""
    try:
        data = made.package.zipped()
    except RefusedXml as refusal:
        report.add(BrokenSideFile(f"{SOLUTION_FILE} of {chosen.name}", str(refusal)))
    print_findings(tuple(found_in(files.root, report, files.config)))
    if report.has_errors and not (partial and only_parts(report)):
        click.echo("Nothing was written.", err=True)
        return 1
    ending = "_managed" if made.package.manifest.managed else ""
    place = output or Path(f"{chosen.name}{ending}.zip")
    _write(place, data)
    _summary(made, place)
    return 1 if report.has_errors else 0


def exported(
    layers: Layers, solution: Solution, managed: bool | None, report: Report
) -> Exported:
    """The package of a solution, with the maps of others that it changes; what is not in it, or stands against it, is reported."""
    from dwmap.solutions import export
    from dwmap.solutions.findings import report_unstored

    maps = layers.maps(solution)
    made = export.export_solution(
        layers.project, solution, layers.extras, managed, maps
    )
    report_unstored(made, layers.places, report)
    for one in layers.problems(solution):
        report.add(one)
    return made


def _chosen(layers: Layers, name: str | None) -> Solution:
    """The solution that is meant: where only one has maps of its own, that one."""
    from dwmap.solutions.export import solutions_of

    project = layers.project
    own = {one.name: one for one in solutions_of(project)}
    imported = {k for k, one in layers.extras.solutions.items() if one.customizations}
    own |= {one.name: one for one in project.solutions if one.name in imported}
    found = own | {one.name: one for one in layers.extending()}
    if name is None and len(own or found) == 1:
        return next(iter((own or found).values()))
    listed = ", ".join(found) or "none"
    what = "maps, overlays of maps, or imported tables"
    if name is None:
        raise click.UsageError(
            f"which solution? `--solution NAME`; those with {what} are: {listed}"
        )
    if name not in found:
        raise click.UsageError(
            f"no solution `{name}` has {what}; those that have are: {listed}"
        )
    return found[name]


def extras_of(
    files: ProjectFiles, project: Project, places: SourceMap, report: Report
) -> Extras:
    """What the side files of a project keep; those that cannot be read, or are of nothing that is there, are reported."""
    from dwmap.solutions.findings import read_side_files, report_unused

    extras = read_side_files(side_files(files), report)
    report_unused(extras, project, places, report)
    return extras


def side_files(files: ProjectFiles) -> dict[str, bytes]:
    """The side files of the project and of its packages, by their paths: they lie where specs lie."""
    from dwmap.project import source_paths
    from dwmap.solutions.extras import LARGEST, SUFFIX

    root = files.root if files.root.is_dir() else files.root.parent
    folders = [root, *(root / one.path for one in files.config.packages)]
    paths = {
        path.resolve(): path
        for folder in folders
        for path in source_paths(folder, SUFFIX)
    }
    found = {}
    for path in paths.values():
        with path.open("rb") as file:
            found[os.path.relpath(path, root)] = file.read(LARGEST + 1)
    return {name.replace(os.sep, "/"): found[name] for name in sorted(found)}


def only_parts(report: Report) -> bool:
    """Whether everything that is wrong is a part that may be left out."""
    from dwmap.solutions.problems import NotInDualWrite

    codes = {one.code for one in report if one.severity.value == "error"}
    return codes <= {NotInDualWrite.code}


def _write(path: Path, data: bytes) -> None:
    from dwmap.output import write_bytes

    write_bytes(path, data)


def _summary(made: Exported, place: Path) -> None:
    counts = made.counts
    lines = count(counts["rules"], "line")
    values, defaults = counts["value maps"], counts["defaults"]
    maps, filters = count(counts["maps"], "map"), count(counts["filters"], "filter")
    click.echo(
        f"{maps}, {lines} ({values} with a value map, {defaults} with a default), {filters}"
    )
    click.echo(f"Written to {place}")
