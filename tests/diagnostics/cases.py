"""Render cases: a diagnostic written as TOML, its places marked in the text itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Severity
from dwmap.source import SourceFile, Span

_MARK = re.compile(r"<(\d)\||\|(\d)>")


def marked(path: str, text: str) -> tuple[SourceFile, dict[int, Span]]:
    """The text without its marks, and the range of each: `<1|nmae|1> -> name`."""
    plain = ""
    ends: dict[int, dict[str, int]] = {}
    done = 0
    for mark in _MARK.finditer(text):
        plain += text[done : mark.start()]
        done = mark.end()
        number = int(mark[1] or mark[2])
        ends.setdefault(number, {})["start" if mark[1] else "end"] = len(plain)
    file = SourceFile(path, plain + text[done:])
    return file, {number: file.span(**places) for number, places in ends.items()}


def read_case(path: Path) -> Diagnostic:
    """The diagnostic that a case.toml describes."""
    case = tomllib.loads(path.read_text("utf-8"))
    spans: dict[int, Span] = {}
    for name, text in case.get("files", {}).items():
        spans |= marked(name, text)[1]
    primary = case.get("primary")
    return Diagnostic(
        case.get("code", "unknown-field"),
        Severity(case.get("severity", "error")),
        case["message"],
        None if primary is None else _label(primary, spans),
        tuple(_label(label, spans) for label in case.get("labels", [])),
        tuple(case.get("notes", [])),
        case.get("help"),
        _fix(case["fix"], spans) if "fix" in case else None,
    )


def _label(data: dict[str, Any], spans: dict[int, Span]) -> Label:
    return Label(spans[data["mark"]], data.get("text", ""))


def _fix(data: dict[str, Any], spans: dict[int, Span]) -> Fix:
    edits = (Edit(spans[one["mark"]], one["replacement"]) for one in data["edits"])
    return Fix(data["title"], tuple(edits), data.get("safe", True))
