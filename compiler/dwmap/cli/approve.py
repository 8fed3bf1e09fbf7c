"""`dwmap approve`: accepts a change, in one line that a reviewer reads."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


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
def command(
    fingerprints: tuple[str, ...],
    reason: str,
    until: datetime | None,
    ticket: str | None,
    project: Path,
    against: str | None,
) -> int:
    """Accept changes by the fingerprints that `dwmap diff` prints: a line each in approvals.toml.

    \b
    dwmap approve 3f0a9c21d4be --reason "the field was never used"
    dwmap approve 3f0a9c21d4be --reason "until the cutover" --until 2027-01-31
    """
    from dwmap.changes.approvals import FILE, with_approval
    from dwmap.changes.fingerprint import fingerprint
    from dwmap.cli.comparing import Wanted
    from dwmap.output import write_file
    from dwmap.project import find_root

    if not reason.strip():
        raise click.BadParameter("say why", param_hint="--reason")
    compared, _ = Wanted(project, against).compare()
    found = {fingerprint(one): one for one in compared.findings}
    unknown = [one for one in fingerprints if one not in found]
    if unknown:
        raise click.ClickException(
            f"no change has the fingerprint {unknown[0]}; `dwmap diff` lists them"
        )
    path = find_root(project) / FILE
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
