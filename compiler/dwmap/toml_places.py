"""Where the tables and keys of a TOML file stand: the library that reads them does not say."""

from __future__ import annotations

import re
from typing import TypeAlias

from dwmap.source import SourceFile, Span

Path: TypeAlias = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADING = re.compile(rf"(?m)^[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"(?m)^[ \t]*({_DOTTED})[ \t]*=")
_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|#[^\n]*""")


class TomlPlaces:
    """The keys of one file by their path, `("check", "severity", "keys")`."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        # Comments become blanks, so that nothing is found in them.
        self._text = _COMMENT.sub(lambda m: m[1] or " " * len(m[0]), source.text)
        self._spans: dict[Path, Span] = {}
        self._values: dict[Path, int] = {}
        self._read()

    def _read(self) -> None:
        table: Path = ()
        found = [*_HEADING.finditer(self._text), *_KEY.finditer(self._text)]
        for match in sorted(found, key=lambda one: one.start()):
            is_heading = match.re is _HEADING
            path, here = self._path(match)
            if is_heading:
                table = path
            full = path if is_heading else (*table, *path)
            self._spans.setdefault(full, here)
            self._values.setdefault(full, match.end())

    def _path(self, match: re.Match[str]) -> tuple[Path, Span]:
        """The parts of a dotted name, and where the last one stands, without its quotes."""
        parts = list(re.finditer(_PART, match[1]))
        last = parts[-1]
        start, end = match.start(1) + last.start(), match.start(1) + last.end()
        quoted = last[0][0] in "\"'"
        span = self._source.span(start + quoted, end - quoted)
        return tuple(part[0].strip("\"'") for part in parts), span

    def key(self, path: Path) -> Span:
        """The last key of a path; the start of the file where it is nowhere."""
        if path in self._spans:
            return self._spans[path]
        inside = self._inside(
            path[:-1], rf"(?<![\w-])[\"']?({re.escape(path[-1])})[\"']?[ \t]*="
        )
        return inside or self._source.span(0, 0)

    def text(self, path: Path, value: str) -> Span:
        """A text in the value of a key; the key where it is written otherwise."""
        found = self._inside(path, rf"[\"']({re.escape(value)})[\"']")
        return found or self.key(path)

    def _inside(self, path: Path, pattern: str) -> Span | None:
        """The first match in the value of a key, which ends where another key begins."""
        while path and path not in self._values:
            path = path[:-1]
        start = self._values.get(path, 0)
        ends = [at.start for at in self._spans.values() if at.start > start]
        end = min(ends, default=len(self._text))
        found = re.compile(pattern).search(self._text, start, end)
        return self._source.span(*found.span(1)) if found else None
