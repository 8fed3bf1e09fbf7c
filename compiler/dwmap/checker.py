"""A whole check of a project on disk; what was checked before, and has not changed, is not checked again."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from typing import Any

from dwmap.config import Config
from dwmap.diagnostics import Diagnostic, Report
from dwmap.project import ProjectFiles
from dwmap.semantic.type_coverage import TypeCoverage
from dwmap.source import SourceFile
from dwmap.store import Store, key_of


@dataclass(frozen=True)
class Outcome:
    """
    What was found, whatever the settings leave of it; how much of each map has types, the worst first; the
    entities that are declared or used.
    """

    found: tuple[Diagnostic, ...]
    coverage: tuple[TypeCoverage, ...]
    entities: frozenset[str]


def check_files(files: ProjectFiles) -> Outcome:
    """Check a project, or remember what was found in the very same texts under the same settings."""
    with Store(files.root) as store:
        key = key_of(_parts(files))
        outcome = _load(store.get(key), files.sources)
        if outcome is None:
            outcome = check_texts(files.sources, files.config, store)
            store.put(key, _dump(outcome))
        store.save()
    return outcome


def check_texts(
    sources: tuple[SourceFile, ...],
    config: Config | None = None,
    store: Store | None = None,
) -> Outcome:
    """Check texts under the settings of a project, or under none."""
    from dwmap.driver import check_sources
    from dwmap.semantic.coverage import cover_maps

    report = Report() if config is None else Report(config.edition)
    variants = config.variants if config is not None else None
    volumes = config.volumes if config is not None else None
    analysis = check_sources(sources, report, variants, store, volumes)
    coverage = cover_maps(analysis.maps, analysis.scope)
    return Outcome(report.diagnostics, coverage, frozenset(analysis.scope.entities))


def _parts(files: ProjectFiles) -> list[str]:
    config = files.config
    settings = (
        config.edition,
        sorted(config.variants.items()),
        sorted(config.volumes.items()),
    )
    texts = (part for source in files.sources for part in (source.path, source.text))
    return ["check", repr(settings), *texts]


class _Pickler(pickle.Pickler):
    """Findings point into texts, which are at hand when they are read back."""

    def persistent_id(self, obj: Any) -> str | None:
        return obj.path if obj.__class__ is SourceFile else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, sources: tuple[SourceFile, ...]) -> None:
        super().__init__(io.BytesIO(data))
        self._sources = {source.path: source for source in sources}

    def persistent_load(self, pid: Any) -> SourceFile:
        return self._sources[pid]


def _dump(outcome: Outcome) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(outcome)
    return stream.getvalue()


def _load(data: bytes | None, sources: tuple[SourceFile, ...]) -> Outcome | None:
    if data is None:
        return None
    try:
        outcome: Outcome = _Unpickler(data, sources).load()
    except Exception:  # What is damaged is not remembered, whatever is wrong with it.
        return None
    return outcome
