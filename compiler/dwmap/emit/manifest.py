"""
`manifest.json`: what a package is made of and what it was made from.

It is the only generated file with a version in it. `emitter` is a fingerprint of everything of the compiler that
decides what is written; with the keys of the files it says what need not be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, NamedTuple

from dwmap import __version__
from dwmap.resources import data_dir

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_DECIDING: Final = ("emit", "ir", "lower", "runtime", "semantic", "syntax")


class Entry(NamedTuple):
    """The hash of a file's text, and the key of what decided it."""

    sha256: str
    key: str


@dataclass(frozen=True)
class Manifest:
    """The inputs with their hashes, and the files with theirs."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Entry] = field(default_factory=dict)
    compiler: str = ""
    emitter: str = ""
    targets: tuple[str, ...] = ()

    def is_current(self) -> bool:
        """Whether this very compiler wrote it."""
        return (self.compiler, self.emitter) == (__version__, fingerprint())


def hash_text(text: str) -> str:
    """The hash of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def dump_manifest(manifest: Manifest) -> str:
    """The manifest as JSON, sorted."""
    plain = {
        "version": FORMAT,
        "compiler": manifest.compiler,
        "emitter": manifest.emitter,
        "targets": list(manifest.targets),
        "inputs": dict(sorted(manifest.inputs.items())),
        "files": {
            path: entry._asdict() for path, entry in sorted(manifest.files.items())
        },
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def load_manifest(text: str) -> Manifest:
    """The manifest that `dump_manifest` wrote; an empty one for any other text."""
    try:
        plain: dict[str, Any] = json.loads(text)
        if plain["version"] != FORMAT:
            return Manifest()
        listed = plain["files"].items()
        return Manifest(
            {str(path): str(known) for path, known in plain["inputs"].items()},
            {
                str(path): Entry(str(one["sha256"]), str(one["key"]))
                for path, one in listed
            },
            str(plain["compiler"]),
            str(plain["emitter"]),
            tuple(map(str, plain["targets"])),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Manifest()


@cache
def fingerprint() -> str:
    """A hash of the grammar, the templates, and the modules that decide what is written."""
    digest = hashlib.sha256()
    roots = [files("dwmap") / name for name in _DECIDING]
    for root in (data_dir("grammar"), data_dir("templates"), *roots):
        for name, content in sorted(_contents(root, root.name)):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir() and not entry.name.startswith((".", "_")):
            yield from _contents(entry, name)
        elif entry.name.endswith((".py", ".jinja", ".lark")):
            yield name, entry.read_bytes()
