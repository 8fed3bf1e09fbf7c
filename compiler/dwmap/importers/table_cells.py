"""The insides of a mapping table's row: cells, map types, pairs of values."""

from __future__ import annotations

import re
from html import unescape

from dwmap.diagnostics.report import Report
from dwmap.importers.model import NOTHING, Cell, Pair, Row
from dwmap.importers.problems import (
    BrokenRow,
    BrokenValuePair,
    MeaninglessRow,
    MisfitMapType,
    UnknownMapType,
)
from dwmap.source import SourceFile, Span

TRANSFORMING = {"=": "><", ">": ">>", "<": "<<"}
PLAIN = {with_transform: plain for plain, with_transform in TRANSFORMING.items()}
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Each end of a side is looked for once, however many blanks there are.
_SIDE = r"(?:`([^`]*)`|((?:[^`:]*[^`:\s])?))"
_PAIR = re.compile(rf"\s*+{_SIDE}\s*+:\s*+(?:`([^`]*)`|((?:[^`]*[^`\s])?))\s*+")
_BLANK = "blank"


def split_cells(span: Span) -> list[Cell]:
    """The cells of a line, without the bars that some tables have at the outside."""
    start, text = span.start, span.text
    bounds = [-1, *(bar.start() for bar in _BAR.finditer(text)), len(text)]
    cells = [
        _trimmed(span.file, start + left + 1, start + right)
        for left, right in zip(bounds, bounds[1:], strict=False)
    ]
    return cells[1:] if len(cells) > 1 and text.lstrip().startswith("|") else cells


def _trimmed(file: SourceFile, start: int, end: int) -> Cell:
    raw = file.text[start:end]
    start += len(raw) - len(raw.lstrip())
    raw = raw.strip()
    return Cell(raw, file.span(start, start + len(raw)))


def plain_text(raw: str) -> str:
    """The words of a cell, without Markdown's backticks and escapes."""
    if len(raw) > 1 and raw.startswith("`") and raw.endswith("`"):
        return raw[1:-1].strip()
    return unescape(_ESCAPE.sub(r"\1", raw)).strip()


def _default(raw: str) -> str:
    """The value of a cell, which keeps the blanks that its quotes or its escapes hold."""
    if len(raw) > 1 and raw.startswith("`") and raw.endswith("`"):
        return raw[1:-1]
    return "" if raw == "&nbsp;" else unescape(_ESCAPE.sub(r"\1", raw))


def read_row(cells: list[Cell], span: Span, width: int, report: Report) -> Row | None:
    """A field rule, or None when the line cannot be understood (which is reported)."""
    if len(cells) > width and not cells[-1].text:
        cells = cells[:-1]
    if len(cells) == 3 < width:
        end = span.end
        cells = [*cells, Cell("", span.file.span(end, end))]
    if len(cells) != width:
        report.add(BrokenRow(span, len(cells), width))
        return None
    symbol, pairs = _map_type(cells[1], report)
    if pairs is None:
        return None
    default = _default(cells[3].text) if width > 3 else ""
    row = Row(
        _side(cells[0]),
        symbol.text,
        pairs,
        _side(cells[2]),
        Cell(default, cells[3].span) if default else None,
        symbol.span,
        span,
    )
    return fitted(row, report)


def _side(cell: Cell) -> Cell | None:
    text = plain_text(cell.text)
    return None if text.lower() in {"", NOTHING} else Cell(text, cell.span)


def _map_type(cell: Cell, report: Report) -> tuple[Cell, tuple[Pair, ...] | None]:
    """The symbol and the pairs of a map-type cell; no pairs at all mean a fault."""
    breaks = list(_BREAK.finditer(cell.text))
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(cell.text)]
    file, offset = cell.span.file, cell.span.start
    parts = [
        _trimmed(file, offset + start, offset + end)
        for start, end in zip(starts, ends, strict=True)
    ]
    symbol = Cell(plain_text(parts[0].text), parts[0].span)
    if symbol.text not in PLAIN and symbol.text not in TRANSFORMING:
        span = symbol.span if symbol.span.text else cell.span
        report.add(UnknownMapType(span, symbol.text))
        return symbol, None
    pairs = [_pair(part, report) for part in parts[1:] if part.text]
    complete = tuple(pair for pair in pairs if pair is not None)
    return symbol, complete if len(complete) == len(pairs) else None


def _pair(part: Cell, report: Report) -> Pair | None:
    found = _PAIR.fullmatch(part.text)
    if found is None:
        report.add(BrokenValuePair(part.span))
        return None
    left, right = (
        quoted if quoted is not None else unescape(bare)
        for quoted, bare in (found.group(1, 2), found.group(3, 4))
    )
    if not left or not right:
        report.add(BrokenValuePair(part.span))
        return None
    return Pair(_value(left), _value(right), part.span)


def _value(text: str) -> str | None:
    return None if text.lower() == _BLANK else text


def fitted(row: Row, report: Report) -> Row | None:
    """The row with the symbol that fits what it does."""
    wanted = _wanted_symbol(row, report)
    if wanted is None or wanted == row.op:
        return row if wanted else None
    report.add(MisfitMapType(row.op_span, row.op, wanted))
    return Row(
        row.left, wanted, row.pairs, row.right, row.default, row.op_span, row.span
    )


def _wanted_symbol(row: Row, report: Report) -> str | None:
    plain = PLAIN.get(row.op, row.op)
    if row.left is None and row.right is None:
        report.add(MeaninglessRow(row.span, "a row without a field on either side"))
        return None
    if row.left is not None and row.right is not None:
        transforms = bool(row.pairs) or row.default is not None
        return TRANSFORMING[plain] if transforms else plain
    if row.default is None:
        report.add(MeaninglessRow(row.span, "a constant without a value"))
        return None
    away = "<" if row.left is None else ">"
    if plain == away:
        report.add(MeaninglessRow(row.span, "a constant in the direction of no field"))
        return None
    return ">>" if row.left is None else "<<"
