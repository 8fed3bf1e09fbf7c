"""A project as it was in a commit, with the packages that it named then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

from dwmap.config import (
    CONFIG,
    Config,
    PackageSetting,
    default_name,
    read_settings,
)
from dwmap.diagnostics import Report
from dwmap.history import GitProblem, History
from dwmap.manifests import MANIFEST, read_manifest
from dwmap.packages import as_project, locate, read_packages, without_packages
from dwmap.project import SUFFIX, DiskFolders
from dwmap.semantic.scope import PACKAGE_MARK
from dwmap.source import SourceFile

__all__ = ["Past"]


class Past:
    """
    The files of a project at a commit. `folder` is where it lay in the repository; None is where it lies now.

    Packages are read from the same commit where they lie in the repository, else from where they lie today.
    """

    def __init__(
        self, root: Path, history: History, commit: str, folder: str | None = None
    ) -> None:
        self._root = root
        self._history = history
        self._commit = commit
        self._folder = folder
        self._texts_of = cache(self._read_folder)

    def texts(self, wanted: Callable[[str], bool]) -> dict[str, str]:
        """The texts of the project itself that are wanted, and all manifests; without those of packages below it."""

        def is_wanted(path: str) -> bool:
            manifest = PurePosixPath(path).name == MANIFEST
            return wanted(path) or (manifest and not is_hidden(path))

        texts = self._history.texts(self._commit, is_wanted, self._folder)
        return {path: texts[path] for path in without_packages(texts)}

    def project(
        self, texts: Mapping[str, str], report: Report
    ) -> tuple[Config, tuple[SourceFile, ...]]:
        """The settings and the sources of then, those of packages among them."""
        config = Config(default_name(self._root))
        if CONFIG in texts:
            settings = SourceFile(CONFIG, texts[CONFIG])
            config = read_settings(settings, config.name, report)
        manifest = None
        if MANIFEST in texts:
            manifest = read_manifest(SourceFile(MANIFEST, texts[MANIFEST]), report)
        if manifest is not None:
            config = replace(config, edition=manifest.edition)
            config = as_project(manifest, config, self)
        report.edition = config.edition
        own = [SourceFile(path, text) for path, text in texts.items() if is_spec(path)]
        packages = read_packages(config, manifest, self, report)
        return config, tuple(sorted((*own, *packages), key=lambda one: one.path))

    def text(self, config: Config, path: str) -> SourceFile | None:
        """Any other file of the project, or of one of its packages."""
        if path.startswith(PACKAGE_MARK):
            home, _, name = path.partition("/")
            return self.read(locate(config, home), name, path)
        found = self._history.texts(self._commit, lambda one: one == path, self._folder)
        return SourceFile(path, found[path]) if path in found else None

    # ------------------------------------------------------------------------------- folders of packages

    def read(self, folder: str, name: str, shown: str) -> SourceFile | None:
        """The text of a file of a package then."""
        place = self._place(folder)
        if place is None:
            return DiskFolders(self._root, Report()).read(folder, name, shown)
        text = self._texts_of(place).get(name)
        return SourceFile(shown, text) if text is not None else None

    def specs(self, folder: str) -> Iterator[str]:
        """The `.dwmap` files of a package then."""
        place = self._place(folder)
        if place is None:
            yield from DiskFolders(self._root, Report()).specs(folder)
        else:
            yield from filter(is_spec, without_packages(self._texts_of(place)))

    def beside(self) -> Iterator[str]:
        """The folders that lie beside the project now."""
        return DiskFolders(self._root, Report()).beside()

    def holds_project(self, folder: str) -> bool:
        """Whether a folder was that of the project, or one around it."""
        place = self._place(folder)
        if place is None:
            return DiskFolders(self._root, Report()).holds_project(folder)
        return place == "." or f"{normpath(self._home())}/".startswith(f"{place}/")

    def outside(self, config: Config) -> list[PackageSetting]:
        """The packages that are in no commit, and are read as they are today."""
        return [one for one in config.packages if self._place(one.path) is None]

    def _home(self) -> str:
        """Where the project was in the repository."""
        home = self._history.prefix() if self._folder is None else self._folder
        return home or "."

    def _place(self, folder: str) -> str | None:
        """Where a folder is in the repository; None outside of it."""
        place = normpath(f"{self._home()}/{folder}")
        outside = place.startswith(("..", "/")) or folder.startswith("/")
        return None if outside else place

    def _read_folder(self, place: str) -> dict[str, str]:
        try:
            return self._history.texts(
                self._commit, lambda path: not is_hidden(path), place
            )
        except GitProblem:
            found = self._history.submodule(self._commit, place)
            if found is None:  # It was not there yet.
                return {}
            linked, commit, folder = found
            return linked.texts(commit, lambda path: not is_hidden(path), folder)


def is_hidden(path: str) -> bool:
    """Hidden files and those in hidden folders are none of a project."""
    return any(part.startswith(".") for part in PurePosixPath(path).parts)


def is_spec(path: str) -> bool:
    """Whether it is a file that a project reads."""
    return path.endswith(SUFFIX) and not is_hidden(path)
