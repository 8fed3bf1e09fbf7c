"""Where the data that ships with the compiler lives: grammar, templates, the runtime's text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
_RUNTIME_SUFFIXES = (".py", ".typed")


def data_dir(name: str) -> Traversable:
    """The folder `name` of the installed package, or of the checkout that it runs from."""
    packaged = files("dwmap") / name
    return packaged if packaged.is_dir() else _CHECKOUT / name


def runtime_sources() -> dict[str, str]:
    """The text of every file of the runtime, by its path within it, sorted."""
    return dict(sorted(_sources(files("dwmap") / "runtime", "")))


def _sources(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(_RUNTIME_SUFFIXES):
            yield prefix + entry.name, entry.read_text(encoding="utf-8")


def cache_dir() -> Path | None:
    """
    The user's own folder for things that can be made again, made on first use; None where it cannot be.

    It is private to the user: what lies there is trusted when it is read back.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "dwmap"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = folder.stat().st_uid == os.getuid() if hasattr(os, "getuid") else True
    except (OSError, RuntimeError):
        return None
    return folder if usable else None
