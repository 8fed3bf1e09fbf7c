"""Formats a source and proves that only its layout changed; an unproved result is never given out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from dwmap.diagnostics import Diagnostic, Report
from dwmap.formatter.names import string_text
from dwmap.formatter.print_ast import print_file
from dwmap.formatter.problems import UnsafeFormat
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.build import unquote
from dwmap.syntax.parser import parse_file

_WORD = re.compile(
    r'"(?:[^"\\\r\n]++|\\.)*+"|`[^`\r\n]*`|//[^\r\n]*|\d+(?:\.\d+)*+|\w+'
)
# A comment in an odd place, such as behind a minus sign, may take a second pass to come to rest.
_MOST_PASSES = 5
_PLACES = frozenset({"span", "op_span"})


@dataclass(frozen=True)
class Formatted:
    """The canonical text of a source, and what it is read as."""

    source: SourceFile
    text: str
    file: ast.File

    @property
    def changed(self) -> bool:
        """Whether the source was not in that form."""
        return self.text != self.source.text


def format_source(source: SourceFile) -> Formatted | tuple[Diagnostic, ...]:
    """The canonical form of a source; diagnostics where it cannot be read, or its form not be trusted."""
    readable = SourceFile(source.path, normalized(source.text))
    report = Report()
    before = parse_file(readable, report)
    if report.has_errors:
        return report.diagnostics
    text = print_file(before)
    if text == readable.text:  # To read and to print it again would give the same.
        return Formatted(source, text, before)
    for _ in range(_MOST_PASSES):
        after = _verified(before, text)
        if isinstance(after, str):
            return (UnsafeFormat(source, after).diagnose(),)
        again = print_file(after)
        if again == text:
            return Formatted(source, text, after)
        text = again
    return (UnsafeFormat(source, "its canonical form is not stable").diagnose(),)


def normalized(text: str) -> str:
    """The text without a byte-order mark, its lines ended by line feeds."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _verified(before: ast.File, text: str) -> ast.File | str:
    """What the printed text is read as, or why it should not replace the file."""
    report = Report()
    after = parse_file(SourceFile(before.source.path, text), report)
    if report.has_errors:
        first = report.diagnostics[0]
        place = first.primary and first.primary.span.position
        line = f" (in line {place.line} of it)" if place else ""
        return f"its canonical form cannot be read: {first.message}{line}"
    return _doubt(before, after) or after


def _doubt(before: ast.File, after: ast.File) -> str | None:
    """What the second file lacks of the first, if anything."""
    difference = check_same_meaning(before, after)
    if difference is not None:
        return f"its canonical form means something else: {difference}"
    lost = _difference(_words(before.source.text), _words(after.source.text))
    if lost is not None:
        return f"its canonical form has more or fewer words: {lost}"
    lost = _difference(_comments(before), _comments(after))
    if lost is not None:
        return f"its canonical form has more or fewer comments: {lost}"
    return None


def _difference(left: Counter[str], right: Counter[str]) -> str | None:
    """A member of one of the two that the other lacks."""
    return next(iter((left - right) + (right - left)), None)


def _comments(file: ast.File) -> Counter[str]:
    return Counter(comment.text for comment in file.comments)


def _words(text: str) -> Counter[str]:
    """
    The names, keywords and literals of a text: none may get lost on the way through the tree.

    `depends on` is left out, since its lines may be split and joined.
    """
    found = (_word(match.group()) for match in _WORD.finditer(text))
    # Names joined by hyphens may get common backticks: `a b`-c is `a b-c`.
    words = (part for word in found for part in word.split("-"))
    return Counter(word for word in words if word not in ("", "depends", "on"))


def _word(piece: str) -> str:
    if piece.startswith("//"):
        return ""
    if piece.startswith('"'):
        return string_text(unquote(piece))
    return piece.strip("`").lstrip("0") or "0"


def check_same_meaning(before: ast.File, after: ast.File) -> str | None:
    """
    The first place where two trees differ in more than spans, or None.

    The clauses of a heading may change their order: the tree holds them by kind.
    """
    waiting: list[tuple[str, object, object]] = [
        ("", before.declarations, after.declarations)
    ]
    while waiting:
        path, left, right = waiting.pop()
        if type(left) is not type(right):
            return f"{path or 'file'}: {_shown(left)} became {_shown(right)}"
        if isinstance(left, tuple) and isinstance(right, tuple):
            if len(left) != len(right):
                return f"{path or 'file'}: {len(left)} parts became {len(right)}"
            pairs = enumerate(zip(left, right, strict=True))
            waiting += [(f"{path}[{n}]", *pair) for n, pair in reversed(list(pairs))]
        elif is_dataclass(left):
            waiting += reversed(list(_parts(path, left, right)))
        elif _exact(left) != _exact(right):
            return f"{path}: {_shown(left)} became {_shown(right)}"
    return None


def _parts(
    path: str, left: object, right: object
) -> Iterator[tuple[str, object, object]]:
    """The fields of two nodes of one kind, but for the places."""
    for told in _members(type(left)):  # type: ignore[arg-type]  # a class can be hashed
        name = f"{path}.{told}".lstrip(".")
        yield name, getattr(left, told), getattr(right, told)


@cache
def _members(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in _PLACES)


def _exact(value: object) -> object:
    """A decimal with its written scale: 1.0 and 1.00 are not the same text."""
    return str(value) if isinstance(value, Decimal) else value


def _shown(value: object) -> str:
    return type(value).__name__ if is_dataclass(value) else repr(value)
