"""The code quality report of GitLab."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dwmap.diagnostics.fingerprint import with_fingerprints
from dwmap.diagnostics.model import Diagnostic, Severity

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.NOTE: "info",
}


def gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """A list of findings; one without a place is said to be in line 1 of the settings."""
    found = [
        {
            "description": one.message,
            "check_name": one.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[one.severity],
            "location": _location(one),
        }
        for one, fingerprint in with_fingerprints(diagnostics)
    ]
    return json.dumps(found, indent=2) + "\n"


def _location(one: Diagnostic) -> dict[str, object]:
    if one.primary is None:
        return {"path": "dwmap.toml", "lines": {"begin": 1}}
    span = one.primary.span
    return {"path": span.file.path, "lines": {"begin": span.position.line}}
