"""How commands print what lies between two states: the options of every report, and the report itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from dwmap.cli.settings import wants_color
from dwmap.config import CLASSES, NEVER

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared
    from dwmap.diagnostics import Diagnostic

_FORMATS = ("text", "json", "markdown", "github", "gitlab", "junit", "sarif", "concise")
FOR_PEOPLE: Final = ("text", "markdown")
"""The formats that hold nothing but the report: what was found beside it goes to stderr."""
_F = TypeVar("_F", bound=Callable[..., object])


class Options(NamedTuple):
    """How the command line wants the report."""

    form: str
    fail_on: str | None
    plan: bool
    show_approved: bool
    verbose: bool
    output_file: Path | None


class Beside(NamedTuple):
    """What a command has to say besides: findings for the formats that list findings, and members of the JSON."""

    findings: Sequence[Diagnostic] = ()
    data: Mapping[str, Any] = MappingProxyType({})


_NOTHING: Final = Beside()


def report_options(command: _F) -> _F:
    """What every command takes that prints a report; it gives them to `Options`."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(_FORMATS),
            default="text",
            help="How to print the report.",
        ),
        click.option(
            "--fail-on",
            type=click.Choice([*CLASSES[1:], NEVER]),
            help="The least class of change that makes the exit code 1, unless it is approved; `breaking` by default.",
        ),
        click.option(
            "--plan/--no-plan", default=True, help="With the rollout, or without."
        ),
        click.option(
            "--show-approved", is_flag=True, help="List approved changes, too."
        ),
        click.option("-v", "--verbose", is_flag=True, help="List safe changes, too."),
        click.option(
            "--output-file",
            "-o",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the report into a file.",
        ),
    )
    return reduce(lambda made, option: option(made), reversed(options), command)


def print_report(
    compared: Compared, options: Options, beside: Beside = _NOTHING
) -> None:
    """Print the report, or write it into a file."""
    _print(_report(compared, options, beside), options.output_file)


def _report(compared: Compared, options: Options, beside: Beside) -> str:
    from dwmap.diagnostics.style import ANSI, PLAIN

    if options.form == "json":
        return json.dumps({**compared.data(), **beside.data}, indent=2) + "\n"
    if options.form == "text":
        to_terminal = options.output_file is None and wants_color(sys.stdout)
        lines = compared.text(
            ANSI if to_terminal else PLAIN,
            plan=options.plan,
            everything=options.verbose,
            approved=options.show_approved,
        )
        return "\n".join(lines) + "\n"
    if options.form == "markdown":
        return "\n".join(compared.markdown()) + "\n"
    from dwmap.diagnostics.formats import FORMATS

    return FORMATS[options.form]([*beside.findings, *compared.diagnostics()])


def _print(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    from dwmap.output import write_file

    write_file(output, text)
