"""Makes nodes of the tree for what a mapping table, a key list or a column list says."""

from __future__ import annotations

import re
from decimal import Decimal

from dwmap.syntax.ast import KeyDecl, LiteralExpr
from dwmap.syntax.made import (
    BLANK,
    NOWHERE,
    either,
    file,
    name,
    path,
    qname,
    text_literal,
)

__all__ = [
    "BLANK",
    "NOWHERE",
    "either",
    "file",
    "is_ambiguous_date",
    "key",
    "literal",
    "name",
    "path",
    "qname",
    "text_literal",
]

_INT = re.compile(r"-?(0|[1-9]\d{0,18})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,27})\.\d{1,28}")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_BOOLS = {"true": True, "false": False}


def key(
    kind: str, paths: tuple[tuple[str, ...], ...], named: str | None = None
) -> KeyDecl:
    """A key of an entity."""
    own = name(named) if named else None
    members = tuple(path(one) for one in paths)
    if kind == "key":
        return KeyDecl("key", own, members, NOWHERE)
    if kind == "alternate":
        return KeyDecl("alternate", own, members, NOWHERE)
    return KeyDecl("integration", own, members, NOWHERE)


def literal(text: str, kind: str = "any") -> LiteralExpr:
    """The value that `text` stands for in a column of this kind; a misfit stays a text."""
    lower = text.lower()
    if kind in {"any", "bool"} and lower in _BOOLS:
        return LiteralExpr("bool", _BOOLS[lower], NOWHERE)
    if kind in {"any", "int", "long", "choice", "decimal", "double"}:
        if _INT.fullmatch(text):
            return LiteralExpr("int", int(text), NOWHERE)
    if kind in {"any", "decimal", "double"} and _DECIMAL.fullmatch(text):
        return LiteralExpr("decimal", Decimal(text), NOWHERE)
    if kind in {"any", "date", "datetime"}:
        found = _DATE.fullmatch(text)
        if found is not None:
            return _date(text, *map(int, found.groups()))
    return text_literal(text)


def is_ambiguous_date(text: str) -> bool:
    """Whether the day and the month of a date could be mistaken for each other."""
    return bool(_DATE.fullmatch(text)) and literal(text).kind != "date"


def _date(text: str, first: int, second: int, year: int) -> LiteralExpr:
    """A date whose day and month cannot be mistaken for each other."""
    month, day = (first, second) if first <= 12 else (second, first)
    plain = first == second or max(first, second) > 12
    if plain and 1 <= month <= 12 and 1 <= day <= 31:
        return LiteralExpr("date", f"{year:04}-{month:02}-{day:02}", NOWHERE)
    return text_literal(text)
