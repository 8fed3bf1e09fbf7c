"""`dwmap pull`: the maps of an environment as specs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dwmap.cli.environments import asking, config_of, settings_of, token_option
from dwmap.cli.import_ import Outcome
from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.environments.held import Held

_FINDINGS: Final = 1


@click.command()
@click.argument("environment", metavar="ENVIRONMENT")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Where the specs go; by default here. Its dwmap.toml says where the environment is.",
)
@click.option(
    "--maps",
    "names",
    multiple=True,
    metavar="NAME",
    help="Only maps that are called so, or join an entity that is; may have `*`, may be repeated.",
)
@click.option("--solution", metavar="NAME", help="Only maps of this solution.")
@click.option("--all-fields", is_flag=True, help="Declare every column of the tables.")
@click.option("--force", is_flag=True, help="Overwrite files that differ.")
@click.option(
    "--dry-run", is_flag=True, help="Write nothing; say what would be written."
)
@click.option(
    "--diff",
    is_flag=True,
    help="Write nothing; print what would change in files that are there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Leave out notes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print what was found and written.",
)
@token_option
def command(
    environment: str,
    out: Path,
    names: tuple[str, ...],
    solution: str | None,
    all_fields: bool,
    force: bool,
    dry_run: bool,
    diff: bool,
    quiet: bool,
    form: str,
    token: str | None,
) -> int:
    """Turn the maps of ENVIRONMENT into specs, as `dwmap import` does with a solution.

    \b
    dwmap pull test --out specs               as `[environments.test]` in specs/dwmap.toml has it
    dwmap pull test --out specs --dry-run     say what would be written
    dwmap pull test --out specs --diff        how the specs that are there would change
    dwmap pull test --maps '*accounts*'       some of them
    dwmap pull https://contoso.crm.dynamics.com --token MY_TOKEN --out specs

    Of several versions of a map the active one is taken, where a service tells which that is, else the newest.
    Integration keys come from the link, columns from the tables. Files that are there and differ are kept unless
    --force is given. A map that cannot be read is named, and the exit code is 1 then. Nothing is written to the environment.
    """
    place = f"the dwmap.toml of {out}"
    settings = settings_of(environment, config_of(out), token, place)
    with asking() as told:
        from dwmap.environments.pull import sources_of
        from dwmap.environments.reading import read_environment
        from dwmap.importers import import_sources

        held = read_environment(settings, environment, told)
        _tell(held)
        pulled = sources_of(held, names, solution)
        if not pulled.maps:
            raise click.ClickException(_nothing(environment, held, names, solution))
        report = Report()
        imported = import_sources(pulled.sources, report, all_fields=all_fields)
    if pulled.others and form == "text" and not quiet:
        versions = "version was" if pulled.others == 1 else "versions were"
        click.echo(f"{pulled.others} other {versions} left there", err=True)
    flags = (dry_run, diff, force, quiet)
    outcome = Outcome(imported, report, out, form, *flags, whole=not names)
    is_whole = not (held.unreadable and not names and solution is None)
    return max(outcome.finish(), 0 if is_whole else _FINDINGS)


def _tell(held: Held) -> None:
    """What could not be read, and so is not in the specs."""
    for what in ("solutions", "integration keys", "active versions", "tables"):
        reason = held.facts.unread.get(what)
        if reason is not None:
            click.echo(f"Not read: {what}: {reason}", err=True)
    for one in sorted(set(held.unreadable)):
        click.echo(f"Not read: the map {one.title}: {one.reason}", err=True)


def _nothing(
    environment: str, held: Held, names: tuple[str, ...], solution: str | None
) -> str:
    if not held.legs:
        return f"{environment} has no maps"
    wanted = [*names, *([f"the solution {solution}"] if solution else [])]
    known = sorted({one.solution for one in held.legs if one.solution})
    listed = f"; its solutions with maps are {', '.join(known)}" if known else ""
    return f"{environment} has no map of {' or '.join(wanted)}{listed}"
