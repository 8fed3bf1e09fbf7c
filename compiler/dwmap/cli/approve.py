"""`dwmap approve`: accepts a change, in one line that a reviewer reads."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared


@click.command()
@click.argument("fingerprints", nargs=-1, required=True, metavar="FINGERPRINT...")
@click.option("--reason", required=True, help="Why it is accepted.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day; from then on it is looked at again.",
)
@click.option("--ticket", help="Where it was talked about.")
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project; by default the one around the current folder.",
)
@click.option(
    "--against", metavar="BASE", help="As in `dwmap diff`: a ref, a folder, an IR file."
)
@click.option(
    "--environment",
    "-e",
    metavar="NAME",
    help="Accept drift of this environment, as `dwmap verify` prints it, in a file of its own.",
)
def command(
    fingerprints: tuple[str, ...],
    reason: str,
    until: datetime | None,
    ticket: str | None,
    project: Path,
    against: str | None,
    environment: str | None,
) -> int:
    """Accept changes by the fingerprints that `dwmap diff` or `dwmap verify` prints: a line each in approvals.toml.

    \b
    dwmap approve 3f0a9c21d4be --reason "the field was never used"
    dwmap approve 3f0a9c21d4be --reason "until the cutover" --until 2027-01-31
    dwmap approve 3f0a9c21d4be --environment test --reason "sales owns them there"
    """
    from dwmap.changes.approvals import with_approval
    from dwmap.changes.fingerprint import fingerprint
    from dwmap.output import write_file
    from dwmap.project import find_root

    if not reason.strip():
        raise click.BadParameter("say why", param_hint="--reason")
    compared, file = _compared(project, against, environment)
    found = {fingerprint(one): one for one in compared.findings}
    unknown = [one for one in fingerprints if one not in found]
    if unknown:
        verb = "verify" if environment else "diff"
        raise click.ClickException(
            f"no change has the fingerprint {unknown[0]}; `dwmap {verb}` lists them"
        )
    path = find_root(project) / file
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    for name in dict.fromkeys(fingerprints):
        if name in compared.approved:
            click.echo(f"{name} is approved already", err=True)
            continue
        day = until.date() if until is not None else None
        text = with_approval(text, found[name], reason, day, ticket)
        click.echo(f"approved {found[name].rule}: {found[name].message}")
    write_file(path, text)
    return 0


def _compared(
    project: Path, against: str | None, environment: str | None
) -> tuple[Compared, str]:
    """What was found, and the file in which it is accepted."""
    from dwmap.changes.approvals import FILE
    from dwmap.cli.comparing import Wanted

    if environment is None:
        return Wanted(project, against).compare()[0], FILE
    if against is not None:
        raise click.UsageError("an environment is compared with the specs as they are")
    from dwmap.cli.environments import is_url, settings_of
    from dwmap.cli.findings import compile_with_places
    from dwmap.cli.verify import accepted_file, verified

    if is_url(environment):
        raise click.UsageError("--environment is the name of one in dwmap.toml")
    files, compiled, places = compile_with_places(project)
    settings = settings_of(environment, files.config, None)
    found = verified(environment, settings, files, compiled, places)
    return found, accepted_file(environment)
