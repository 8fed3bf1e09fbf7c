"""Damage for texts: what typing slips, merges, editors and broken transfers do to a file, and worse."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

MOST = 200_000
"""No input grows beyond so many characters."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]+")
_PIECES = [
    *'{}()[]"`,.:;=<>?|_-+*/\\ \n\r\t',
    *("map ", "entity ", "else ", "if ", " then ", "where fo ", "->", "<->", "><"),
    *("//", "///", "\ufeff", "é", "\u200b", "1.0.0.0", "99", "blank", "date ", "\0"),
    *("\x1b[31m", "\u202e", "\u2028", "\x85", "\x0b", "\x0c", "\r\n", "\U0001f389"),
    *("true", "not ", "in [", " is blank", "9" * 40, "-", "1e9", "a.b.c", "A(b)"),
]

Damage = Callable[[str, Random, Sequence[str]], str]


def mutated(text: str, chance: Random, others: Sequence[str]) -> str:
    """The text with one to six damages; `others` are texts to splice it with."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        text = chance.choice(_DAMAGES)(text, chance, others)[:MOST]
    return text


def exchanged(text: str, chance: Random, others: Sequence[str]) -> str:
    """The text with one to three words or signs put in the place of others."""
    for _ in range(chance.randint(1, 3)):
        text = _replace(text, chance, others)
    return text


def _parts(text: str, chance: Random) -> list[str]:
    if chance.random() < 0.5:
        return text.splitlines(keepends=True)
    return _tokens(text)


def _tokens(text: str) -> list[str]:
    """At least one, which is empty for an empty text."""
    found: list[str] = _TOKEN.findall(text)
    return found or [""]


def _delete(text: str, chance: Random, others: Sequence[str]) -> str:
    parts = _parts(text, chance)
    at = chance.randrange(len(parts) + 1)
    del parts[at : at + chance.choice((1, 1, 2, 10))]
    return "".join(parts)


def _double(text: str, chance: Random, others: Sequence[str]) -> str:
    parts = _parts(text, chance)
    at = chance.randrange(len(parts) + 1)
    parts[at:at] = parts[at : at + chance.choice((1, 1, 3, 30))]
    return "".join(parts)


def _swap(text: str, chance: Random, others: Sequence[str]) -> str:
    parts = _parts(text, chance)
    if len(parts) > 1:
        one, two = chance.randrange(len(parts)), chance.randrange(len(parts))
        parts[one], parts[two] = parts[two], parts[one]
    return "".join(parts)


def _swap_neighbours(text: str, chance: Random, others: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _insert(text: str, chance: Random, others: Sequence[str]) -> str:
    at = chance.randrange(len(text) + 1)
    piece: str = chance.choice(_PIECES)
    return text[:at] + piece + text[at:]


def _replace(text: str, chance: Random, others: Sequence[str]) -> str:
    """A token of the text, or of another, in place of a token."""
    tokens = _tokens(text)
    source = _tokens(chance.choice(others)) if chance.random() < 0.5 else tokens
    tokens[chance.randrange(len(tokens))] = chance.choice(source)
    return "".join(tokens)


def _splice(text: str, chance: Random, others: Sequence[str]) -> str:
    other = chance.choice(others)
    start = other[chance.randrange(len(other) + 1) :]
    return text[: chance.randrange(len(text) + 1)] + start


def _append(text: str, chance: Random, others: Sequence[str]) -> str:
    return f"{text}\n{chance.choice(others)}"


def _truncate(text: str, chance: Random, others: Sequence[str]) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _repeat(text: str, chance: Random, others: Sequence[str]) -> str:
    """A small piece, many times over."""
    at = chance.randrange(len(text) + 1)
    piece = text[at : at + chance.choice((1, 2, 5, 20))]
    return text[:at] + piece * chance.choice((50, 300, 1000)) + text[at:]


def _flip(text: str, chance: Random, others: Sequence[str]) -> str:
    """A character with one bit of another value."""
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + chr(ord(text[at]) ^ (1 << chance.randrange(7))) + text[at + 1 :]


def _rename(text: str, chance: Random, others: Sequence[str]) -> str:
    """One word everywhere written as another."""
    words = re.findall(r"[^\W\d]\w*", text)
    if not words:
        return text
    old, new = chance.choice(words), chance.choice(words)
    return re.sub(rf"\b{old}\b", new, text)


_DAMAGES: tuple[Damage, ...] = (
    _delete,
    _double,
    _swap,
    _swap_neighbours,
    _insert,
    _insert,
    _replace,
    _replace,
    _splice,
    _append,
    _truncate,
    _repeat,
    _flip,
    _rename,
)


def flipped(data: bytes, chance: Random) -> bytes:
    """Bytes of which a few have a bit of another value, or are gone."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if damaged and chance.random() < 0.8:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        elif damaged:
            del damaged[chance.randrange(len(damaged))]
    return bytes(damaged)
