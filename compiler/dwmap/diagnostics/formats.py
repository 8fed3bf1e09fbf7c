"""Messages in the forms that programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.format_gitlab import gitlab
from dwmap.diagnostics.format_junit import junit
from dwmap.diagnostics.format_markdown import markdown
from dwmap.diagnostics.format_sarif import sarif
from dwmap.diagnostics.model import Diagnostic, Fix, Label, Severity
from dwmap.diagnostics.render import headline, render_all
from dwmap.source import SourceFile, Span

_MOST_ANNOTATIONS = 10
_GITHUB_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each message: `path:line:col: error[code] message`."""
    return "".join(f"{_place(one)}{headline(one)}\n" for one in diagnostics)


def _place(diagnostic: Diagnostic) -> str:
    return f"{_where(diagnostic.primary.span)}: " if diagnostic.primary else ""


def _where(span: Span) -> str:
    line, column = span.position
    return f"{visible(span.file.path)}:{line}:{column}"


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """One document with every fact; lines and columns from 1, offsets from 0."""
    found = list(diagnostics)
    document = {
        "version": 1,
        "diagnostics": [diagnostic_data(one) for one in found],
        "summary": _summary(found),
    }
    # Only ASCII: the document survives any encoding of the stream it goes to.
    return json.dumps(document, indent=2) + "\n"


def _summary(diagnostics: list[Diagnostic]) -> dict[str, Any]:
    found = [one.severity for one in diagnostics]
    worst = next((one.value for one in Severity if one in found), None)
    return {"worst": worst, **{f"{one.value}s": found.count(one) for one in Severity}}


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """One message, ready for JSON."""
    primary, fix = diagnostic.primary, diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "primary": None if primary is None else _label_data(primary),
        "labels": [_label_data(label) for label in diagnostic.labels],
        "help": diagnostic.help,
        "notes": list(diagnostic.notes),
        "fix": None if fix is None else _fix_data(fix),
    }


def _label_data(label: Label) -> dict[str, Any]:
    return {**_span_data(label.span), "text": label.text}


def _span_data(span: Span) -> dict[str, Any]:
    return {
        "path": span.file.path,
        "start": _offset_data(span.file, span.start),
        "end": _offset_data(span.file, span.end),
    }


def _offset_data(file: SourceFile, offset: int) -> dict[str, int]:
    return {**file.position(offset)._asdict(), "offset": offset}


def _fix_data(fix: Fix) -> dict[str, Any]:
    edits = [
        {**_span_data(edit.span), "replacement": edit.replacement} for edit in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def github(diagnostics: Iterable[Diagnostic]) -> str:
    """
    Workflow commands, which GitHub shows beside the lines of a pull request, the worst first.

    It shows ten of each level; the rest is counted in one more line.
    """
    found = list(diagnostics)
    lines: list[str] = []
    left: list[str] = []
    for severity in Severity:
        level = [one for one in found if one.severity is severity]
        lines += map(_command, level[:_MOST_ANNOTATIONS])
        if (more := len(level) - _MOST_ANNOTATIONS) > 0:
            left.append(f"{more} more {severity.value}{'s' * (more != 1)}")
    if left:
        lines.append(f"{', '.join(left)}; `dwmap check` shows them all")
    return "".join(f"{line}\n" for line in lines)


def _command(diagnostic: Diagnostic) -> str:
    properties = {"title": f"dwmap {diagnostic.code}".rstrip()}
    if diagnostic.primary is not None:
        properties = _location(diagnostic.primary.span) | properties
    listed = ",".join(
        f"{name}={_escape_property(value)}" for name, value in properties.items()
    )
    text = "\n".join(_lines(diagnostic))
    return f"::{_GITHUB_LEVELS[diagnostic.severity]} {listed}::{_escape(text)}"


def _location(span: Span) -> dict[str, str]:
    start, end = span.position, span.end_position
    lines = {"file": visible(span.file.path), "line": str(start.line)}
    if start.line == end.line:
        return lines | {"col": str(start.column), "endColumn": str(end.column)}
    return lines | {"endLine": str(end.line)}  # GitHub takes columns of one line only


def _lines(diagnostic: Diagnostic) -> list[str]:
    """What an annotation says, with the places that it cannot show."""
    lines = [diagnostic.message]
    if diagnostic.primary is not None:
        lines.append(diagnostic.primary.text)
    lines += (f"{_where(one.span)}: {one.text}" for one in diagnostic.labels)
    lines += (f"note: {note}" for note in diagnostic.notes)
    lines += [f"help: {diagnostic.help}"] if diagnostic.help else []
    lines += [f"fix: {diagnostic.fix.title}"] if diagnostic.fix else []
    return [visible(part) for line in lines if line for part in line.split("\n")]


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Iterable[Diagnostic]], str]] = {
    "text": render_all,
    "concise": concise,
    "json": to_json,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "markdown": markdown,
    "sarif": sarif,
}
