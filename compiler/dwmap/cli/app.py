"""The `dwmap` command itself: global options, the table of commands, exit codes."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import ClassVar, NoReturn

import click

from dwmap import __version__
from dwmap.cli.lazy import Entry, LazyGroup, Sections
from dwmap.cli.settings import Settings
from dwmap.diagnostics.style import ColourChoice

CLEAN = 0
FINDINGS = 1
CANNOT = 2
BUG = 70
INTERRUPTED = 130


class Dwmap(LazyGroup):
    """The group of all commands."""

    sections: ClassVar[Sections] = {
        "Write maps": {
            "init": Entry(
                "dwmap.cli.init", "Start a project, with a first map to change."
            ),
            "import": Entry(
                "dwmap.cli.import_",
                "Turn mapping tables, solutions or metadata into specs.",
            ),
            "check": Entry(
                "dwmap.cli.check", "Say what is wrong in the specs, and how to mend it."
            ),
            "prove": Entry(
                "dwmap.cli.prove", "Say which laws the maps keep, with a witness."
            ),
            "test": Entry("dwmap.cli.test", "Run the examples of the maps, both ways."),
            "sample": Entry(
                "dwmap.cli.sample", "Print records of a map, made from its types."
            ),
            "fmt": Entry(
                "dwmap.cli.fmt", "Print the specs in their one canonical form."
            ),
            "overlays": Entry(
                "dwmap.cli.overlays", "Print maps as their overlays leave them."
            ),
            "explain": Entry(
                "dwmap.cli.explain", "Show the manual page of a diagnostic."
            ),
            "rules": Entry("dwmap.cli.rules", "List every rule, by topic."),
        },
        "Review a change": {
            "diff": Entry(
                "dwmap.cli.diff", "Say what a change does to a sync that is running."
            ),
            "plan": Entry(
                "dwmap.cli.plan", "Say what must be done to roll a change out."
            ),
            "changelog": Entry(
                "dwmap.cli.changelog", "Tell a change to those who use the records."
            ),
            "approve": Entry(
                "dwmap.cli.approve", "Accept a change by its fingerprint."
            ),
            "rebase": Entry(
                "dwmap.cli.rebase",
                "Hold overlays against the new versions of their bases.",
            ),
            "git": Entry(
                "dwmap.cli.git", "Let git show and merge maps by what they mean."
            ),
        },
        "Compile them": {
            "build": Entry(
                "dwmap.cli.build",
                "Write the Python package, or check that it is fresh.",
            ),
            "docs": Entry("dwmap.cli.docs", "Write the documentation site."),
            "export": Entry("dwmap.cli.export", "Write the checked project as JSON."),
            "graph": Entry("dwmap.cli.graph", "Draw what depends on what."),
        },
        "Run them": {
            "run": Entry(
                "dwmap.cli.run", "Synchronize two ends with a generated package."
            ),
            "sandbox": Entry(
                "dwmap.cli.sandbox", "Serve both ends on localhost, to try things on."
            ),
        },
        "Look at environments": {
            "pull": Entry(
                "dwmap.cli.pull", "Turn the maps of an environment into specs."
            ),
            "verify": Entry(
                "dwmap.cli.verify", "Say how an environment differs from the specs."
            ),
            "compare": Entry(
                "dwmap.cli.compare", "Say how two environments or solutions differ."
            ),
            "push": Entry(
                "dwmap.cli.push", "Show what an import would do, and import."
            ),
        },
        "Set up": {
            "completion": Entry(
                "dwmap.cli.completion", "Print the completion script of a shell."
            ),
        },
    }


@click.group(
    cls=Dwmap,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not do the job, 70 a bug in dwmap.",
)
@click.version_option(__version__, prog_name="dwmap", message="%(prog)s %(version)s")
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help="Work as if started in DIR.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour; auto asks the terminal and NO_COLOR.",
)
@click.option("--traceback", is_flag=True, help="On a bug in dwmap, show where it is.")
@click.pass_context
def cli(
    ctx: click.Context, directory: str | None, color: ColourChoice, traceback: bool
) -> None:
    """Compile field mappings between two business systems.

    \b
    A project is a folder with a dwmap.toml and .dwmap files:
      dwmap init             start one here
      dwmap check            what is wrong in it?
      dwmap build            write its Python package
      dwmap COMMAND --help   more, with examples
    """
    settings = ctx.ensure_object(Settings)
    settings.traceback = traceback
    settings.color = color
    ctx.color = {"always": True, "never": False}.get(color)
    if directory is not None:
        os.chdir(directory)


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with one of the exit codes above."""
    # Nearly all that a command makes lives until its end: looking for garbage takes a fifth of its time.
    gc.disable()
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """
    Runs the command line and returns the exit code.

    A command ends with `return` (clean), an exit code, `ctx.exit(code)`, or a ClickException.
    """
    settings = Settings()
    try:
        code = cli.main(args, prog_name="dwmap", standalone_mode=False, obj=settings)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return CANNOT
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            click.echo(f"Error: {error.filename}: {error.strerror}", err=True)
            return CANNOT
        return _report_bug(error, settings)
    return code if isinstance(code, int) else CLEAN


def _report_bug(error: Exception, settings: Settings) -> int:
    if settings.traceback:
        traceback.print_exception(error)
        return BUG
    python = ".".join(map(str, sys.version_info[:3]))
    click.echo(
        f"Error: dwmap {__version__} failed, and this is a bug in dwmap, not in your files.\n"
        f"  {type(error).__name__}: {error}\n"
        f"  on Python {python}, {sys.platform}\n"
        "Please report it with the command you ran, the lines above, and what the same command\n"
        "prints after `dwmap --traceback`.",
        err=True,
    )
    return BUG
