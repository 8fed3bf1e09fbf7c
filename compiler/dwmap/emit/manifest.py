"""What a build wrote and from what: the file that makes the next build fast and a check possible."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PATH = "manifest.json"
VERSION = 1


@dataclass(frozen=True)
class FileEntry:
    """A written file: the hash of its text, and the key of what decided it."""

    sha256: str
    key: str


@dataclass(frozen=True)
class Manifest:
    """
    The inputs by path and hash, the outputs by path, and the compiler that made them.

    `compiler` is a hash of everything of the compiler that decides the text.
    """

    compiler: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)


def sha256(text: str) -> str:
    """The hash of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def dump_manifest(manifest: Manifest) -> str:
    """The manifest as JSON, sorted."""
    plain = {
        "version": VERSION,
        "compiler": manifest.compiler,
        "inputs": dict(manifest.inputs),
        "files": {
            path: {"sha256": entry.sha256, "key": entry.key}
            for path, entry in manifest.files.items()
        },
    }
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def load_manifest(text: str) -> Manifest:
    """The manifest in a text; an empty one where it is damaged or of another version."""
    try:
        plain: Any = json.loads(text)
        if plain["version"] != VERSION:
            return Manifest()
        files = {
            path: FileEntry(entry["sha256"], entry["key"])
            for path, entry in plain["files"].items()
        }
        return Manifest(plain["compiler"], dict(plain["inputs"]), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Manifest()
