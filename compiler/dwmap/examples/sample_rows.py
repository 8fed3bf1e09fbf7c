"""The rows of a file of samples, CSV or JSON lines, before anything is known of their types."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any, Final, NoReturn

from dwmap.diagnostics import Report
from dwmap.examples.problems import BrokenSample
from dwmap.interpret.functions import number_of
from dwmap.source import SourceFile, Span

_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True)
class Row:
    """
    A record as it is written: the number of its first line, where it stands, and its cells by field.

    `places` says of the fields where their values stand; of JSON where the name does, since values nest.
    """

    line: int
    span: Span
    cells: Mapping[str, Any]
    places: Mapping[str, Span]


def read_rows(file: SourceFile, report: Report) -> Iterator[Row]:
    """Every row that can be read; the others are reported."""
    suffix = file.path.rpartition(".")[2].lower()
    reader = _READERS.get(suffix)
    if reader is None:
        reason = "its name ends neither in `.csv` nor in `.jsonl`"
        report.add(BrokenSample(reason, file.span(0, 0)))
        return
    yield from reader(file, report)


def _csv(file: SourceFile, report: Report) -> Iterator[Row]:
    head = file.line(1)
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(
        StringIO(file.text, newline=""), strict=True, delimiter=delimiter
    )
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            span = _lines(file, line, reader.line_num)
            row, line = line, reader.line_num + 1
            if not any(cells):
                continue
            if not names:
                names = [name.strip() for name in cells]
                if not _are_names(names, span, report):
                    return
                yield Row(
                    row,
                    span,
                    {},
                    dict(zip(names, _cells(span, delimiter), strict=False)),
                )
            elif len(cells) != len(names):
                reason = f"cells: {len(cells)} here, {len(names)} in the first line"
                report.add(BrokenSample(reason, span))
            else:
                filled = (cell if cell else None for cell in cells)
                places = dict(zip(names, _cells(span, delimiter), strict=False))
                yield Row(row, span, dict(zip(names, filled, strict=True)), places)
    except csv.Error as error:
        report.add(BrokenSample(str(error), _lines(file, line, line)))


def _cells(row: Span, delimiter: str) -> list[Span]:
    """Where each cell of a row stands, quotes included."""
    text, found, start, quoted = row.text, [], 0, False
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            found.append(row.file.span(row.start + start, row.start + at))
            start = at + 1
    return [*found, row.file.span(row.start + start, row.end)]


def _are_names(names: list[str], span: Span, report: Report) -> bool:
    folded = [name.casefold() for name in names]
    if "" in folded:
        report.add(BrokenSample("a field has no name", span))
        return False
    if len(set(folded)) < len(folded):
        report.add(BrokenSample("a field is named twice", span))
        return False
    return True


def _lines(file: SourceFile, first: int, last: int) -> Span:
    """The lines of a row, without the ending of the last."""
    starts = file.line_starts
    first, last = (min(number, len(starts)) for number in (first, last))
    start = starts[first - 1]
    return file.span(start, starts[last - 1] + len(file.line(last)))


def _json(file: SourceFile, report: Report) -> Iterator[Row]:
    for number in range(1, len(file.line_starts) + 1):
        text = file.line(number)
        if not text.strip():
            continue
        span = _lines(file, number, number)
        try:
            record = json.loads(
                text,
                parse_float=_number,
                parse_int=_whole,
                parse_constant=_refuse_constant,
                object_pairs_hook=_unique,
            )
        except (ValueError, RecursionError) as error:
            report.add(BrokenSample(_reason(error), span))
            continue
        if isinstance(record, dict):
            yield Row(number, span, record, _members(span, record))
        else:
            report.add(BrokenSample("it is no object", span))


def _reason(error: ValueError | RecursionError) -> str:
    """What the library says begins with a capital letter, what is said here does not."""
    said = getattr(error, "msg", None)
    return said[:1].lower() + said[1:] if said else str(error)


def _members(row: Span, record: Mapping[str, Any]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for name in record:
        written = json.dumps(name, ensure_ascii=False)
        at = row.text.find(written)
        if at >= 0:
            start = row.start + at
            found[name] = row.file.span(start, start + len(written))
    return found


def _number(text: str) -> Decimal:
    number = number_of(text)
    if number is None:
        raise ValueError("a number has more than 80 digits")
    return number


def _whole(text: str) -> int:
    return int(_number(text))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    folded = [name.casefold() for name, _ in pairs]
    if len(set(folded)) < len(folded):
        raise ValueError("a field is named twice")
    return dict(pairs)


_READERS: Final[Mapping[str, Callable[[SourceFile, Report], Iterator[Row]]]] = {
    "csv": _csv,
    "jsonl": _json,
    "ndjson": _json,
}
