"""What the commands about live environments have in common: which one is meant, asking it, and saying how far one is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.config import Config
    from dwmap.environment_settings import EnvironmentSettings
    from dwmap.ir.model import Project
    from dwmap.project import ProjectFiles

token_option = click.option(
    "--token",
    metavar="VARIABLE",
    help="The environment variable with the token for Dataverse, in place of that of dwmap.toml.",
)


def is_url(text: str) -> bool:
    """Whether an environment is given by its address, sound or not: names have no such characters."""
    return "://" in text


def settings_of(
    name: str, config: Config, token: str | None, place: str = "dwmap.toml"
) -> EnvironmentSettings:
    """The environment that is called so in the settings, or has this address; ends the command where there is none."""
    from dwmap.environment_settings import EnvironmentSettings, url_problem

    if is_url(name):
        problem = url_problem(name)
        if problem:
            raise click.UsageError(f"the address of the environment {problem}")
        found = EnvironmentSettings(dataverse=name.rstrip("/"))
    elif name in config.environments:
        found = config.environments[name]
    else:
        known = ", ".join(config.environments) or "none"
        raise click.UsageError(
            f"no environment is called `{name}`; {place} has {known}."
            f" Give an address, or add `[environments.{name}]` with `dataverse` there"
        )
    return replace(found, token=token) if token else found


def config_of(project: Path) -> Config:
    """The settings of the project at or around a folder; ends the command where they are wrong."""
    from dwmap.cli.findings import errors_of, found_in, print_findings
    from dwmap.config import CONFIG, Config, default_name, read_settings
    from dwmap.project import find_root, read_bytes
    from dwmap.source import SourceFile

    root = find_root(project)
    config = Config(default_name(root))
    if (root / CONFIG).is_file():
        report = Report()
        text = read_bytes(root / CONFIG).decode("utf-8-sig", "replace")
        config = read_settings(SourceFile(CONFIG, text), config.name, report)
        if report.has_errors:
            print_findings(errors_of(found_in(root, report, config)))
            click.get_current_context().exit(1)
    return config


def check_expectations(files: ProjectFiles, project: Project) -> None:
    """End the command where an environment expects something of a map that is not there, which nobody would look for."""
    from dwmap.cli.findings import found_in, print_findings
    from dwmap.config import check_expected_maps

    report = Report()
    check_expected_maps(files.config, {one.name for one in project.maps}, report)
    if report.has_errors:
        print_findings(found_in(files.root, report, files.config))
        click.get_current_context().exit(1)


@contextmanager
def asking() -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being read, and tell what went wrong in one sentence."""
    try:
        from dwmap.environments.problem import EnvironmentProblem
    except ImportError as error:
        raise click.ClickException(missing(error)) from None
    shows = sys.stderr.isatty()

    def told(what: str) -> None:
        if shows:
            _overwrite(f"reading {what} ...")

    try:
        yield told
    except ImportError as error:
        raise click.ClickException(missing(error)) from None
    except EnvironmentProblem as problem:
        raise click.ClickException(str(problem)) from problem
    finally:
        if shows:
            _overwrite("")


def _overwrite(text: str) -> None:
    """Write over the line that is shown; whether colours are wanted is another matter."""
    click.echo(f"\r\x1b[K{text}", nl=False, err=True, color=True)


def missing(error: ImportError) -> str:
    """What to install for a library that is not there."""
    if error.name not in ("httpx", "tenacity", "defusedxml"):
        raise error
    extra = "solutions" if error.name == "defusedxml" else "odata"
    return f"asking an environment needs {error.name}: pip install 'dwmap[odata,{extra}]'".replace(
        "odata,odata", "odata"
    )


def class_names(config: Config) -> Mapping[str, str]:
    """The classes that the settings give to rules and topics."""
    return {rule.text: value for rule, value in config.diff.severity}
