"""What is painted in which colour, and whether to paint at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TextIO

ColourChoice = Literal["auto", "always", "never"]


class Tone(Enum):
    """A role that text plays in a message, with its ANSI parameters."""

    ERROR = "1;31"
    WARNING = "1;33"
    NOTE = "1;32"
    HEADLINE = "1"
    GUTTER = "1;34"
    SECONDARY = "1;36"
    ADDED = "32"
    REMOVED = "31"


@dataclass(frozen=True)
class Style:
    """How a tone becomes text: as itself, or between ANSI escapes."""

    colour: bool

    def paint(self, tone: Tone | None, text: str) -> str:
        """The text in its tone; nothing is never painted."""
        if tone is None or not self.colour or not text:
            return text
        return f"\x1b[{tone.value}m{text}\x1b[0m"


PLAIN = Style(colour=False)
ANSI = Style(colour=True)


def wants_colour(
    stream: TextIO,
    choice: ColourChoice = "auto",
    environ: Mapping[str, str] | None = None,
) -> bool:
    """
    Whether to write colours to `stream`.

    The user's choice decides; left to us, NO_COLOR, then FORCE_COLOR, then whether
    a terminal that can show colours is at the other end.
    """
    if choice != "auto":
        return choice == "always"
    variables = os.environ if environ is None else environ
    if variables.get("NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR"):
        return variables["FORCE_COLOR"] != "0"
    return stream.isatty() and variables.get("TERM") != "dumb"
