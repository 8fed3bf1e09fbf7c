"""Folders of pages that a command writes: files of an earlier run that are no longer written are removed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_folder(
    files: Mapping[str, str], folder: Path, listing: str
) -> tuple[list[str], list[str]]:
    """
    Write the files and, as `listing`, their names; remove those that an older listing names. What was written
    of them, and what was removed.

    Nothing else in the folder is touched. Raises `UnsafePath`.
    """
    from dwmap.output import write_files

    listed = "\n".join(sorted(files)) + "\n"
    written, removed = write_files(
        {**files, listing: listed}, folder, _listed(folder / listing)
    )
    return [path for path in written if path != listing], removed


def _listed(place: Path) -> list[str]:
    try:
        return place.read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError):
        return []
