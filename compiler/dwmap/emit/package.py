"""Emits the package of a project: a table of texts, made anew only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dwmap.emit.blacken import format_files
from dwmap.emit.draft import Draft, Files
from dwmap.emit.manifest import PATH, FileEntry, Manifest, dump_manifest, sha256
from dwmap.emit.scope import Scope
from dwmap.emit.target import TARGETS
from dwmap.ir.model import Project


def emit_package(
    project: Project,
    inputs: Mapping[str, str],
    *,
    compiler: str = "",
    targets: Sequence[str] = tuple(TARGETS),
    before: Manifest | None = None,
    read: Callable[[str], str | None] = lambda path: None,
) -> Files:
    """
    Every file of the package of `project`, the manifest included, by path.

    `inputs` are the hashes of the sources by path. What `before` lists with an unchanged key is taken from
    `read` instead of being made again, if its text is still the one that was written.
    """
    scope = Scope(project)
    drafts = [draft for name in targets for draft in TARGETS[name](scope)]
    known = before if before is not None and before.compiler == compiler else Manifest()
    files: Files = {}
    fresh: list[Draft] = []
    for draft in drafts:
        text = _kept(draft, known, read)
        if text is None:
            fresh.append(draft)
        else:
            files[draft.path] = text
    made = {draft.path: draft.make() for draft in fresh}
    python = {draft.path for draft in fresh if draft.python}
    made |= format_files({path: made[path] for path in sorted(python)})
    files |= made
    entries = {
        draft.path: FileEntry(sha256(files[draft.path]), draft.key) for draft in drafts
    }
    files[PATH] = dump_manifest(Manifest(compiler, inputs, entries))
    return dict(sorted(files.items()))


def _kept(
    draft: Draft, known: Manifest, read: Callable[[str], str | None]
) -> str | None:
    """The text that is there already, if making the draft would give the same."""
    entry = known.files.get(draft.path)
    if entry is None or entry.key != draft.key:
        return None
    text = read(draft.path)
    return text if text is not None and sha256(text) == entry.sha256 else None
