"""A file as sentences, a line each, that say of what they speak: what `git diff` and `git log -p` compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from dwmap.git_drivers.parts import Declaration, Part, parts_of

_STRING: Final = re.compile(r'("(?:[^"\\]|\\.)*"|`[^`]*`|//.*)')
_KINDS: Final[Mapping[str, str]] = {
    "MapDecl": "map",
    "ExtendMapDecl": "extension of",
    "ExtendEntityDecl": "extension of",
    "ValueMapDecl": "valuemap",
}
_SAID: Final[Mapping[str, str]] = {
    "=": "{0} and {1} are kept equal",
    "><": "{0} and {1} are kept equal",
    ">": "{1} gets {0}",
    ">>": "{1} gets {0}",
    "<": "{0} gets {1}",
    "<<": "{0} gets {1}",
}
"""What the operator of a line says of its left and its right end."""


def sentences(text: str, path: str) -> str:
    """
    The sentences of a file; a file that cannot be read is given back as it is.

    Layout and comments make no difference, nor does the order of what has none that means anything.
    """
    parts = parts_of(text, path)
    if parts is None:
        return text
    lines: list[str] = []
    for one in sorted(parts.declarations, key=lambda one: one.key):
        lines += _declaration(one)
    return "".join(f"{line}\n" for line in lines)


def _declaration(one: Declaration) -> Iterator[str]:
    if one.parts is None:
        # Its order means something: the lines stay as they are, each with the name before it.
        first, *rest = map(_unaligned, one.source.split("\n"))
        yield first
        yield from (f"{_called(one)}: {line}" for line in rest if line not in ("", "}"))
        return
    yield one.head
    yield from sorted(f"{_called(one)}: {_said(one, part)}" for part in one.parts)


def _called(one: Declaration) -> str:
    kind = one.kind.__name__
    said = _KINDS.get(kind, kind.removesuffix("Decl").lower())
    return one.name if one.name.startswith(f"{said} ") else f"{said} {one.name}"


def _unaligned(line: str) -> str:
    """A line without the blanks that make columns."""
    words = _STRING.split(line.strip())
    return "".join(
        word if number % 2 else re.sub(" +", " ", word)
        for number, word in enumerate(words)
    )


def _said(one: Declaration, part: Part) -> str:
    """A line of a map as a sentence; every other part in its own words."""
    kind, cells = one.kind.__name__, part.cells
    if kind == "MapDecl" and part.key[0] == "line":
        return _line(cells)
    if kind == "ExtendMapDecl" and part.key[0] in ("add", "replace"):
        return f"{cells[0]}: {_line(cells[1:])}"
    return " ".join(" ".join(cells).split("\n"))


def _line(cells: tuple[str, ...]) -> str:
    left, sign, right, *rest = (" ".join(one.split("\n")) for one in cells)
    said = _SAID[sign].format(left, right)
    clauses = (f"through {one[2:]}" if one[:2] == ": " else one for one in rest)
    return ", ".join([said, *clauses])
