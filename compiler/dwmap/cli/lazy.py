"""
A group of commands that are known by name before any of them is imported.

Lark, pydantic, Jinja and black together cost a third of a second to import. `--version`,
`--help` and completion need none of them, and a command needs only its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar, NamedTuple

import click
from click.shell_completion import CompletionItem


class Entry(NamedTuple):
    """Where a command lives and what the list of commands says about it."""

    module: str
    help: str
    attribute: str = "command"


Sections = Mapping[str, Mapping[str, Entry]]


class LazyGroup(click.Group):
    """Lists commands from a table, by section, and imports only the one that runs."""

    sections: ClassVar[Sections] = {}

    def entry(self, name: str) -> Entry | None:
        """The table's row for `name`."""
        return next(
            (rows[name] for rows in self.sections.values() if name in rows), None
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of the table."""
        return [name for rows in self.sections.values() for name in rows]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        entry = self.entry(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(entry.module), entry.attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with an offer of names that look alike."""
        name = args[0]
        if self.entry(name) is None and not name.startswith("-"):
            # Only a typing mistake pays for this import.
            from dwmap.diagnostics.suggest import did_you_mean

            offer = did_you_mean(name, self.list_commands(ctx))
            if not ctx.resilient_parsing:
                ctx.fail(f"no command `{name}`" + (f"; {offer}" if offer else ""))
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Writes one list for each section, all with the same indent."""
        width = max(len(name) for name in self.list_commands(ctx))
        for title, rows in self.sections.items():
            with formatter.section(title):
                formatter.write_dl(
                    [(name.ljust(width), row.help) for name, row in rows.items()]
                )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """The names that fit; click's own way would import every command."""
        fitting = [
            CompletionItem(name, help=entry.help)
            for rows in self.sections.values()
            for name, entry in rows.items()
            if name.startswith(incomplete)
        ]
        return fitting + click.Command.shell_complete(self, ctx, incomplete)
