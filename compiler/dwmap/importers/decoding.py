"""Bytes of a foreign file to text, or a message why not."""

from __future__ import annotations

from dwmap.diagnostics.report import Report
from dwmap.importers.problems import OverlongLine, UnreadableSource
from dwmap.source import SourceFile

LONGEST_LINE = 100_000
LARGEST_FILE = 64 * 1024 * 1024
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(path: str, data: bytes, report: Report) -> SourceFile | None:
    """The text of a file in UTF-8, its byte-order mark removed and its line ends made plain."""
    reason = _objection(data)
    if reason is not None:
        report.add(UnreadableSource(path, reason))
        return None
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    source = SourceFile(path, text)
    return source if _lines_are_sane(source, report) else None


def _objection(data: bytes) -> str | None:
    if len(data) > LARGEST_FILE:
        return f"is larger than {LARGEST_FILE // 1024 // 1024} MB"
    if data.startswith(_UTF16):
        return "is in UTF-16; save it as UTF-8"
    if b"\0" in data:
        return "is not a text file"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"is not in UTF-8 (line {line}); save it as UTF-8"
    return None


def _lines_are_sane(source: SourceFile, report: Report) -> bool:
    starts = [*source.line_starts, len(source.text) + 1]
    for start, end in zip(starts, starts[1:], strict=False):
        if end - start - 1 > LONGEST_LINE:
            span = source.span(start, start + 40)
            report.add(OverlongLine(span, end - start - 1, LONGEST_LINE))
            return False
    return True
