"""A whole build of a project on disk: is anything to do at all, and what would be written?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dwmap.diagnostics import Report
from dwmap.emit.manifest import MANIFEST, Entry, Manifest, hash_text, load_manifest
from dwmap.output import read_text
from dwmap.project import ProjectFiles

TARGETS = ("docs", "python")


@dataclass(frozen=True)
class Build:
    """A project, the folder of its package, and what the last build left there."""

    files: ProjectFiles
    folder: Path
    before: Manifest

    @property
    def inputs(self) -> dict[str, str]:
        """The text of every source by path, and the settings that decide what is written."""
        texts = {source.path: source.text for source in self.files.sources}
        config = self.files.config
        decisive = (config.name, config.edition, sorted(config.variants.items()))
        return texts | {"dwmap.toml": repr(decisive)}

    @cached_property
    def intact(self) -> dict[str, Entry]:
        """The files that this very compiler wrote and that nobody has touched since."""
        if not self.before.is_current():
            return {}
        return {
            path: entry
            for path, entry in self.before.files.items()
            if (text := read_text(self.folder / path)) is not None
            and hash_text(text) == entry.sha256
        }

    def is_fresh(self) -> bool:
        """Whether the inputs, the compiler and every output are those of the last build."""
        hashes = {path: hash_text(text) for path, text in self.inputs.items()}
        if hashes != dict(self.before.inputs) or self.before.targets != TARGETS:
            return False
        return len(self.intact) == len(self.before.files) > 0

    def emit(
        self, report: Report, *, everything: bool = False
    ) -> tuple[dict[str, str], frozenset[str]] | None:
        """
        The files to write and the paths of those that are right already; None when the specs have errors.

        `everything` makes all of them, whatever the last build left.
        """
        from dwmap.driver import compile_sources_with_places
        from dwmap.emit.package import emit_changes
        from dwmap.store import Store

        config = self.files.config
        sources, variants = self.files.sources, config.variants
        with Store(self.files.root) as store:
            compiled = compile_sources_with_places(
                sources, config.name, report, variants, store
            )
            store.save()
        if compiled is None:
            return None
        intact = {} if everything else self.intact
        origins = compiled.places.origins
        emission = emit_changes(
            *(compiled.project, self.inputs, intact), targets=TARGETS, origins=origins
        )
        return emission.files, emission.kept


def open_build(files: ProjectFiles, out: Path | None = None) -> Build:
    """The build of a project into its own output folder, or another."""
    folder = (out or files.out) / files.config.name
    return Build(files, folder, load_manifest(read_text(folder / MANIFEST) or ""))
