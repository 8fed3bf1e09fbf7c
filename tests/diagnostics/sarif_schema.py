"""As much of SARIF 2.1.0 as our reports use; a name that is not listed here is none of SARIF's, or not ours."""

from __future__ import annotations

from typing import Any


def _object(
    required: dict[str, Any], optional: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": required | (optional or {}),
    }


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_TEXT = {"type": "string"}
_WORDS = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 1}
_MESSAGE = _object({"text": _WORDS})
_LEVEL = {"enum": ["error", "warning", "note"]}
_URI = {"type": "string", "pattern": r"^[A-Za-z0-9%._~/-]+$"}
_ARTIFACT = _object({"uri": _URI})
_REGION = _object(
    {
        "startLine": _COUNT,
        "startColumn": _COUNT,
        "endLine": _COUNT,
        "endColumn": _COUNT,
    }
)
_LOCATION = _object(
    {"physicalLocation": _object({"artifactLocation": _ARTIFACT, "region": _REGION})},
    {"message": _MESSAGE},
)
_REPLACEMENT = _object(
    {"deletedRegion": _REGION}, {"insertedContent": _object({"text": _TEXT})}
)
_CHANGE = _object(
    {"artifactLocation": _ARTIFACT, "replacements": _list(_REPLACEMENT, 1)}
)
_RULE = _object(
    {
        "id": _WORDS,
        "shortDescription": _MESSAGE,
        "help": _MESSAGE,
        "defaultConfiguration": _object({"level": _LEVEL}),
        "properties": _object({"tags": _list(_WORDS)}),
    }
)
_UNKNOWN_RULE = _object({"id": _TEXT})
_RESULT = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _MESSAGE,
        "partialFingerprints": _object(
            {"dwmap/v1": {"type": "string", "pattern": "^[0-9a-f]{32}$"}}
        ),
    },
    {
        "locations": _list(_LOCATION, 1),
        "relatedLocations": _list(_LOCATION, 1),
        "fixes": _list(
            _object({"description": _MESSAGE, "artifactChanges": _list(_CHANGE, 1)}), 1
        ),
    },
)
_DRIVER = _object(
    {
        "name": {"const": "dwmap"},
        "version": _WORDS,
        "rules": _list({"anyOf": [_RULE, _UNKNOWN_RULE]}),
    }
)

SARIF: dict[str, Any] = _object(
    {
        "$schema": _WORDS,
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                {
                    "tool": _object({"driver": _DRIVER}),
                    "columnKind": {"const": "utf16CodeUnits"},
                    "results": _list(_RESULT),
                }
            ),
            1,
        ),
    }
)
