"""What the global options said, for every command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

import click

from dwmap.diagnostics.style import ColourChoice, wants_colour


@dataclass
class Settings:
    """The global options; `main` makes one and the group fills it before a command runs."""

    color: ColourChoice = "auto"
    traceback: bool = False


def current_settings() -> Settings:
    """The settings of the command that runs now, or the defaults outside of one."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context is not None else None
    return settings if settings is not None else Settings()


def wants_color(stream: TextIO) -> bool:
    """Whether text for `stream` should carry colour."""
    return wants_colour(stream, current_settings().color)
