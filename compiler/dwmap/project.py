"""Finds and reads a project: its `dwmap.toml` and its `.dwmap` files."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dwmap.config import CONFIG, Config, ProjectProblem, default_name, read_settings
from dwmap.diagnostics import Diagnostic, Report
from dwmap.manifests import MANIFEST, Manifest, read_manifest
from dwmap.packages import as_project, locate, read_packages
from dwmap.semantic.scope import PACKAGE_MARK
from dwmap.source import SourceFile, Span

SUFFIX = ".dwmap"
MOST_BYTES = 32_000_000


@dataclass(frozen=True)
class UnreadableFile(ProjectProblem):
    """
    A file cannot be read as text.

    ## Why it matters
    Specifications are text in UTF-8. Nothing of the file was used.

    ## Example
    A file saved as UTF-16, or a picture named `.dwmap`.

    ## Instead
    A text in UTF-8, with a byte-order mark or without.

    ## How to mend
    Save the file as UTF-8, or give what is no specification another ending.
    """

    reason: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"this file cannot be read: {self.reason}", self.span)


@dataclass(frozen=True)
class NoSources(ProjectProblem):
    """
    A project has no `.dwmap` file.

    ## Why it matters
    There is nothing to check or to build.

    ## Example
    An empty folder.

    ## Instead
    A folder with at least one `.dwmap` file in it or below.

    ## How to mend
    Write a first file, or let `dwmap init` write one. Name the folder of the project if another one was meant.
    """

    path: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"there is no .dwmap file in {self.path}",
            None,
            help="`dwmap init` writes a first one",
        )


@dataclass(frozen=True)
class ProjectFiles:
    """A project as it lies on disk. `root` is its folder; the paths of the sources are relative to it."""

    root: Path
    config: Config
    sources: tuple[SourceFile, ...]

    manifest: Manifest | None = None
    """Of a project that is a package itself."""

    def locate(self, path: str) -> Path:
        """Where a file is: those of packages lie below `@NAME` wherever they are."""
        return self.root / locate(self.config, path)

    def read_beside(self, name: str, report: Report) -> SourceFile | None:
        """The text of another file of the project or of one of its packages; one that leads out is not read."""
        if not name.startswith(PACKAGE_MARK):
            return read_beside(self.root, name, report)
        home, _, rest = name.partition("/")
        return read_beside(self.locate(home), rest, report)

    @property
    def out(self) -> Path:
        """The folder that holds the generated package."""
        return Path(os.path.normpath(self.root / self.config.out))

    @property
    def site(self) -> Path:
        """The folder of the documentation site."""
        return Path(os.path.normpath(self.root / self.config.site))


def find_root(path: Path) -> Path:
    """The folder of the project that `path` belongs to: the nearest with a `dwmap.toml` or a manifest, else its own."""
    folder = path if path.is_dir() else path.parent
    here = folder.resolve()
    for candidate in (here, *here.parents):
        if any((candidate / name).is_file() for name in (CONFIG, MANIFEST)):
            return folder if candidate == here else candidate
    return folder


def load_project(path: Path, report: Report) -> ProjectFiles:
    """Read the project at or around `path`; raises FileNotFoundError when there is no such place."""
    if not path.exists():
        raise FileNotFoundError(2, "there is no such file or folder", str(path))
    settings = load_settings(path, report)
    own = tuple(_read_sources(settings.root, report))
    folders = DiskFolders(settings.root, report)
    packages = read_packages(settings.config, settings.manifest, folders, report)
    sources = tuple(sorted((*own, *packages), key=lambda one: one.path))
    if not sources and not report.has_errors:
        report.add(NoSources(str(path)))
    return replace(settings, sources=sources)


def load_settings(path: Path, report: Report) -> ProjectFiles:
    """The project at or around `path` without its sources: what `dwmap.toml` says."""
    root = find_root(path)
    config = _read_config(root, report)
    manifest = _read_manifest(root, report)
    if manifest is not None:
        config = replace(config, edition=manifest.edition)
        config = as_project(manifest, config, DiskFolders(root, report))
    report.edition = config.edition
    return ProjectFiles(root, config, (), manifest)


def source_paths(root: Path, suffix: str = SUFFIX) -> Iterator[Path]:
    """Every `.dwmap` file below a folder, in order; hidden folders, links to folders, and packages are left out."""
    for folder, subfolders, names in os.walk(root):
        if MANIFEST in names and Path(folder) != root:
            subfolders.clear()
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(suffix) and not name.startswith("."):
                yield Path(folder, name)


def _read_sources(root: Path, report: Report) -> Iterator[SourceFile]:
    found = [(each.relative_to(root).as_posix(), each) for each in source_paths(root)]
    for name, path in sorted(found):
        source = read_source(path, name, report)
        if source is not None:
            yield source


def read_source(path: Path, name: str, report: Report) -> SourceFile | None:
    """The text of a file; None, and a diagnostic, when it is no text."""
    whole = SourceFile(name, "").span(0, 0)
    try:
        data = read_bytes(path)
    except OSError as error:
        report.add(UnreadableFile(error.strerror or str(error), whole))
        return None
    return decode_source(data, name, report)


def read_beside(root: Path, name: str, report: Report) -> SourceFile | None:
    """The text of another file of the project; one that leads out of its folder is not read."""
    path, reason = root / name, ""
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            reason = "it leads out of the project's folder"
    except (OSError, RuntimeError, ValueError):
        reason = "its path leads nowhere"  # a link to itself, a zero byte
    if reason:
        report.add(UnreadableFile(reason, SourceFile(name, "").span(0, 0)))
        return None
    return read_source(path, name, report)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or one more than a source may have."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def decode_source(data: bytes, name: str, report: Report) -> SourceFile | None:
    """The text in UTF-8 bytes, without a byte-order mark; None, and a diagnostic, when it is no text."""
    if len(data) > MOST_BYTES:
        most = f"it is larger than {MOST_BYTES // 1_000_000} MB"
        report.add(UnreadableFile(most, SourceFile(name, "").span(0, 0)))
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        whole = SourceFile(name, "").span(0, 0)
        report.add(UnreadableFile("it is UTF-16; save it as UTF-8", whole))
        return None
    at = data.find(b"\0")
    if at >= 0:
        report.add(
            UnreadableFile("it has a zero byte, so it is no text", _at(data, at, name))
        )
        return None
    try:
        return SourceFile(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # Without the mark, which counts in the error's offset only if it was there.
        mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        span = _at(data, mark + error.start, name)
        report.add(UnreadableFile("it is not UTF-8; save it as UTF-8", span))
        return None


def _at(data: bytes, offset: int, name: str) -> Span:
    """A byte of a file that is no text: where its character is in what can be shown of the file."""
    before = len(data[:offset].decode("utf-8-sig", "replace"))
    file = SourceFile(name, data.decode("utf-8-sig", "replace"))
    return file.span(before, before + 1)


class DiskFolders:
    """Packages that lie on disk, seen from the folder of a project."""

    def __init__(self, root: Path, report: Report) -> None:
        self._root = root
        self._report = report

    def read(self, folder: str, name: str, shown: str) -> SourceFile | None:
        """The text of a file; what is no text is reported."""
        path = self._root / folder / name
        try:
            there = path.is_file()
        except (OSError, ValueError):
            there = False
        return read_source(path, shown, self._report) if there else None

    def specs(self, folder: str) -> Iterator[str]:
        """Its `.dwmap` files."""
        home = self._root / folder
        return (path.relative_to(home).as_posix() for path in source_paths(home))

    def holds_project(self, folder: str) -> bool:
        """Whether a folder is the project's own, or one around it."""
        try:
            return self._root.resolve().is_relative_to((self._root / folder).resolve())
        except (OSError, ValueError):
            return False

    def beside(self) -> Iterator[str]:
        """The folders beside the project's own."""
        here = self._root.resolve()
        for path in sorted(here.parent.iterdir()):
            if path != here and (path / MANIFEST).is_file():
                yield f"../{path.name}"


def _read_manifest(root: Path, report: Report) -> Manifest | None:
    path = root / MANIFEST
    source = read_source(path, MANIFEST, report) if path.is_file() else None
    return None if source is None else read_manifest(source, report)


def _read_config(root: Path, report: Report) -> Config:
    path, name = root / CONFIG, default_name(root)
    source = read_source(path, CONFIG, report) if path.is_file() else None
    return Config(name) if source is None else read_settings(source, name, report)
