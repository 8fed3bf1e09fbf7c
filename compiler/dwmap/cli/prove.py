"""`dwmap prove`: which laws the maps keep, and how that is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.cli.findings import compile_or_exit
from dwmap.counting import count

if TYPE_CHECKING:
    from dwmap.ir.model import Project
    from dwmap.prove.verdict import Verdict

LAW_NAMES = (
    "round-trip",
    "rest",
    "scope-closure",
    "identity",
    "completeness",
    "single-writer",
    "order",
    "company",
    "reference",
)


@click.command()
@click.argument("subject", metavar="[MAP[.FIELD]]", default="")
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project; by default the one around the current folder.",
)
@click.option(
    "--law",
    "laws",
    multiple=True,
    type=click.Choice(LAW_NAMES),
    help="Only this law; may be given several times.",
)
@click.option("--all", "everything", is_flag=True, help="Show what is proved, too.")
@click.option(
    "--strict", is_flag=True, help="Exit with 1 also where a law is not proved."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to print the verdicts.",
)
@click.option(
    "--transforms",
    is_flag=True,
    help="Say of each transform what it takes and gives, and whether it inverts.",
)
@click.option(
    "--write-examples",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the witnesses of broken laws as `example` blocks into a new file.",
)
def command(
    subject: str,
    project: Path,
    laws: tuple[str, ...],
    everything: bool,
    strict: bool,
    form: str,
    transforms: bool,
    write_examples: Path | None,
) -> int:
    """Say which laws of a two-way map hold: proved, sampled, unknown, or broken with a witness.

    \b
    dwmap prove                                  all maps
    dwmap prove CustomersV3_accounts             one of them
    dwmap prove CustomersV3_accounts.CreditLimit one field of it
    dwmap prove --law round-trip --all           one law, and where it is proved
    dwmap prove --transforms                     domain, range and inverse of each transform
    dwmap prove --write-examples found.dwmap     witnesses as examples, which `dwmap test` runs

    `proved` holds for every record there is; `sampled N` held for N records; `unknown` lacks types.
    A loss that a `lossy` clause names is accepted. Exit code 1: a law is broken that nobody accepted.
    """
    from dwmap.prove.project import prove
    from dwmap.prove.report import json_report, markdown_report, text_report
    from dwmap.prove.summary import count_typed, count_verdicts
    from dwmap.prove.verdict import Status

    _, compiled = compile_or_exit(project)
    if transforms:
        return _print_transforms(compiled, form)
    name = subject.partition(".")[0]
    if name and name.casefold() not in {each.name.casefold() for each in compiled.maps}:
        raise click.ClickException(
            _unknown_map(name, [one.name for one in compiled.maps])
        )
    verdicts = [one for one in prove(compiled, subject) if not laws or one.law in laws]
    rows, typed = count_verdicts(verdicts), count_typed(compiled, name)
    fine = (Status.PROVED, Status.SAMPLED)
    shown = [one for one in verdicts if everything or one.status not in fine]
    if form == "json":
        click.echo(json_report(verdicts, rows, typed))
    elif form == "markdown":
        click.echo("\n".join(markdown_report(shown, rows, typed)))
    else:
        told = [one for one in shown if everything or one.status is Status.BROKEN]
        click.echo("\n".join(text_report(told, rows, typed)))
    if write_examples is not None:
        _write_examples(write_examples, verdicts, compiled)
    failing = (Status.BROKEN, Status.UNKNOWN) if strict else (Status.BROKEN,)
    return int(any(one.status in failing and one.accepted is None for one in verdicts))


def _print_transforms(project: Project, form: str) -> int:
    import json

    from dwmap.prove.profiles import profiles, profiles_data, text_profiles

    found = profiles(project)
    if form == "json":
        click.echo(json.dumps(profiles_data(found), indent=2))
    elif form == "markdown":
        click.echo("\n".join(f"    {line}" for line in text_profiles(found)))
    else:
        click.echo("\n".join(text_profiles(found)))
    return 0


def _write_examples(path: Path, verdicts: list[Verdict], project: Project) -> None:
    from dwmap.formatter.print_ast import print_file
    from dwmap.output import write_file
    from dwmap.prove.pinned import pin
    from dwmap.syntax.made import file

    if path.exists():
        raise click.ClickException(
            f"{path} is there already; name a new file, or remove it first"
        )
    pinned = list(pin(verdicts, project))
    examples = [one for one in pinned if one is not None]
    if examples:
        write_file(path, print_file(file(examples)))
    left = len(pinned) - len(examples)
    click.echo(
        f"{count(len(examples), 'example')} in {path}"
        + (
            f"; {count(left, 'witness is', 'witnesses are')} no pair of records"
            if left
            else ""
        ),
        err=True,
    )


def _unknown_map(name: str, known: list[str]) -> str:
    from dwmap.diagnostics import did_you_mean

    return (
        f"there is no map `{name}`: {did_you_mean(name, known) or 'see `dwmap graph`'}"
    )
