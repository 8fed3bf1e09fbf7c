"""What the global options said, for every command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

import click


@dataclass
class Settings:
    """The global options; `main` makes one and the group fills it before a command runs."""

    color: bool | None = None
    traceback: bool = False


def current_settings() -> Settings:
    """The settings of the command that runs now, or the defaults outside of one."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context is not None else None
    return settings if settings is not None else Settings()


def chosen_color(
    option: str, environment: Mapping[str, str] = os.environ
) -> bool | None:
    """What `--color` asks for: yes, no, or nothing (the stream decides)."""
    if option != "auto":
        return option == "always"
    if environment.get("NO_COLOR"):
        return False
    return None


def wants_color(stream: IO[Any]) -> bool:
    """Whether text for `stream` should carry colour."""
    asked = current_settings().color
    if asked is not None:
        return asked
    return stream.isatty() and os.environ.get("TERM") != "dumb"
