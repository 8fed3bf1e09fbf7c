"""
What stands in the cells of a mapping table: as Markdown shows it, and as an import reads it back.

A sign that is markup anywhere, or that parts cells or the sides of a pair, is written as its number (`&#124;`).
"""

from __future__ import annotations

import re

from dwmap.diagnostics.cells import visible
from dwmap.emit.docs_escape import Md

_SIGNS = re.compile(r"[\\`*_\[\]<>|&~$^#:@!]")
_WORD = re.compile(r"[^\W_]_(?=[^\W_])")
_PLAIN = re.compile(r"[\w.,;+/%(){}\"'=?-]+(?: [\w.,;+/%(){}\"'=?-]+)*")
_FILTER = re.compile(r"(source\s+filter\s*):", re.IGNORECASE)
_CODE = re.compile(r"`([^`]+)`")
BLANK = "blank"
NOTHING = "none"


def written(value: str) -> Md:
    """A text in a cell or a heading, or outside of a table. Signs that nobody sees are escapes, and stay so."""
    value = visible(value)
    inside = {found.end() - 1 for found in _WORD.finditer(value)}
    return Md(
        _SIGNS.sub(
            lambda sign: sign[0] if sign.start() in inside else f"&#{ord(sign[0])};",
            value,
        )
    )


def field(name: str) -> Md:
    """The field of a side; `none` where there is none."""
    return written(name) if name else Md(NOTHING)


def pair(left: str, right: str) -> Md:
    """The two values of a pair in the cell of the map type; no value is `blank`."""
    return Md(f"<br>{_value(left)} : {_value(right)}")


def _value(value: str) -> str:
    if not value:
        return BLANK
    return f"`{value}`" if _PLAIN.fullmatch(value) else _edges(written(value))


def _edges(value: str) -> str:
    """Blanks at the edge, which a reader would take for the space between signs."""
    inner = value.strip()
    start = value.index(inner)
    ends = value[:start], value[start + len(inner) :]
    before, after = ("".join(f"&#{ord(one)};" for one in end) for end in ends)
    return before + inner + after


def default(value: str) -> Md:
    """The value of a constant, or of a field that has none. Blanks at its edge count, as they do in a pair."""
    return Md(_edges(written(value)))


def condition(text: str) -> Md:
    """A filter behind its name, as code where it can be."""
    return Md(f"`{text}`" if "`" not in text else text)


def prose(value: str) -> Md:
    """A paragraph in which names in backticks are code; it must not begin as a filter does."""
    parts = _CODE.split(" ".join(value.split()))
    shown = [f"`{visible(p)}`" if n % 2 else written(p) for n, p in enumerate(parts)]
    return Md(_FILTER.sub(r"\1&#58;", "".join(shown).replace("&#58;", ":")))
