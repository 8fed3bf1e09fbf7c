"""Characters that have no meaning in the language: what to write instead, and the edit that writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dwmap.diagnostics import Edit, Fix
from dwmap.source import SourceFile, Span
from dwmap.syntax.problems import UnknownCharacter

_STRAIGHT = 'write a straight quote `"`'
_HELPS: Mapping[str, str] = {
    "\u201c": _STRAIGHT,
    "\u201d": _STRAIGHT,
    "\u201e": _STRAIGHT,
    "'": _STRAIGHT,
    "\u2018": _STRAIGHT,
    "\u2019": _STRAIGHT,
    "\u2013": "write a hyphen `-`",
    "\u2014": "write a hyphen `-`",
    "\u00a0": "write a plain blank",
    "\u200b": "take it away: it is a blank without width",
    ";": "leave it out: the end of the line ends a statement",
    "#": "write `//` to begin a comment",
    "&": "write `and`",
    "&&": "write `and`",
    "!": "write `not`, or `!=`",
}
_QUOTED = re.compile(
    r"""['\u2018\u201c\u201d\u201e][^"'\\\r\n\u2018-\u201e]*['\u2019\u201c\u201d]"""
)
_LAST = re.compile(r";[ \t]*(?=//|\r?\n|\Z)")


def unknown_character(
    source: SourceFile, text: str, offset: int, at: int
) -> UnknownCharacter:
    """The problem with the character at `at` of `text`, which stands at `offset` of `source`."""
    written = "&&" if text.startswith("&&", at) else text[at]
    start = offset + at
    span = source.span(start, start + len(written))
    return UnknownCharacter(span, _HELPS.get(written), _fix(written, text, at, span))


def _fix(written: str, text: str, at: int, span: Span) -> Fix | None:
    match written:
        case "\u00a0":
            return Fix("write a plain blank", (Edit(span, " "),))
        case "\u200b":
            return Fix("take it away", (Edit(span, ""),))
        case "#":
            return Fix("write `//`", (Edit(span, "//"),))
        case ";" if _LAST.match(text, at):
            return Fix("take it away", (Edit(span, ""),))
        case "&" | "&&":
            return Fix("write `and`", (Edit(span, _apart("and", text, at, written)),))
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        return None
    last = span.start + len(quoted[0]) - 1
    closing = span.file.span(last, last + 1)
    return Fix("write straight quotes", (Edit(span, '"'), Edit(closing, '"')))


def _apart(word: str, text: str, at: int, written: str) -> str:
    """The word with a blank on each side where there is none."""
    end = at + len(written)
    before = "" if text[at - 1 : at].isspace() else " "
    return before + word + ("" if text[end : end + 1].isspace() else " ")
