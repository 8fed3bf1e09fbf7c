"""Writes files safely: inside the given folder only, each whole or not at all, and never without need."""

from __future__ import annotations

import codecs
import difflib
import errno
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

_IGNORED = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache"})


class UnsafePath(OSError):
    """A path would leave the folder that is written to."""

    def __init__(self, path: str, how: str) -> None:
        super().__init__(errno.EPERM, how, path)


@dataclass(frozen=True)
class Difference:
    """A file that is not what a build would write. `diff` is a unified diff, empty where there is nothing to compare."""

    path: str
    kind: Literal["stale", "missing", "edited", "left over"]
    diff: str = ""


def write_file(path: Path, text: str) -> bool:
    """Write a text in UTF-8, all or nothing; False when the file has it already."""
    return write_bytes(path, text.encode("utf-8"))


def write_edited(path: Path, text: str) -> bool:
    """Write what became of the text of a file."""
    return write_file(path, with_mark(path, text))


def with_mark(path: Path, text: str) -> str:
    """What became of the text of a file, with the byte-order mark that the file may have, and no text has."""
    try:
        with path.open("rb") as file:
            is_marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    except OSError:
        return text
    return f"\ufeff{text}" if is_marked else text


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file, all or nothing; False when it is the same already."""
    try:
        if not path.is_symlink() and path.read_bytes() == data:
            return False
    except OSError:
        pass
    if path.is_dir():  # Of the replacement below the temporary file would be told.
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".dwmap-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def write_files(
    files: Mapping[str, str], root: Path, listed: Iterable[str] = ()
) -> tuple[list[str], list[str]]:
    """
    Write every text below `root` and remove what `listed` names and `files` no longer has.

    Returns the paths written and the paths removed. Raises `UnsafePath` before anything is written.
    """
    places = {path: _inside(root, path) for path in files}
    gone = {path: _inside(root, path) for path in listed if path not in files}
    written = [path for path, place in places.items() if write_file(place, files[path])]
    removed = []
    for path, place in gone.items():
        if place.is_file():
            place.unlink()
            removed.append(path)
            _remove_empty(place.parent, root)
    return written, removed


def check_files(
    files: Mapping[str, str], root: Path, hashes: Mapping[str, str]
) -> list[Difference]:
    """
    How the folder differs from what a build would write.

    `hashes` are those of the last build: a text that is not even what was written then was edited by hand.
    """
    from dwmap.emit.manifest import hash_text

    found: list[Difference] = []
    for path, text in sorted(files.items()):
        place = _inside(root, path)
        present = read_text(place)
        if present is None:
            # What is there and no text was put there by somebody.
            there = place.exists()
            found.append(Difference(path, "edited" if there else "missing"))
        elif present != text:
            edited = path in hashes and hashes[path] != hash_text(present)
            diff = _diff(path, present, text)
            found.append(Difference(path, "edited" if edited else "stale", diff))
    for path in _present(root):
        if path not in files:
            found.append(Difference(path, "left over"))
    return found


def read_text(path: Path) -> str | None:
    """The text of a file, or None where there is none that can be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def is_inside(root: Path, path: str) -> bool:
    """Whether `write_files` would write this path."""
    try:
        _inside(root, path)
    except UnsafePath:
        return False
    return True


def _inside(root: Path, path: str) -> Path:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not pure.parts:
        raise UnsafePath(path, "it leaves the output folder")
    place = root.joinpath(*pure.parts)
    if not place.parent.resolve().is_relative_to(root.resolve()):
        raise UnsafePath(path, "it leaves the output folder through a link")
    return place


def _present(root: Path) -> list[str]:
    found = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in _IGNORED]
        found += [Path(folder, name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def _diff(path: str, present: str, wanted: str) -> str:
    lines = difflib.unified_diff(
        present.splitlines(keepends=True),
        wanted.splitlines(keepends=True),
        f"{path} (on disk)",
        f"{path} (from the specs)",
        n=2,
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
