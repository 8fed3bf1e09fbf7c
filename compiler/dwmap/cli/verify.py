"""`dwmap verify`: how an environment differs from the specs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.environments import asking, class_names, settings_of, token_option
from dwmap.cli.findings import compile_with_places
from dwmap.cli.reporting import Options, print_report, report_options

if TYPE_CHECKING:
    from dwmap.changes.approvals import Approval
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
    compared = verified(environment, settings, files, compiled, places)
    print_report(compared, options)
    return int(compared.fails(options.fail_on or files.config.diff.fail_on))


def verified(
    environment: str,
    settings: EnvironmentSettings,
    files: ProjectFiles,
    project: Project,
    places: SourceMap | None,
) -> Compared:
    """The environment, read and compared with the specs, with what is approved of the difference."""
    from dwmap.changes.approvals import FILE, read_approvals, split
    from dwmap.changes.compared import Compared
    from dwmap.changes.pace import Pace
    from dwmap.diagnostics import Report
    from dwmap.project import read_bytes
    from dwmap.source import SourceFile

    config = files.config
    with asking() as told:
        from dwmap.environments.reading import read_environment
        from dwmap.environments.verify import Specs, uses_of, verify

        held = read_environment(settings, environment, told, uses_of(project))
        specs = Specs("the specs", project, places, class_names(config))
        difference = verify(specs, held, settings)
    approved: dict[str, Approval] = {}
    path = files.root / FILE
    if path.is_file():
        text = read_bytes(path).decode("utf-8-sig", "replace")
        approvals = read_approvals(SourceFile(FILE, text), Report())
        today = datetime.now(UTC).date()
        approved, _ = split(difference.findings, approvals, today)
    pace = Pace(config.volumes, config.diff.rows_per_minute)
    return Compared(difference, approved, pace=pace)
