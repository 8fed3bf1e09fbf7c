"""`dwmap push`: the maps of a project into an environment, after it was shown what that does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.environments import (
    asking,
    check_expectations,
    settings_of,
    token_option,
)
from dwmap.cli.findings import compile_with_places, found_in, print_findings
from dwmap.cli.reporting import Options, print_report
from dwmap.cli.verify import verified
from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared
    from dwmap.environment_settings import EnvironmentSettings
    from dwmap.ir.model import Project, Solution
    from dwmap.lower.source_map import SourceMap
    from dwmap.project import ProjectFiles
    from dwmap.solutions.layers import Layers


@dataclass(frozen=True)
class _Made:
    """A solution that would be imported."""

    name: str
    version: str
    data: bytes
    maps: frozenset[str]


@click.command()
@click.argument("environment", metavar="ENVIRONMENT")
@click.argument(
    "project",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    metavar="[PROJECT]",
)
@click.option("--apply", is_flag=True, help="Import; without it nothing is written.")
@click.option(
    "--solution", "names", multiple=True, help="Only this one; may be repeated."
)
@click.option(
    "--managed/--unmanaged",
    default=None,
    help="By default as it was imported, else unmanaged.",
)
@click.option(
    "--partial", is_flag=True, help="Leave out what dual-write has no form for."
)
@token_option
def command(
    environment: str,
    project: Path,
    apply: bool,
    names: tuple[str, ...],
    managed: bool | None,
    partial: bool,
    token: str | None,
) -> int:
    """Import the maps of PROJECT into ENVIRONMENT: shows what that would do, and does it with --apply.

    \b
    dwmap push test                       what would be imported, what that does, what is left to do by hand
    dwmap push test --apply               import the solutions that differ
    dwmap push test --solution Sales --managed --apply

    What is shown is the report of `dwmap verify`. Integration keys, owning teams, companies and states do not travel in a
    solution, and the new versions do not run before they are chosen: all of this is listed, and nothing of it is done.
    Nothing is imported when a map says something that dual-write has no form for, unless --partial is given.
    """
    files, compiled, places = compile_with_places(project)
    settings = settings_of(environment, files.config, token)
    check_expectations(files, compiled)
    with asking():
        made = _solutions(files, compiled, places, names, managed, partial)
    if made is None:
        return 1
    compared = verified(environment, settings, files, compiled, places)
    print_report(compared, Options("text", None, True, False, False, None))
    wanted = [one for one in made if _differs(one, compared)]
    _tell(environment, wanted, compared)
    if wanted and apply:
        with asking() as told:
            from dwmap.environments.pushing import import_solution

            for one in wanted:
                told(f"what the environment makes of {one.name}")
                import_solution(settings, one.data)
                click.echo(f"Imported {one.name} {one.version}")
    steps = _by_hand(wanted, compared, compiled, settings)
    if steps:
        click.echo("\nBy hand" + (", after the import" if wanted and not apply else ""))
        for place, step in enumerate(steps, 1):
            click.echo(f"  {place}. {step}")
    if wanted and not apply:
        click.echo("\nNothing was written; --apply imports.")
    return 0


def _by_hand(
    wanted: list[_Made],
    compared: Compared,
    project: Project,
    settings: EnvironmentSettings,
) -> list[str]:
    """What is left to do when the solutions have been imported."""
    from dwmap.environments.pushing import by_hand

    versions = {one.name: one.version for one in project.maps}
    changed = {name: versions.get(name, "") for name in _changed(wanted, compared)}
    return [*by_hand(compared.findings, project, settings, changed)]


def _solutions(
    files: ProjectFiles,
    project: Project,
    places: SourceMap,
    names: tuple[str, ...],
    managed: bool | None,
    partial: bool,
) -> list[_Made] | None:
    """The solutions as they would be imported; None, and said why, where one cannot be written."""
    from dwmap.cli.export_solution import exported, extras_of, only_parts
    from dwmap.solutions.layers import Layers
    from dwmap.solutions.safe_xml import RefusedXml

    report, found = Report(), list[_Made]()
    layers = Layers(project, places, extras_of(files, project, places, report))
    for one in _wanted(layers, names):
        made = exported(layers, one, managed, report)
        maps = [each for each in project.maps if each.solution == one.name]
        try:
            data = made.package.zipped()
        except RefusedXml as refusal:
            what = f"side files of {one.name}: {refusal}"
            raise click.ClickException(what) from refusal
        changed = frozenset(each.name for each in (*maps, *layers.maps(one)))
        found.append(_Made(one.name, made.package.manifest.version, data, changed))
    print_findings(tuple(found_in(files.root, report, files.config)))
    if report.has_errors and not (partial and only_parts(report)):
        click.echo("Nothing was written.", err=True)
        return None
    return found


def _wanted(layers: Layers, names: tuple[str, ...]) -> list[Solution]:
    """The solutions that are named; else those that have maps, or where none has, those that extend some."""
    from dwmap.solutions.export import solutions_of

    own = {one.name: one for one in solutions_of(layers.project)}
    known = own | {one.name: one for one in layers.extending()}
    unknown = [one for one in names if one not in known]
    if unknown or not known:
        listed = ", ".join(known) or "none"
        wanted = "nothing to push"
        if unknown:
            wanted = f"no solution `{unknown[0]}` has maps, or overlays of maps"
        raise click.UsageError(f"{wanted}; those that have are: {listed}")
    return [known[name] for name in names] if names else [*(own or known).values()]


def _differs(one: _Made, compared: Compared) -> bool:
    """Whether the environment has anything of a solution otherwise than the specs."""
    return bool(_changed([one], compared))


def _changed(made: list[_Made], compared: Compared) -> list[str]:
    """The maps of solutions that an import changes: of which a finding speaks that an import settles; none that only waits to be chosen."""
    from dwmap.environments.pushing import is_imported

    waiting = {one.map for one in compared.findings if one.remedy == "choose"}
    told = {
        name
        for one in compared.findings
        if is_imported(one)
        for name in (one.map, *(effect.map for effect in one.effects))
    }
    return sorted(name for one in made for name in one.maps if name in told - waiting)


def _tell(environment: str, wanted: list[_Made], compared: Compared) -> None:
    click.echo("")
    if not wanted:
        click.echo(f"Nothing to import: {environment} has these maps already.")
        return
    click.echo("To import")
    for one in wanted:
        count = len(_changed([one], compared))
        maps = "map that differs" if count == 1 else "maps that differ"
        click.echo(f"  {one.name} {one.version}, {count} {maps}")
