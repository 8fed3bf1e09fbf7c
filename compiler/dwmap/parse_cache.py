"""
Remembers parsed files between runs, in the user's own cache folder.

Only files without any finding are remembered, by the hash of their text; the whole is thrown away when the
grammar, the parser or Python changes. Losing the cache, or two processes writing it, costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from dwmap import __version__
from dwmap.resources import cache_dir, data_dir
from dwmap.source import SourceFile
from dwmap.syntax import ast

_KEPT_FILES = 20_000
_WORTH_WRITING = 20


class ParseCache:
    """The parsed files of one project."""

    def __init__(self, root: Path) -> None:
        self._path = _cache_path(root)
        self._files: dict[str, tuple[bytes, ast.File]] = {}
        self._new = 0
        self._seen: set[str] = set()
        if self._path is not None:
            self._files = _load(self._path)

    def get(self, source: SourceFile) -> ast.File | None:
        """The parsed file if it was remembered with this very text."""
        self._seen.add(source.path)
        known = self._files.get(source.path)
        return (
            known[1] if known is not None and known[0] == _digest(source.text) else None
        )

    def put(self, file: ast.File) -> None:
        """Remember a file that parsed without a finding."""
        self._files[file.source.path] = (_digest(file.source.text), file)
        self._new += 1

    def save(self) -> None:
        """
        Write the cache if enough has changed; files that are gone are forgotten.

        Writing costs as much as reading some files anew, so a few wait until there are more.
        """
        gone = self._files.keys() - self._seen
        changed = self._new + len(gone)
        worth = len(self._seen) // _WORTH_WRITING < changed
        if self._path is None or not worth or len(self._files) > _KEPT_FILES:
            return
        kept = {path: known for path, known in self._files.items() if path not in gone}
        _store(self._path, kept)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=16
    ).digest()


def _cache_path(root: Path) -> Path | None:
    folder = cache_dir()
    if folder is None:
        return None
    name = hashlib.blake2b(str(root.resolve()).encode(), digest_size=8).hexdigest()
    return folder / f"parsed-{name}.bin"


def _state() -> bytes:
    """What must be the same for remembered trees to be of use."""
    parts = [
        __version__,
        sys.version,
        *(
            (data_dir("grammar") / n).read_text()
            for n in ("dwmap.lark", "lexical.lark")
        ),
    ]
    folder = Path(ast.__file__).parent
    folder = folder if folder.name == "syntax" else folder.parent
    parts += [f"{p.name}{p.stat().st_mtime_ns}" for p in sorted(folder.rglob("*.py"))]
    return hashlib.blake2b("\0".join(parts).encode()).digest()


def _load(path: Path) -> dict[str, tuple[bytes, ast.File]]:
    try:
        data = path.read_bytes()
        state = _state()
        if not data.startswith(state):
            return {}
        files: dict[str, tuple[bytes, ast.File]] = pickle.loads(data[len(state) :])
    except Exception:  # A damaged cache is no cache, whatever is wrong with it.
        return {}
    return files


def _reducers() -> dict[type, Callable[[Any], tuple[type, tuple[Any, ...]]]]:
    """
    Every class of the tree as its constructor and arguments.

    What a dataclass with slots does on its own takes several times as long, in both directions.
    """
    kinds = [each for each in vars(ast).values() if isinstance(each, type)]
    return {kind: _reducer(kind) for kind in kinds if is_dataclass(kind)}


def _reducer(kind: type[Any]) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    names = [each.name for each in fields(kind)]
    if len(names) == 1:
        return lambda node: (kind, (getattr(node, names[0]),))
    values = attrgetter(*names)
    return lambda node: (kind, values(node))


def _store(path: Path, files: dict[str, tuple[bytes, ast.File]]) -> None:
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_state())
            pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
            pickler.dispatch_table = _reducers()
            pickler.dump(files)
        os.replace(temporary, path)
    except (OSError, RecursionError):
        return
