"""Signs that the author left out or put in: parentheses, quotes, colons, commas, the system before a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from typing import NamedTuple, TypeAlias

from dwmap.diagnostics import Edit, Fix
from dwmap.source import SourceFile
from dwmap.syntax.chunks import end_of_statement
from dwmap.syntax.hints import word_before

_MAP_OPERATORS = frozenset({"EQ", "GT", "LT", "CROSS", "RIGHT", "LEFT"})
_ARITHMETIC = re.compile(r"[-+*/](?![-+*/<>])|(?:and|or)\b")
_WORD = re.compile(r"[^\W\d]\w*")
_LINE_END = re.compile(r"[ \t]*(?=//|\r?\n|\Z)")
_BARE_FILTER = re.compile(r"[ \t]*where[ \t]+([^\W\d]\w*)[ \t]*\Z")
_COMPARISON = re.compile(r"[=<>!]|(?:is|in|like)\b")
_LONG_LINE = 1000
_JOINING = re.compile(r"<?[-=\u2013\u2014]+>?|<|>")

Hint: TypeAlias = tuple[str, Fix | None]


class Place(NamedTuple):
    """Where reading stopped: at `at` of `text`, which stands at `offset` of `source`, and what was acceptable."""

    text: str
    at: int
    offset: int
    source: SourceFile
    accepts: Set[str]

    def edit(self, width: int, replacement: str) -> Edit:
        """Replace so many characters from the place on."""
        start = self.offset + self.at
        return Edit(self.source.span(start, start + width), replacement)


def sign_hint(place: Place) -> Hint | None:
    """What to write instead, and where it is clear the edit that does."""
    for look in _LOOKS:
        found = look(place)
        if found is not None:
            return found
    return None


def comma_before(text: str, at: int, accepts: Set[str]) -> int | None:
    """The comma that makes a mapping line go on to the next one, where `at` stands; None where there is none."""
    line_start = text.rfind("\n", 0, at) + 1
    if not {"DEFAULT", "WHEN"} <= accepts or text[line_start:at].strip():
        return None
    end = end_of_statement(text, line_start)
    return end - 1 if text[end - 1 : end] == "," else None


def _parentheses(place: Place) -> Hint | None:
    if not _MAP_OPERATORS <= place.accepts or not _ARITHMETIC.match(
        place.text, place.at
    ):
        return None
    return "an expression that is a side of a line stands in parentheses", None


def _system(place: Place) -> Hint | None:
    if place.accepts != {"DOT"}:
        return None
    line_start = place.text.rfind("\n", 0, place.at) + 1
    before, _ = word_before(place.text[line_start : place.at])
    short = before[:40] or "Customers"
    example = f"`fo.{short}`"
    return f"a system stands before the name, as in {example}", None


def _both_ends(place: Place) -> Hint | None:
    written = _JOINING.match(place.text, place.at)
    if "TWOWAY" not in place.accepts or written is None:
        return None
    fix = Fix("write `<->`", (place.edit(len(written[0]), "<->"),), safe=False)
    help = "`<->` joins the two ends; the lines inside say which way each value goes"
    return help, fix


def _colon(place: Place) -> Hint | None:
    is_field = {"NAME", "ARROW", "REQUIRED"} <= place.accepts
    if not is_field or place.text[place.at] != ":":
        return None
    fix = Fix("take the colon away", (place.edit(1, ""),))
    return "the type stands right behind the name", fix


def _comma(place: Place) -> Hint | None:
    text, at = place.text, place.at
    if text[at] != "," or not _LINE_END.match(text, at + 1):
        return None
    fix = Fix("take the comma away", (place.edit(1, ""),))
    return "the end of the line is enough", fix


def _side_of_filter(place: Place) -> Hint | None:
    line_start = place.text.rfind("\n", 0, place.at) + 1
    if place.at - line_start > _LONG_LINE:
        return None
    bare = _BARE_FILTER.match(place.text[line_start : place.at])
    if bare is None or not _COMPARISON.match(place.text, place.at):
        return None
    return f"a filter says first whose it is, as in `where fo {bare[1]} …`", None


def _quotes(place: Place) -> Hint | None:
    is_literal = {"STRING", "INT", "BLANK"} <= place.accepts
    word = _WORD.match(place.text, place.at)
    if not is_literal or "NAME" in place.accepts or word is None:
        return None
    fix = Fix(
        "write it in quotes", (place.edit(len(word[0]), f'"{word[0]}"'),), safe=False
    )
    return "a text and a value of an enum stand in quotes", fix


_LOOKS: tuple[Callable[[Place], Hint | None], ...] = (
    _parentheses,
    _system,
    _both_ends,
    _colon,
    _comma,
    _side_of_filter,
    _quotes,
)
