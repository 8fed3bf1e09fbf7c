"""
Files of mapping tables, as they are published, in both layouts.

The newer layout has many maps in a file, one section each (`### Customers V3 (accounts)`), with value
maps inside the map-type cell. The older one has a map in a file of its own (`## Customers V3 to
accounts`) and prints no value maps. Both have the columns left field, map type, right column and
default value, and lines `Source filter:` and `Reversed source filter:` above the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dwmap.diagnostics.report import Report
from dwmap.importers.model import Cell, MapTable, Row
from dwmap.importers.problems import (
    NoMappingTable,
    RepeatedFilter,
    TableWithoutHeading,
)
from dwmap.importers.table_cells import plain_text, read_row, split_cells
from dwmap.source import SourceFile, Span

_HEADING = re.compile(r"(#{1,6})[ \t]+(?:<a [^>]*>\s*</a>)?\s*")
_NEW_TITLE = re.compile(r"(?P<left>.*?\S)\s*\(\s*(?P<right>[^()\s]+)\s*\)")
_OLD_TITLE = re.compile(r"(?P<left>\S(?:.*?\S)?)\s++to\s++(?P<right>\S.*)")
_FILTER = re.compile(
    r"[*_]{0,2}(?P<reversed>reversed\s+)?source\s+filter[*_]{0,2}\s*:[*_]{0,2}\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s|:]*+-[\s|:-]*+")
_MAP_TYPE = "map type"


def read_tables(source: SourceFile, report: Report) -> list[MapTable]:
    """The maps of a file, in its order."""
    reader = _Reader(source, report)
    for line in _lines(source):
        reader.take(line)
    reader.finish_section()
    if not reader.maps and not reader.complained:
        name = source.path.rsplit("/", 1)[-1]
        report.add(NoMappingTable(source.span(0, 0), f"`{name}`"))
    return reader.maps


def _lines(source: SourceFile) -> Iterator[Span]:
    """The trimmed lines, without the block of properties that may stand at the top."""
    starts = [*source.line_starts, len(source.text) + 1]
    in_properties = False
    for number, (start, end) in enumerate(zip(starts, starts[1:], strict=False)):
        raw = source.text[start : end - 1]
        text = raw.strip()
        if text == "---" and (number == 0 or in_properties):
            in_properties = not in_properties
        elif not in_properties:
            begin = start + len(raw) - len(raw.lstrip())
            yield source.span(begin, begin + len(text))


@dataclass
class _Section:
    """What stands under one heading."""

    heading: Span
    left: Cell
    right: Cell
    filters: dict[bool, Span] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    has_table: bool = False


class _Reader:
    """Takes a file line by line: headings, filters, tables; all else is prose."""

    def __init__(self, source: SourceFile, report: Report) -> None:
        self.source = source
        self.report = report
        self.maps: list[MapTable] = []
        self.complained = False
        self.section: _Section | None = None
        self.width = 0

    def take(self, line: Span) -> None:
        text = line.text
        heading = _HEADING.match(text)
        if heading is not None:
            self.finish_section()
            self.section = self._section(line, heading.end())
        elif not text:
            self.width = 0
        elif self.width:
            self._row(line)
        elif "|" in text and self._is_head(line):
            self._head(line)
        else:
            self._prose(line)

    def finish_section(self) -> None:
        """Close the section: it becomes a map, or a message why not."""
        section, self.section, self.width = self.section, None, 0
        if section is None:
            return
        if not section.has_table:
            if _NEW_TITLE.fullmatch(plain_text(section.heading.text)):
                self._complain(NoMappingTable(section.heading, "this map"))
            return
        filters = section.filters
        self.maps.append(
            MapTable(
                section.left,
                section.right,
                section.heading,
                filters.get(False),
                filters.get(True),
                tuple(section.rows),
            )
        )

    def _complain(self, problem: NoMappingTable | TableWithoutHeading) -> None:
        self.complained = True
        self.report.add(problem)

    def _section(self, line: Span, start: int) -> _Section | None:
        file, begin = line.file, line.start + start
        title = line.text[start:].rstrip("# ")
        found = _NEW_TITLE.fullmatch(title) or _OLD_TITLE.fullmatch(title)
        if found is None:
            return None
        left, right = (
            Cell(
                plain_text(found[side]),
                file.span(begin + found.start(side), begin + found.end(side)),
            )
            for side in ("left", "right")
        )
        return _Section(file.span(begin, begin + len(title)), left, right)

    def _is_head(self, line: Span) -> bool:
        cells = split_cells(line)
        return len(cells) > 2 and plain_text(cells[1].text).lower() == _MAP_TYPE

    def _head(self, line: Span) -> None:
        cells = split_cells(line)
        self.width = 4 if len(cells) > 3 and cells[3].text else 3
        if self.section is None:
            self._complain(TableWithoutHeading(line))
        else:
            self.section.has_table = True

    def _row(self, line: Span) -> None:
        if self.section is None or _RULE.fullmatch(line.text):
            return
        row = read_row(split_cells(line), line, self.width, self.report)
        if row is not None:
            self.section.rows.append(row)

    def _prose(self, line: Span) -> None:
        found = _FILTER.match(line.text)
        if found is None or self.section is None:
            return
        reverse = found["reversed"] is not None
        start, end = line.start + found.end(), line.end
        if line.file.text[start : start + 1] == "`" and line.text.endswith("`"):
            start, end = start + 1, end - 1
        if reverse in self.section.filters:
            self.report.add(RepeatedFilter(line))
        elif start < end:
            self.section.filters[reverse] = line.file.span(start, end)
