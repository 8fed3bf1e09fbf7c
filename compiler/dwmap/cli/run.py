"""`dwmap run`: synchronize two ends with the generated package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from dwmap.cli.findings import errors_of, found_in, print_findings
from dwmap.diagnostics import Report
from dwmap.project import load_settings


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}
)
@click.option(
    "--project",
    "-p",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    help="The project whose package runs; by default the one around the current folder.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, project: Path, arguments: tuple[str, ...]) -> int:
    """Run the generated package of a project; ARGUMENTS are its own.

    \b
    dwmap run -p specs maps
    dwmap run -p specs initial-sync --end fo=sqlite:///fo.db --end ce=sqlite:///ce.db
    dwmap run -p specs --help
    """
    report = Report()
    files = load_settings(project, report)
    if report.has_errors:
        print_findings(errors_of(found_in(files.root, report, files.config)))
        return 1
    package = files.out / files.config.name
    if not (package / "__main__.py").is_file():
        if {"-h", "--help"} & set(arguments):  # of the package, if there were one
            click.echo(ctx.get_help())
            return 0
        raise click.ClickException(
            f"{package} is not there yet; `dwmap build {project}` writes it"
        )
    # A process of its own: the package must run without the compiler.
    path = os.pathsep.join(
        [str(files.out.resolve()), os.environ.get("PYTHONPATH", "")]
    ).rstrip(os.pathsep)
    done = subprocess.run(
        [sys.executable, "-m", files.config.name, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    return done.returncode
