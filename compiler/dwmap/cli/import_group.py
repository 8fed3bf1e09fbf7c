"""
`dwmap import` takes files, and is a group of commands as well.

A first argument that is the name of a command is that command; a file of that name is given as `./metadata`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from dwmap.cli.lazy import Entry

COMMANDS: Final[Mapping[str, Entry]] = {
    "metadata": Entry(
        "dwmap.cli.import_metadata",
        "Update entities to what services say they have, and report drift.",
    )
}


class ImportCommand(click.Command):
    """A command that hands over to another one, which its first argument names."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command that runs: this one, or the one that is named."""
        entry = COMMANDS.get(args[0]) if args else None
        if entry is None:
            return super().make_context(info_name, args, parent, **extra)
        # The arguments of this command are none of the other's usage.
        own = click.Context(click.Command(None), parent=parent, info_name=info_name)
        module = import_module(entry.module)
        command: click.Command = getattr(module, entry.attribute)
        return command.make_context(args[0], args[1:], parent=own, **extra)

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Writes the options, and the commands behind them."""
        super().format_options(ctx, formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help) for name, each in COMMANDS.items()])


class PathOrCommand(click.Path):
    """A path, beside which completion offers the commands whose names begin so."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Commands are offered once something of their name is there: else they would hide the files."""
        is_first = not ctx.params.get(param.name or "")
        fitting = [
            CompletionItem(name, help=each.help)
            for name, each in COMMANDS.items()
            if is_first and incomplete and name.startswith(incomplete)
        ]
        return fitting + super().shell_complete(ctx, param, incomplete)
