"""IR -> the files of a package: drafts from the targets, of which only those that changed are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dwmap import __version__
from dwmap.emit.draft import Draft, Files
from dwmap.emit.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    dump_manifest,
    fingerprint,
    hash_text,
)
from dwmap.emit.target import draft_files
from dwmap.ir.model import Project
from dwmap.ir.origins import NO_ORIGINS, Origins
from dwmap.ir.scope import Scope

DEFAULT_TARGETS = ("python",)


@dataclass(frozen=True)
class Emission:
    """
    What a build comes to: the files that were made, the manifest among them, and those that are still right.
    """

    files: Files
    kept: frozenset[str]
    manifest: Manifest


def emit_changes(
    project: Project,
    inputs: Mapping[str, str],
    intact: Mapping[str, Entry],
    *,
    targets: Sequence[str] = DEFAULT_TARGETS,
    origins: Origins = NO_ORIGINS,
) -> Emission:
    """
    The files that must be made.

    `intact` are files that the same compiler wrote and that nobody has touched since; `origins` says what comes from
    overlays.
    """
    drafts = draft_files(Scope(project, origins), targets)
    kept = {
        draft.path: intact[draft.path]
        for draft in drafts
        if draft.path in intact and intact[draft.path].key == draft.key
    }
    made = _make([draft for draft in drafts if draft.path not in kept])
    entries = {
        draft.path: kept.get(draft.path)
        or Entry(hash_text(made[draft.path]), draft.key)
        for draft in drafts
    }
    hashes = {path: hash_text(text) for path, text in inputs.items()}
    manifest = Manifest(
        hashes, entries, __version__, fingerprint(), tuple(sorted(targets))
    )
    made[MANIFEST] = dump_manifest(manifest)
    return Emission(dict(sorted(made.items())), frozenset(kept), manifest)


def _make(drafts: list[Draft]) -> Files:
    texts = {draft.path: draft.make() for draft in drafts}
    python = {draft.path: texts[draft.path] for draft in drafts if draft.python}
    if python:
        from dwmap.emit.blacken import format_files

        texts.update(format_files(python))
    return texts
