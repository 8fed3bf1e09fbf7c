"""`dwmap run`: synchronize two ends with the generated package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from dwmap.cli.findings import read_project
from dwmap.diagnostics import Report


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}
)
@click.option(
    "--project", "-p", type=click.Path(exists=True, path_type=Path), default="."
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(project: Path, arguments: tuple[str, ...]) -> int:
    """Run the generated package of a project; ARGUMENTS are its own.

    \b
    dwmap run -p specs maps
    dwmap run -p specs initial-sync --end fo=sqlite:///fo.db --end ce=sqlite:///ce.db
    dwmap run -p specs --help
    """
    report = Report()
    files = read_project(project, report)
    package = files.out / files.config.name
    if not (package / "__main__.py").is_file():
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
