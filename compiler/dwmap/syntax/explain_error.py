"""Says what the parser's error means to the person who wrote the line."""

from __future__ import annotations

import re

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from dwmap.diagnostics import Edit, Fix, Problem, suggest
from dwmap.source import SourceFile, Span
from dwmap.syntax.characters import unknown_character
from dwmap.syntax.chunks import end_of_statement
from dwmap.syntax.hints import (
    OPERATORS,
    WORDS,
    misspelt_clause,
    statement_hint,
    symbols_around,
)
from dwmap.syntax.parser import grammar
from dwmap.syntax.problems import UnclosedText, UnexpectedText
from dwmap.syntax.signs import Hint, Place, sign_hint

_MAP_OPERATORS = frozenset({"EQ", "GT", "LT", "CROSS", "RIGHT", "LEFT"})
_UNCLOSED = {
    '"': re.compile(r'"(?:[^"\\\r\n]++|\\.)*+(?=[\r\n]|\Z)'),
    "`": re.compile(r"`[^`\r\n]*+(?=[\r\n]|\Z)"),
}
_COMPARISONS = frozenset({"EQEQ", "NE", "LT", "LE", "GT", "GE"})
_BETWEEN = _MAP_OPERATORS | _COMPARISONS

# The first row whose terminals are all acceptable names what is expected.
_CONSTRUCTS: tuple[tuple[frozenset[str], str], ...] = (
    (_MAP_OPERATORS, "an operator (`=`, `>`, `<`, `><`, `>>` or `<<`)"),
    (frozenset({"MAP", "VALUEMAP"}), "a declaration (`map`, `entity`, `valuemap`, …)"),
    (
        frozenset({"LPAR", "STRING", "NAME", "WHERE"}),
        "a mapping line or a clause of the map",
    ),
    (frozenset({"ADD", "REMOVE"}), "`add`, `replace`, `remove` or a clause of the map"),
    (frozenset({"NAME", "STRING", "IF"}), "an expression"),
    (frozenset({"NAME", "STRING", "MINUS", "INT"}), "a value"),
    (
        frozenset({"NAME", "STRING", "LPAR"}),
        "a path, a value or an expression in parentheses",
    ),
    (frozenset({"STRING", "INT", "BLANK"}), "a literal"),
    (
        frozenset({"NAME", "ARROW", "REQUIRED"}),
        "a type, a modifier or the end of the line",
    ),
    (frozenset({"NAME", "ARROW"}), "a type"),
    (frozenset({"NAME", "KEY", "TABLE"}), "a field or a clause of the entity"),
    (frozenset({"EQEQ", "RPAR"}), "a comparison or `)`"),
    (frozenset({"EQ", "GT", "LT"}), "`=`, `>` or `<`"),
    (
        frozenset({"DEFAULT", "WHEN", "_NL"}),
        "the end of the line or a clause (`:`, `default`, `when`, …)",
    ),
    (frozenset({"EQEQ", "AND", "_NL"}), "a comparison or the end of the line"),
    (frozenset({"COMMA", "_NL", "RBRACE"}), "`,` or the end of the line"),
    (frozenset({"_NL", "RBRACE"}), "the end of the line"),
    (frozenset({"COMMA", "RPAR"}), "`,` or `)`"),
    (frozenset({"COMMA", "RSQB"}), "`,` or `]`"),
    (frozenset({"STRING", "COLON"}), "`:`"),
    (frozenset({"STRING", "LBRACE"}), "`{`"),
    (frozenset({"INT", "DECIMAL"}), "a number"),
    (frozenset({"_NL"}), "the end of the line"),
    (frozenset({"NAME"}), "a name"),
    (frozenset({"STRING"}), "a text in quotes"),
)

_SPELLING = {
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "ARROW": "`->`",
    "TWOWAY": "`<->`",
    "EQ": "`=`",
    "COLON": "`:`",
    "DOT": "`.`",
    "COMMA": "`,`",
    "QUESTION": "`?`",
    "INT": "a whole number",
    "DECIMAL": "a number with a point",
    "VERSION_NUMBER": "a version such as `1.0.0.0`",
    "NAME": "a name",
    "STRING": "a text in quotes",
    "_NL": "the end of the line",
    "$END": "the end of the file",
}


def accepted(error: UnexpectedInput) -> frozenset[str]:
    """The terminals that could have stood where reading stopped."""
    for name in ("accepts", "expected", "allowed"):
        if found := getattr(error, name, None):
            return frozenset(found)
    return frozenset()


def explain_comma(span: Span) -> Problem:
    """The problem of a comma at the end of a mapping line."""
    fix = Fix("take the comma away", (Edit(span, ""),))
    return UnexpectedText(
        "the end of the line",
        "a clause (`default`, `when`, …) behind `,`",
        span,
        "the end of the line is enough",
        fix,
    )


def explain_error(
    error: UnexpectedInput, source: SourceFile, text: str, offset: int
) -> Problem:
    """The problem behind `error`, which arose in `text` standing at `offset` of `source`."""
    if isinstance(error, UnexpectedToken):
        return _unexpected_token(error, source, text, offset)
    if isinstance(error, UnexpectedCharacters):
        return _unexpected_character(error, source, text, offset)
    end = offset + len(text)
    return UnexpectedText("the end of the file", "more", source.span(end, end))


def _unexpected_character(
    error: UnexpectedCharacters, source: SourceFile, text: str, offset: int
) -> Problem:
    at = error.pos_in_stream or 0
    character = text[at]
    if character in _UNCLOSED:
        found = _UNCLOSED[character].match(text, at)
        if found is not None:
            width = len(found[0].rstrip())
            span = source.span(offset + at, offset + at + width)
            return UnclosedText(character, span)
    word = _word_at(text, at)
    allowed = accepted(error)
    if word and allowed:
        span = source.span(offset + at, offset + at + len(word))
        hint = _hint(Place(text, at, offset, source, allowed))
        return UnexpectedText(
            f"`{word}`", expected_construct(allowed), span, *(hint or ())
        )
    return unknown_character(source, text, offset, at)


def _word_at(text: str, at: int) -> str:
    end = at
    while end < len(text) and (text[end].isalnum() or text[end] in '_."'):
        end += 1
    word = text[at:end]
    if word:
        return word if '"' not in word else ""
    return text[at] if text[at] in "=<>(){}[],.:+-*/?|" else ""


def _unexpected_token(
    error: UnexpectedToken, source: SourceFile, text: str, offset: int
) -> Problem:
    token = error.token
    accepts = accepted(error)
    span = _token_span(token, source, text, offset)
    expected = expected_construct(accepts)
    found = _found(token)
    at = token.start_pos if token.start_pos is not None else len(text)
    foreign = _foreign_operator(text, at, offset, accepts, span)
    if foreign is not None:
        return foreign
    if token.type == "EQ" and accepts & _COMPARISONS and "EQ" not in accepts:
        fix = Fix("compare with `==`", (Edit(span, "=="),), safe=True)
        return UnexpectedText(
            "`=`", "a comparison", span, "two sides are compared with `==`", fix
        )
    if token.type == "EQEQ" and "EQ" in accepts:
        fix = Fix("map with `=`", (Edit(span, "="),), safe=True)
        return UnexpectedText(
            "`==`", "an operator", span, "a mapping line uses `=`", fix
        )
    if "NAME" in accepts and token.isalpha() and token.type != "NAME":
        fix = Fix("write it in backticks", (Edit(span, f"`{token}`"),), safe=False)
        help = f"`{token}` is a keyword here; a name that is one stands in backticks"
        return UnexpectedText(f"the keyword `{token}`", expected, span, help, fix)
    if token.type == "NAME" and (
        named := _unexpected_name(token, accepts, expected, span)
    ):
        return named
    hint = statement_hint(text, at, token, accepts, offset, span)
    hint = hint or _hint(Place(text, at, offset, source, accepts))
    return UnexpectedText(found, expected, span, *(hint or ()))


def _hint(place: Place) -> Hint | None:
    if place.at >= len(place.text):
        return None
    hint = sign_hint(place)
    if hint is None and _MAP_OPERATORS <= place.accepts:
        hint = misspelt_clause(place.text, place.at, place.offset, place.source)
    return hint


def _foreign_operator(
    text: str, at: int, offset: int, accepts: frozenset[str], span: Span
) -> Problem | None:
    """An operator of another language; the grammar has read a part of it as its own."""
    start, end = symbols_around(text, at)
    written = text[start:end]
    whole = span.file.span(offset + start, offset + end)
    if re.fullmatch(r"([<=>])\1{6,}", written):
        help = "a merge has left a conflict here: keep one of its two sides"
        return UnexpectedText(f"`{written}`", "a statement", whole, help)
    is_own = written in ("->", "<->") and not accepts & _BETWEEN
    if at == end or is_own or written not in OPERATORS:
        return None
    return UnexpectedText(f"`{written}`", "an operator", whole, OPERATORS[written])


def _unexpected_name(
    token: Token, accepts: frozenset[str], expected: str, span: Span
) -> Problem | None:
    spelt = (grammar().spellings.get(name, "") for name in accepts)
    keywords = [word for word in spelt if word.isalpha()]
    foreign = WORDS.get(token.lower())
    if foreign is not None and accepts & _COMPARISONS:
        return UnexpectedText(f"`{token}`", expected, span, foreign)
    close = suggest(str(token), keywords, most=1)
    if not close:
        return None
    fix = Fix(f"write `{close[0]}`", (Edit(span, close[0]),), safe=False)
    return UnexpectedText(
        f"`{token}`", expected, span, f"did you mean `{close[0]}`?", fix
    )


def expected_construct(accepts: frozenset[str]) -> str:
    """What a set of acceptable terminals is called."""
    if len(accepts) == 1:
        return _spelt(*accepts)
    for terminals, name in _CONSTRUCTS:
        if terminals <= accepts:
            return name
    listed = sorted(_spelt(name) for name in accepts)
    return (
        listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + f" or {listed[-1]}"
    )


def _spelt(terminal: str) -> str:
    return _SPELLING.get(terminal) or f"`{grammar().spellings.get(terminal, terminal)}`"


def _found(token: Token) -> str:
    if token.type == "_NL":
        return "the end of the line"
    if token.type == "$END":
        return "the end of the file"
    text = str(token).strip("`")  # A name may have brought backticks of its own.
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}…`"


def _token_span(token: Token, source: SourceFile, text: str, offset: int) -> Span:
    if token.type in ("$END", "_NL"):
        start = (
            token.start_pos
            if token.type == "_NL" and token.start_pos is not None
            else len(text)
        )
        at = offset + end_of_statement(text, start)
        return source.span(at, at)
    start = token.start_pos or 0
    return source.span(offset + start, offset + start + len(token))
