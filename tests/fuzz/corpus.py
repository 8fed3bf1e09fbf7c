"""The texts that fuzzing starts from: every file of the language and of imports that this repository has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from harness.golden import CASES, ROOT

LARGEST = 60_000
"""Of larger files there are few, and each costs as much as a hundred others."""


def _texts(paths: list[Path]) -> list[str]:
    read = (path.read_bytes() for path in paths if path.stat().st_size <= LARGEST)
    texts = (data.decode("utf-8", "replace") for data in read)
    return list(dict.fromkeys(texts))


@cache
def specs() -> list[str]:
    """Every `.dwmap` file, sound or broken."""
    return _texts(
        [*sorted(ROOT.glob("specs/**/*.dwmap")), *sorted(CASES.glob("*/**/*.dwmap"))]
    )


@cache
def projects() -> list[tuple[str, ...]]:
    """The files of whole projects: of each case of several files, and of each small case that compiles."""
    folders = sorted({path.parent for path in CASES.glob("semantic/*/*.dwmap")})
    folders += sorted({path.parent for path in CASES.glob("examples/*/*.dwmap")})
    folders += sorted({path.parent for path in CASES.glob("emit/*/*.dwmap")})
    return [tuple(_texts(sorted(folder.glob("*.dwmap")))) for folder in folders]


@cache
def sound_projects() -> list[tuple[str, ...]]:
    """The files of the cases that compile."""
    folders = [path.parent for path in CASES.glob("examples/*/ir.json")]
    folders += [path.parent for path in CASES.glob("emit/*/input.dwmap")]
    return [tuple(_texts(sorted(folder.glob("*.dwmap")))) for folder in sorted(folders)]


@cache
def foreign(suffix: str) -> list[str]:
    """The sources of imports of one kind: `.md`, `.keys.csv`, `.schema.json`, `.plan.toml`."""
    found = _texts(sorted(CASES.glob(f"import/*/input{suffix}")))
    if suffix == ".plan.toml":
        found += _texts([ROOT / "specs" / "import.toml"])
    return found


@cache
def settings() -> list[str]:
    """Every `dwmap.toml`."""
    return _texts(
        sorted(CASES.glob("*/*/dwmap.toml")) + [ROOT / "specs" / "dwmap.toml"]
    )


@cache
def updates() -> list[Path]:
    """The files of metadata of all cases, each beside a spec."""
    found = sorted(CASES.glob("metadata/*/input.*"))
    return [path for path in found if path.suffix in (".xml", ".json")]


def update(path: Path) -> tuple[str, str]:
    """The spec beside a file of metadata, and the file."""
    spec, metadata = _texts([path.parent / "input.dwmap", path])
    return spec, metadata
