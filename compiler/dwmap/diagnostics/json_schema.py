"""The JSON schema of `dwmap check --format json`: what programs may rely on."""

from __future__ import annotations

from typing import Any

_OFFSET = {
    "type": "object",
    "required": ["line", "column", "offset"],
    "additionalProperties": False,
    "properties": {
        "line": {"type": "integer", "minimum": 1, "description": "counted from 1"},
        "column": {
            "type": "integer",
            "minimum": 1,
            "description": "characters (code points), counted from 1",
        },
        "offset": {
            "type": "integer",
            "minimum": 0,
            "description": "characters from the start of the text, counted from 0",
        },
    },
}
_SPAN = {
    "path": {
        "type": "string",
        "description": "from the current folder, with forward slashes",
    },
    "start": {"$ref": "#/$defs/offset"},
    "end": {
        "$ref": "#/$defs/offset",
        "description": "the place behind the last character",
    },
}
_TEXT = {"type": "string"}
_SEVERITIES = ["error", "warning", "note"]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has exactly these properties."""
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


_FIX = _object(
    {
        "title": _TEXT,
        "safe": {
            "type": "boolean",
            "description": "whether applying it never changes what a correct file means",
        },
        "edits": {
            "type": "array",
            "items": _object({**_SPAN, "replacement": _TEXT}),
        },
    }
)
_DIAGNOSTIC = _object(
    {
        "code": _TEXT,
        "severity": {"enum": _SEVERITIES},
        "message": _TEXT,
        "primary": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/label"}]},
        "labels": {"type": "array", "items": {"$ref": "#/$defs/label"}},
        "help": {"type": ["string", "null"]},
        "notes": {"type": "array", "items": _TEXT},
        "fix": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/fix"}]},
    }
)


def diagnostics_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12."""
    count = {"type": "integer", "minimum": 0}
    counts = {f"{one}s": count for one in _SEVERITIES}
    document = _object(
        {
            "version": {"const": 1},
            "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
            "summary": _object({"worst": {"enum": [*_SEVERITIES, None]}, **counts}),
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What dwmap check found",
        **document,
        "$defs": {
            "offset": _OFFSET,
            "label": _object({**_SPAN, "text": _TEXT}),
            "fix": _FIX,
            "diagnostic": _DIAGNOSTIC,
        },
    }
