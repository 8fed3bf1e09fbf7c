"""Where the tables and keys of a TOML file stand: the library that reads them does not say."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dwmap.source import SourceFile, Span

Path: TypeAlias = tuple[str, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADING = re.compile(rf"(?m)^[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"(?m)^[ \t]*({_DOTTED})[ \t]*=")
_INNER = re.compile(
    r"""(?<![\w-])(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[A-Za-z0-9_-]+))[ \t]*="""
)
_TEXT = re.compile(r""""(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'""")
_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|#[^\n]*""")


class TomlPlaces:
    """The keys of one file by their path, `("check", "severity", "keys")`."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        # Comments become blanks, so that nothing is found in them.
        self._text = _COMMENT.sub(lambda m: m[1] or " " * len(m[0]), source.text)
        self._spans: dict[Path, Span] = {}
        self._values: dict[Path, int] = {}
        self._found: dict[tuple[Path, re.Pattern[str]], dict[str, Span]] = {}
        self._read()
        self._starts = sorted(span.start for span in self._spans.values())

    def _read(self) -> None:
        table: Path = ()
        found = [*_HEADING.finditer(self._text), *_KEY.finditer(self._text)]
        for match in sorted(found, key=lambda one: one.start()):
            is_heading = match.re is _HEADING
            full: Path = () if is_heading else table
            for name, here in self._parts(match):
                full = (*full, name)
                self._spans.setdefault(full, here)
            if is_heading:
                table = full
            self._values.setdefault(full, match.end())

    def _parts(self, match: re.Match[str]) -> Iterator[tuple[str, Span]]:
        """The parts of a dotted name, and where each stands, without its quotes."""
        for part in re.finditer(_PART, match[1]):
            start, end = match.start(1) + part.start(), match.start(1) + part.end()
            quoted = part[0][0] in "\"'"
            span = self._source.span(start + quoted, end - quoted)
            yield part[0].strip("\"'"), span

    def key(self, path: Path) -> Span:
        """The last key of a path; the start of the file where it is nowhere."""
        if path in self._spans:
            return self._spans[path]
        found = self._inside(path[:-1], _INNER).get(path[-1])
        return found or self._source.span(0, 0)

    def text(self, path: Path, value: str) -> Span:
        """A text in the value of a key; the key where it is written otherwise."""
        return self._inside(path, _TEXT).get(value) or self.key(path)

    def _inside(self, path: Path, pattern: re.Pattern[str]) -> Mapping[str, Span]:
        """All that matches in the value of a key, the first of each; the value ends where another key begins."""
        while path and path not in self._values:
            path = path[:-1]
        known = self._found.get((path, pattern))
        if known is None:
            known = self._found[path, pattern] = {}
            start = self._values.get(path, 0)
            place = bisect_right(self._starts, start)
            end = [*self._starts[place : place + 1], len(self._text)][0]
            for match in pattern.finditer(self._text, start, end):
                name = match.lastgroup or ""
                known.setdefault(match[name], self._source.span(*match.span(name)))
        return known
