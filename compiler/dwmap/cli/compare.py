"""`dwmap compare`: how two environments, solutions or projects differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dwmap.cli.environments import (
    asking,
    class_names,
    config_of,
    is_url,
    settings_of,
    token_option,
)
from dwmap.cli.findings import errors_of, print_findings
from dwmap.cli.reporting import Options, print_report, report_options
from dwmap.diagnostics import Report

if TYPE_CHECKING:
    from dwmap.config import Config
    from dwmap.environments.held import Held
    from dwmap.lower.source_map import SourceMap


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project whose dwmap.toml knows the environments, and whose git refs are meant; by default here.",
)
@token_option
@report_options
def command(a: str, b: str, project: Path, token: str | None, **given: Any) -> int:
    """Say how A and B differ: what it would do to A to become as B is.

    \b
    dwmap compare test production             two environments of dwmap.toml
    dwmap compare test Contoso_managed.zip    an environment and a solution, or customizations.xml
    dwmap compare https://contoso.crm.dynamics.com https://fabrikam.crm.dynamics.com
    dwmap compare v1.2 test                   the specs at a git ref and an environment
    dwmap compare ../old specs                two folders of specs, as dual-write would hold them

    \b
    All legs, lines, value maps and filters of both are compared, and of two environments also versions,
    solutions, states, integration keys, companies, owning teams and the columns of tables. Maps are known by
    both entities and their filters, never by their names. Nothing is written to an environment.
    """
    options = Options(**given)
    config = config_of(project)
    with asking() as told:
        from dwmap.changes.compared import Compared
        from dwmap.changes.pace import Pace
        from dwmap.environments.both import compare_held
        from dwmap.environments.pushing import rollout_of

        reader = _Reader(project, config, token, told)
        before, _ = reader.read(a)
        after, places = reader.read(b)
        difference = compare_held(before, after, class_names(config), places)
        rollout = rollout_of(difference.findings)
    pace = Pace(config.volumes, config.diff.rows_per_minute)
    compared = Compared(difference, pace=pace, accept="", deployed=rollout)
    print_report(compared, options)
    return int(compared.fails(options.fail_on or config.diff.fail_on))


@dataclass(frozen=True)
class _Reader:
    """Finds out what a side is, and reads it."""

    project: Path
    config: Config
    token: str | None
    told: Callable[[str], None]

    def read(self, name: str) -> tuple[Held, SourceMap | None]:
        """The side, and where it was written if it is a project."""
        from dwmap.environments.reading import read_environment
        from dwmap.importers import is_solution

        if is_url(name) or name in self.config.environments:
            settings = settings_of(name, self.config, self.token)
            return read_environment(settings, name, self.told), None
        path = Path(name)
        if path.is_file() and is_solution(path.name):
            return self._solution(path), None
        if path.is_dir() and self._is_solution_folder(path):
            return self._solution(path), None
        return self._specs(name)

    def _is_solution_folder(self, path: Path) -> bool:
        from dwmap.cli.import_solutions import files_below
        from dwmap.importers import is_solution_folder

        return is_solution_folder([one.name for one in files_below(path)])

    def _solution(self, path: Path) -> Held:
        from dwmap.cli.import_solutions import read_solutions
        from dwmap.environments.solution_side import held_by_solution

        report = Report()
        files = read_solutions([path], report)
        held = held_by_solution(files[0], path.name, report) if files else None
        problems = errors_of(report)
        if held is None or (problems and not held.legs):
            print_findings(problems)
            raise click.ClickException(f"{path} cannot be read")
        return held

    def _specs(self, name: str) -> tuple[Held, SourceMap | None]:
        """A folder of specs, or what they are at a git ref."""
        from dwmap.cli.sides import BrokenSide, base_side
        from dwmap.environments.project_side import held_by_project
        from dwmap.history import GitProblem

        path = Path(name)
        if not path.exists() and not name.strip("-"):
            raise click.UsageError(f"`{name}` is neither A nor B")
        try:
            side = base_side(self.project, name, merge_base=False)
            state = side.compiled({})
        except GitProblem as problem:
            known = ", ".join(self.config.environments) or "none"
            raise click.UsageError(
                f"`{name}` is no environment of dwmap.toml ({known}), no solution, no folder and no git ref: {problem}"
            ) from problem
        except BrokenSide as broken:
            print_findings(errors_of(broken.diagnostics))
            raise click.ClickException(f"{broken.title} has errors") from broken
        held, _ = held_by_project(state.project, state.title)
        return held, state.places
