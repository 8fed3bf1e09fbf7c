"""A whole build of a project on disk: is anything to do at all, and what would be written?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dwmap import __version__
from dwmap.diagnostics import Report
from dwmap.emit.manifest import PATH, Manifest, load_manifest, sha256
from dwmap.output import read_text
from dwmap.project import ProjectFiles
from dwmap.resources import data_dir, runtime_sources

_DECIDING = ("emit", "ir", "lower", "semantic", "syntax")


@dataclass(frozen=True)
class Build:
    """A project, the folder of its package, and what the last build left there."""

    files: ProjectFiles
    folder: Path
    before: Manifest
    compiler: str

    @property
    def inputs(self) -> dict[str, str]:
        """The hash of every source, and of the settings, by path."""
        hashes = {source.path: sha256(source.text) for source in self.files.sources}
        return hashes | {"dwmap.toml": sha256(repr(self.files.config))}

    def is_fresh(self) -> bool:
        """Whether the inputs, the compiler and every output are those of the last build."""
        before = self.before
        if before.compiler != self.compiler or before.inputs != self.inputs:
            return False
        for path, entry in before.files.items():
            text = read_text(self.folder / path)
            if text is None or sha256(text) != entry.sha256:
                return False
        return True

    def emit(self, report: Report) -> dict[str, str] | None:
        """Every file of the package, or None when the specs have errors."""
        from dwmap.driver import compile_sources
        from dwmap.emit.package import emit_package
        from dwmap.parse_cache import ParseCache

        config = self.files.config
        cache = ParseCache(self.files.root)
        sources = self.files.sources
        project = compile_sources(sources, config.name, report, config.variants, cache)
        cache.save()
        if project is None:
            return None
        return emit_package(
            project,
            self.inputs,
            compiler=self.compiler,
            before=self.before,
            read=lambda path: read_text(self.folder / path),
        )


def open_build(files: ProjectFiles, out: Path | None = None) -> Build:
    """The build of a project into its own output folder, or another."""
    folder = (out or files.out) / files.config.name
    manifest = load_manifest(read_text(folder / PATH) or "")
    return Build(files, folder, manifest, compiler_hash())


def compiler_hash() -> str:
    """A hash of all that decides what is generated: the code of the phases, the templates, the runtime."""
    parts = [__version__]
    package = Path(__file__).parent
    for phase in _DECIDING:
        for path in sorted((package / phase).rglob("*.py")):
            parts += [path.relative_to(package).as_posix(), _lines(path)]
    for folder in ("grammar", "templates"):
        root = Path(str(data_dir(folder)))
        for path in sorted(root.rglob("*.jinja")) + sorted(root.rglob("*.lark")):
            parts += [path.relative_to(root).as_posix(), _lines(path)]
    for name, text in runtime_sources().items():
        parts += [name, text]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _lines(path: Path) -> str:
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
