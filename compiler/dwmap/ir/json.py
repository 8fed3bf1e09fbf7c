"""The canonical JSON of a project: sorted, stable, the same bytes for the same meaning."""

from __future__ import annotations

import json
from typing import Any

from dwmap.ir.model import IR_VERSION, Project


class UnknownVersion(ValueError):
    """The file was written by a compiler with another model of the IR."""


def dump_project(project: Project) -> str:
    """The project as JSON text; members that have their default are left out."""
    plain = project.model_dump(mode="json", exclude_defaults=True)
    plain["version"] = project.version
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_project(text: str) -> Project:
    """The project that `dump_project` wrote; raises ValueError with the reason for any other text."""
    plain = json.loads(text)
    version = plain.get("version") if isinstance(plain, dict) else None
    if version != IR_VERSION:
        raise UnknownVersion(
            f"this reads version {IR_VERSION} of the IR, the file says {version!r}"
        )
    return Project.model_validate(plain)


def schema() -> dict[str, Any]:
    """The JSON schema of the IR."""
    return Project.model_json_schema()
