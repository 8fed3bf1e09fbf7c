"""SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from dwmap import __version__
from dwmap.diagnostics.fingerprint import with_fingerprints
from dwmap.diagnostics.model import Diagnostic, Fix, Label, Severity
from dwmap.diagnostics.page import page, plain_text
from dwmap.diagnostics.problem import all_problems
from dwmap.source import Position, SourceFile, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run, with the page of every rule that found something."""
    found = list(diagnostics)
    codes = sorted({one.code for one in found})
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "dwmap",
                "version": __version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(one, fingerprint, places[one.code])
            for one, fingerprint in with_fingerprints(found)
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    kind = all_problems().get(code)
    if kind is None:
        return {"id": code}
    known = page(kind)
    parts = [
        f"{one['heading']}\n\n{plain_text(one['text'])}" for one in known["sections"]
    ]
    return {
        "id": code,
        "shortDescription": {"text": " ".join(known["summary"].split())},
        "help": {"text": "\n\n".join((known["summary"], *parts))},
        "defaultConfiguration": {"level": known["severity"]},
        "properties": {"tags": [known["topic"]] if known["topic"] else []},
    }


def _result(one: Diagnostic, fingerprint: str, place: int) -> dict[str, Any]:
    words = [one.message, *one.notes, *([f"Help: {one.help}"] if one.help else [])]
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": place,
        "level": _LEVELS[one.severity],
        "message": {"text": "\n".join(words)},
        "partialFingerprints": {"dwmap/v1": fingerprint},
    }
    if one.primary is not None:
        result["locations"] = [_location(one.primary)]
    if one.labels:
        result["relatedLocations"] = [_location(label) for label in one.labels]
    if one.fix is not None:
        result["fixes"] = [_fix(one.fix)]
    return result


def _location(label: Label) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(label.span),
            "region": _region(label.span),
        }
    }
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _artifact(span: Span) -> dict[str, str]:
    path = span.file.path
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # Half of a pair that no file system has given.
        data = path.encode("utf-8", "surrogatepass")
    return {"uri": quote(data, safe="/")}


def _region(span: Span) -> dict[str, int]:
    """Lines and columns from 1; the end is the place behind the last character."""
    start, end = span.position, span.end_position
    return {
        "startLine": start.line,
        "startColumn": _column(span.file, start),
        "endLine": end.line,
        "endColumn": _column(span.file, end),
    }


def _column(file: SourceFile, position: Position) -> int:
    """The column in units of UTF-16, in which a viewer counts: an emoji is two."""
    before = file.line(position.line)[: position.column - 1]
    if before.isascii():
        return position.column
    units = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return position.column + units - len(before)


def _fix(fix: Fix) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {}
    for edit in fix.edits:
        artifact = _artifact(edit.span)
        change = files.setdefault(
            artifact["uri"], {"artifactLocation": artifact, "replacements": []}
        )
        change["replacements"].append(
            {
                "deletedRegion": _region(edit.span),
                "insertedContent": {"text": edit.replacement},
            }
        )
    return {"description": {"text": fix.title}, "artifactChanges": list(files.values())}
