"""What the author may have meant: operators and words of other languages, names that are keywords, missing signs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from lark import Token

from dwmap.diagnostics import Edit, Fix, suggest
from dwmap.source import SourceFile, Span
from dwmap.syntax import keywords

OPERATORS: Mapping[str, str] = {
    ":=": "a line that goes both ways is written `=`",
    "=>": "a line from left to right is written `>`",
    "->": "a line from left to right is written `>`",
    "<-": "a line from right to left is written `<`",
    "<=>": "a line that goes both ways is written `=`, or `><` with a transform",
    "<->": "a line that goes both ways is written `=`, or `><` with a transform",
    "<>": "values that differ are compared with `!=`; a two-way transform is written `><`",
    "===": "a line is written with `=`, a comparison with `==`",
    "!==": "values that differ are compared with `!=`",
    "||": "write `or`",
    "--": "one `-` is enough",
}

WORDS: Mapping[str, str] = {
    "like": "write `starts_with(x, …)`, `ends_with(x, …)` or `contains(x, …)`",
    "between": "write `x >= 1 and x <= 2`",
    "eq": "write `==`",
    "ne": "write `!=`",
    "gt": "write `>`",
    "ge": "write `>=`",
    "lt": "write `<`",
    "le": "write `<=`",
    "null": "write `blank`",
    "isnull": "write `is blank`",
    "notnull": "write `is not blank`",
}

DECLARATIONS = frozenset(
    "system solution enum options entity valuemap transform states map extend variant action bootstrap"
    " example samples".split()
)
_CLAUSES = keywords.LINE_START | keywords.FIELD_START | keywords.ENTRY_START
_SYMBOLS = frozenset("=<>!:-|&")
_FIRST_WORD = re.compile(r"[ \t]*([^\W\d]\w*)")
_NAME = re.compile(r"[^\W\d]|`")
# What stands behind a clause's first word where that is no name.
_FOLLOWERS: Mapping[str, re.Pattern[str]] = {
    "version": re.compile(r"\d"),
    "renamed": re.compile(r"from\b"),
    "depends": re.compile(r"on\b"),
    "on": re.compile(r"(?:null|leave|delete)\b"),
}
# What stands behind a name, and never behind the keyword of a clause.
_BEHIND_NAMES = frozenset({"EQ", "GT", "LT", "CROSS", "RIGHT", "LEFT", "LPAR", "ARROW"})


def symbols_around(text: str, at: int) -> tuple[int, int]:
    """The run of operator characters that includes the offset `at`."""
    start = end = at
    while start and text[start - 1] in _SYMBOLS:
        start -= 1
    while end < len(text) and text[end] in _SYMBOLS:
        end += 1
    return start, end


def word_before(text: str) -> tuple[str, int]:
    """The word that a text ends with, blanks aside, and where it begins."""
    # Backwards by hand: a pattern would try every letter of a long word as its beginning.
    end = start = len(text.rstrip(" \t"))
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:end], start


def statement_hint(
    text: str, at: int, token: Token, accepts: Set[str], offset: int, span: Span
) -> tuple[str, Fix | None] | None:
    """What the words before a mistake tell: a keyword where a name was meant, or a misspelt keyword."""
    start = max(text.rfind("\n", 0, at), text.rfind("{", 0, at)) + 1
    before = text[start:at]
    last, last_start = word_before(before)
    if last in keywords.LITERALS - {"true", "false", "blank"}:
        return _backticks(last, offset + start + last_start, span)
    first = _FIRST_WORD.match(before)
    if first is None:
        return None
    word, place = first[1], offset + start + first.start(1)
    if word in _CLAUSES and token.type in _BEHIND_NAMES:
        return _backticks(word, place, span)
    inside = not before[:1].strip() and accepts & {"EQ", "_NL"}
    if word in DECLARATIONS and token.type == "NAME" and inside:
        return "a declaration stands by itself; is a `}` missing above?", None
    return None


def misspelt_clause(
    text: str, at: int, offset: int, source: SourceFile
) -> tuple[str, Fix] | None:
    """The clause that a line without an operator may have been meant as."""
    start = text.rfind("\n", 0, at) + 1
    first = _FIRST_WORD.match(text[start:at])
    if first is None or text[start + first.end() : at].strip():
        return None
    goes_on = [
        word
        for word in keywords.LINE_START - keywords.LITERALS
        if _FOLLOWERS.get(word, _NAME).match(text, at)
    ]
    close = suggest(first[1], goes_on, most=1)
    if not close or close[0] == first[1]:
        return None
    place = offset + start + first.start(1)
    word = Span(source, place, place + len(first[1]))
    fix = Fix(f"write `{close[0]}`", (Edit(word, close[0]),), safe=False)
    return f"did you mean `{close[0]}`?", fix


def _backticks(word: str, place: int, span: Span) -> tuple[str, Fix]:
    where = Span(span.file, place, place + len(word))
    fix = Fix("write it in backticks", (Edit(where, f"`{word}`"),), safe=False)
    return f"`{word}` is a keyword here; a name that is one stands in backticks", fix
