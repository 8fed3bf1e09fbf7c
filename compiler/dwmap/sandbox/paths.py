"""Addresses: the segments of a path with their keys, and the options of a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote

from dwmap.sandbox.refusal import Refused

_SEGMENT: Final = re.compile(r"([^(]*)(?:\((.*)\))?", re.DOTALL)
_PART: Final = re.compile(
    r"\s*(?:([\w.]+)\s*=\s*)?"
    r"(?:[\w.]*\.(?P<enum>\w+)'(?P<member>\w*)'|'(?P<text>(?:[^']|'')*)'|(?P<plain>[^',]+))\s*(?:,|$)"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value in a key as it was written: in quotes (also the member of an enum), or not."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a path. The values of `key` have the name "" where the address gives none."""

    name: str
    key: Mapping[str, Literal] | None = None


def read_path(raw: str) -> tuple[Segment, ...]:
    """The segments of a path that is still percent-encoded; a slash within quotes divides nothing."""
    return tuple(_segment(unquote(part)) for part in _divided(raw) if part)


def _divided(raw: str) -> Iterator[str]:
    start, inside, place = 0, False, 0
    while place < len(raw):
        if raw[place] == "'" or raw.startswith("%27", place):
            inside = not inside
        elif raw[place] == "/" and not inside:
            yield raw[start:place]
            start = place + 1
        place += 1
    yield raw[start:]


def _segment(text: str) -> Segment:
    found = _SEGMENT.fullmatch(text)
    if found is None:
        raise Refused("unknown-segment", name=text)
    name, key = found.groups()
    return Segment(name, read_key(key) if key is not None else None)


def read_key(text: str) -> Mapping[str, Literal]:
    """The values between the parentheses of an address; raises Refused where they cannot be read."""
    key: dict[str, Literal] = {}
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        name = (part[1] or "") if part is not None else ""
        if part is None or name in key:
            raise Refused("bad-key", type=text)
        key[name] = _literal(part)
        place = part.end()
    return key


def _literal(part: re.Match[str]) -> Literal:
    if part["member"] is not None:
        return Literal(part["member"], quoted=True)
    if part["text"] is not None:
        return Literal(part["text"].replace("''", "'"), quoted=True)
    return Literal(part["plain"].strip(), quoted=False)


def read_options(raw: str) -> dict[str, str]:
    """The options of a query string; of one that is given twice the last counts."""
    return dict(parse_qsl(raw, keep_blank_values=True))


def divided(text: str, sign: str) -> Iterator[str]:
    """The parts of `text` between signs that stand outside of quotes and parentheses."""
    depth, inside, start = 0, False, 0
    for place, character in enumerate(text):
        if character == "'":
            inside = not inside
        elif not inside and character in "()":
            depth += 1 if character == "(" else -1
        elif character == sign and not inside and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]
