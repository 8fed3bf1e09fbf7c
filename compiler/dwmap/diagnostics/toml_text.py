"""Reads TOML, or says where it is none and why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from dwmap.source import SourceFile, Span

NO_TOML = "this is no TOML"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|.*)\)$")


@dataclass(frozen=True)
class NoToml:
    """The place at which reading stopped, and what the library says of it."""

    span: Span
    reason: str


def read_toml(source: SourceFile) -> dict[str, Any] | NoToml:
    """What the text says."""
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:
        found = _PLACE.search(str(error))
        reason = str(error)[: found.start()] if found else str(error)
        if not isinstance(error, tomllib.TOMLDecodeError):
            reason = "it nests too deeply, or has too long a number"
        return NoToml(_place(source, found), reason[:1].lower() + reason[1:])


def _place(source: SourceFile, found: re.Match[str] | None) -> Span:
    """The character that is named; nothing at the end of a line or of the file."""
    end = len(source.text)
    if found is None or not found[1]:
        return source.span(end, end)
    line = min(int(found[1]), len(source.line_starts))
    at = min(source.line_starts[line - 1] + int(found[2]) - 1, end)
    return source.span(at, at + (source.text[at : at + 1] not in ("", "\r", "\n")))
