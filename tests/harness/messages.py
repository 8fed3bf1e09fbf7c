"""Messages in the two forms of their golden files: plain, and coloured with each colour called by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dwmap.diagnostics import Diagnostic
from dwmap.diagnostics.render import render_all
from dwmap.diagnostics.style import ANSI

PLAIN = "stderr.txt"
COLOURED = "stderr.colour.txt"

_ESCAPE = re.compile("\x1b\\[([0-9;]*)m")
_TAG = re.compile("⟨[a-z./]+⟩")
_NAMES = {
    "1": "b",
    "31": "red",
    "32": "green",
    "33": "yellow",
    "34": "blue",
    "36": "cyan",
    "0": "/",
}


def message_files(found: Iterable[Diagnostic]) -> dict[str, str]:
    """The golden files of what was found."""
    found = list(found)
    return {PLAIN: render_all(found), COLOURED: tagged(render_all(found, ANSI))}


def tagged(text: str) -> str:
    """Colours in a readable form: bold red is ⟨b.red⟩, the end of it ⟨/⟩."""

    def tag(escape: re.Match[str]) -> str:
        return f"⟨{'.'.join(_NAMES[one] for one in escape[1].split(';'))}⟩"

    return _ESCAPE.sub(tag, text)


def untagged(text: str) -> str:
    """The text without the names of colours, and without blanks at the ends of its lines."""
    return "".join(f"{line.rstrip()}\n" for line in _TAG.sub("", text).splitlines())
