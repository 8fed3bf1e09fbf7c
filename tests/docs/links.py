"""Where the links of pages lead."""

from __future__ import annotations

from pathlib import PurePosixPath


def resolved(path: str, link: str) -> str:
    """The file that a link on the page `path` names."""
    parts: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(link).parts):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
