"""The canonical JSON of a project: sorted, stable, the same bytes for the same meaning."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from dwmap.ir.model import IR_VERSION, Project
from dwmap.ir.node import plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class UnknownVersion(ValueError):
    """The file was written by a compiler with another model of the IR."""


def dump_project(project: Project) -> str:
    """The project as JSON text; members that have their default are left out."""
    data = {**plain(project), "version": project.version}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_project(text: str) -> Project:
    """The project that `dump_project` wrote; raises ValueError with the reason for any other text."""
    data = json.loads(text)
    version = data.get("version") if isinstance(data, dict) else None
    if version != IR_VERSION:
        raise UnknownVersion(
            f"this reads version {IR_VERSION} of the IR, the file says {version!r}"
        )
    return _adapter().validate_python(data)


def schema() -> dict[str, Any]:
    """The JSON schema of the IR."""
    return _adapter().json_schema()


@cache
def _adapter() -> TypeAdapter[Project]:
    from pydantic import TypeAdapter

    return TypeAdapter(Project)
