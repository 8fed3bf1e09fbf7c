"""Updates of specs in test cases: a spec, the metadata beside it, the specs that come of both, and what is said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dwmap.diagnostics import Report
from dwmap.importers.metadata import (
    Additions,
    Updated,
    Wishes,
    read_metadata,
    systems_of,
    update_specs,
)
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file

SPECS = ("input.dwmap", "input.more.dwmap")


def update_folder(case: Path) -> tuple[dict[str, str], Report]:
    """The specs by path, where they changed, and the messages."""
    report = Report()
    settings = case / "case.toml"
    options: dict[str, Any] = (
        tomllib.loads(settings.read_text("utf-8")) if settings.exists() else {}
    )
    sources = [
        SourceFile(name, (case / name).read_bytes().decode("utf-8"))
        for name in SPECS
        if (case / name).exists()
    ]
    data = {
        path.name: path.read_bytes()
        for path in sorted(case.glob("input.*"))
        if path.suffix in (".xml", ".json")
    }
    updated = update(sources, data, report, **options)
    old = {one.path: one.text for one in sources}
    changed = {
        one.path: one.text for one in updated.sources if old.get(one.path) != one.text
    }
    return changed, report


def update(
    sources: Sequence[SourceFile],
    data: Mapping[str, bytes],
    report: Report,
    *,
    add: Sequence[str] = (),
    all: bool = False,
    **wishes: bool,
) -> Updated:
    """The specs with what metadata says; each product's is that of the first system of its kind."""
    files = [parse_file(one, report) for one in sources]
    kinds = systems_of(files)
    metadata = {
        next(name for name, kind in kinds.items() if kind == one.product): one
        for one in read_metadata(data, report)
    }
    additions = Additions(frozenset(add), all)
    return update_specs(files, metadata, report, Wishes(**wishes), additions)
