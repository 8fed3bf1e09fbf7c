"""A whole check of a project on disk; what was checked before, and has not changed, is not checked again."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dwmap.config import Config
from dwmap.diagnostics import Diagnostic, Report
from dwmap.project import ProjectFiles
from dwmap.prove.known import KnownOutcomes
from dwmap.semantic.type_coverage import TypeCoverage
from dwmap.source import SourceFile
from dwmap.store import Store, key_of
from dwmap.syntax import ast

if TYPE_CHECKING:
    from dwmap.driver import Remembered


@dataclass(frozen=True)
class Outcome:
    """
    What was found, whatever the settings leave of it; how much of each map has types, the worst first; the
    entities that are declared or used.
    """

    found: tuple[Diagnostic, ...]
    coverage: tuple[TypeCoverage, ...]
    entities: frozenset[str]


class Checker:
    """
    Checks a project, with `known` again and again while it is being written.

    What has not changed since the last time is neither read from disk as a tree nor tried out again.
    """

    def __init__(self, known: KnownOutcomes | None = None) -> None:
        self._trees = _Trees()
        self._known = known
        self._recalled: ProjectFiles | None = None

    def check(self, files: ProjectFiles) -> Outcome:
        """Check a project, or remember what was found in the very same texts under the same settings."""
        sources = self._trees.settle(files.sources)
        with Store(files.root) as store:
            self._trees.store = store
            key = key_of(_parts(files))
            outcome = _load(store.get(key), sources)
            if outcome is None:
                outcome = check_texts(sources, files.config, self._trees, self._known)
                store.put(key, _dump(outcome))
            else:
                self._recalled = files
            store.save()
        return outcome

    def warm_up(self) -> None:
        """Have at hand what the next version needs, though the outcome of the last one was remembered."""
        if self._recalled is not None:
            with Store(self._recalled.root) as self._trees.store:
                sources = self._trees.settle(self._recalled.sources)
                check_texts(sources, self._recalled.config, self._trees, self._known)


class _Trees:
    """The trees of the latest texts, in front of those that are on disk."""

    store: Store

    def __init__(self) -> None:
        self._sources: dict[str, SourceFile] = {}
        self._trees: dict[SourceFile, ast.File] = {}

    def settle(self, sources: tuple[SourceFile, ...]) -> tuple[SourceFile, ...]:
        """The same files, as those of the last time where their texts are the same; the others are forgotten."""
        before = self._sources
        self._sources = {
            one.path: (
                old if (old := before.get(one.path)) and old.text == one.text else one
            )
            for one in sources
        }
        settled = tuple(self._sources.values())
        self._trees = {
            one: tree for one in settled if (tree := self._trees.get(one)) is not None
        }
        return settled

    def tree(self, source: SourceFile) -> ast.File | None:
        """The parsed file, if it is known."""
        tree = self._trees.get(source) or self.store.tree(source)
        if tree is not None:
            self._trees[source] = tree
        return tree

    def put_tree(self, file: ast.File, data: bytes | None = None) -> None:
        """Remember a file that parsed without a finding."""
        self._trees[file.source] = file
        self.store.put_tree(file, data)


def check_texts(
    sources: tuple[SourceFile, ...],
    config: Config | None = None,
    remembered: Remembered | None = None,
    known: KnownOutcomes | None = None,
) -> Outcome:
    """Check texts under the settings of a project, or under none."""
    from dwmap.driver import check_sources
    from dwmap.semantic.coverage import cover_maps

    report = Report() if config is None else Report(config.edition)
    variants = config.variants if config is not None else None
    volumes = config.volumes if config is not None else None
    analysis = check_sources(sources, report, variants, remembered, volumes, known)
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
