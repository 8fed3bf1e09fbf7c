"""`dwmap verify`: how an environment differs from the specs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.environments import (
    asking,
    check_expectations,
    class_names,
    is_url,
    settings_of,
    token_option,
)
from dwmap.cli.findings import compile_with_places, print_findings
from dwmap.cli.reporting import Options, print_report, report_options

if TYPE_CHECKING:
    from dwmap.changes.compared import Compared
    from dwmap.environment_settings import EnvironmentSettings
    from dwmap.ir.model import Project
    from dwmap.lower.source_map import SourceMap
    from dwmap.project import ProjectFiles


@click.command()
@click.argument("environment", metavar="ENVIRONMENT")
@click.argument(
    "project",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    metavar="[PROJECT]",
)
@token_option
@report_options
def command(environment: str, project: Path, token: str | None, **given: Any) -> int:
    """Say how ENVIRONMENT differs from the specs of PROJECT: what deploying them would do to it.

    \b
    dwmap verify test                     as `[environments.test]` in dwmap.toml has it
    dwmap verify test --fail-on caution   for a pipeline that is to stop early
    dwmap verify https://contoso.crm.dynamics.com --token MY_TOKEN
    dwmap verify test --format markdown

    \b
    Maps are known by both entities and their filters, never by their names. Looked at is what solutions carry
    (lines, value maps, filters, versions) and what they do not: integration keys, owning teams, companies, states,
    active versions, the order, and the columns of the tables. What could not be read is named, and so is never
    taken for equal. Nothing is written to the environment.
    """
    options = Options(**given)
    files, compiled, places = compile_with_places(project)
    settings = settings_of(environment, files.config, token)
    check_expectations(files, compiled)
    compared = verified(environment, settings, files, compiled, places)
    print_report(compared, options)
    print_findings(compared.complaints)
    return int(compared.fails(options.fail_on or files.config.diff.fail_on))


def verified(
    environment: str,
    settings: EnvironmentSettings,
    files: ProjectFiles,
    project: Project,
    places: SourceMap | None,
) -> Compared:
    """The environment, read and compared with the specs, with what is approved of the difference."""
    from dwmap.changes.compared import Compared
    from dwmap.changes.pace import Pace

    config = files.config
    with asking() as told:
        from dwmap.environments.pushing import rollout_of
        from dwmap.environments.reading import read_environment
        from dwmap.environments.verify import Specs, uses_of, verify

        held = read_environment(settings, environment, told, uses_of(project))
        specs = Specs("the specs", project, places, class_names(config))
        difference = verify(specs, held, settings)
        rollout = rollout_of(difference.findings)
    pace = Pace(config.volumes, config.diff.rows_per_minute)
    compared = Compared(difference, pace=pace, deployed=rollout)
    return with_accepted(compared, files.root, environment)


def with_accepted(compared: Compared, root: Path, environment: str) -> Compared:
    """The comparison with what the file of the environment accepts of it; an address has no such file."""
    from dwmap.changes.approvals import read_approvals, split
    from dwmap.diagnostics import Report
    from dwmap.project import read_bytes
    from dwmap.source import SourceFile

    if is_url(environment):
        return replace(compared, accept="")
    accept = f"dwmap approve {{}} --environment {environment} --reason …"
    compared = replace(compared, accept=accept)
    path = root / accepted_file(environment)
    if not path.is_file():
        return compared
    report = Report()
    text = read_bytes(path).decode("utf-8-sig", "replace")
    approvals = read_approvals(SourceFile(path.name, text), report)
    today = datetime.now(UTC).date()
    approved, complaints = split(compared.findings, approvals, today)
    told = (*report.diagnostics, *complaints.diagnostics)
    return replace(compared, approved=approved, complaints=told)


def accepted_file(environment: str) -> str:
    """The file of accepted drift of an environment, apart from that of accepted changes, which go in and are over."""
    return f"approvals-{environment}.toml"
