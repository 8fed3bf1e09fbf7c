"""Packages of specs: whether they are there and fit together, and where their files are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from posixpath import normpath
from typing import Protocol

from dwmap.config import Config, PackageSetting, ProjectProblem, WrongSetting
from dwmap.diagnostics import Diagnostic, Label, Report, Severity, did_you_mean
from dwmap.manifests import (
    MANIFEST,
    Manifest,
    fits,
    read_manifest,
    says_versions,
)
from dwmap.semantic.scope import PACKAGE_MARK
from dwmap.source import SourceFile, Span

__all__ = [
    "Folders",
    "MissingPackage",
    "OutsidePackage",
    "PackageCycle",
    "UnfitPackage",
    "as_project",
    "locate",
    "read_packages",
    "without_packages",
]


@dataclass(frozen=True)
class MissingPackage(ProjectProblem):
    """
    A package is named and is not there.

    ## Why it matters
    What other specs use of it is not declared, and its overlays do not apply.

    ## Example
    `loyalty = { path = "packages/loyalty" }` in `dwmap.toml`, and no such folder.

    ## Instead
    A folder with a `dwmap.package.toml` that says `name = "loyalty"`.

    ## How to mend
    Put the package where `path` says, or correct the path. What a package `requires` is named in `[packages]` of the project, too.
    """

    name: str
    reason: str
    span: Span
    help: str

    def diagnose(self) -> Diagnostic:
        message = f"the package `{self.name}` is missing: {self.reason}"
        return self._diagnostic(message, self.span, help=self.help)


@dataclass(frozen=True)
class UnfitPackage(ProjectProblem):
    """
    A package has a version that is not accepted.

    ## Why it matters
    What was written against another version may not be there, or not be the same.

    ## Example
    `loyalty = { path = "packages/loyalty", version = ">=2" }`, and a manifest that says `version = "1.4.0.0"`.

    ## Instead
    A package whose version is 2 or later.

    ## How to mend
    Take another version of the package, or accept the one that is there.
    """

    name: str
    wanted: str
    actual: str
    span: Span
    declared: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"the package `{self.name}` is wanted as `{self.wanted}`, and is `{self.actual}`",
            self.span,
            "this is not fulfilled",
            Label(self.declared, f"this is `{self.actual}`"),
            help="take another version of the package, or accept this one",
        )


@dataclass(frozen=True)
class PackageCycle(ProjectProblem):
    """
    Packages require each other in a circle.

    ## Why it matters
    None of them can be there without the others, so they are one package.

    ## Example
    `loyalty` requires `rewards`, and `rewards` requires `loyalty`.

    ## Instead
    `rewards` requires `loyalty`, and `loyalty` requires nothing.

    ## How to mend
    Take one of the requirements away, or make one package of both.
    """

    packages: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.packages, self.packages[0]))
        return self._diagnostic(
            f"packages require each other: `{ring}`",
            self.span,
            "this closes the circle",
            help="take one of the requirements away",
        )


@dataclass(frozen=True)
class OutsidePackage(ProjectProblem):
    """
    A package lies outside of the repository, so nothing is known of what it was before.

    ## Why it matters
    Both states that are compared have the package as it is today. What its publisher changed in the meantime is in
    neither `dwmap diff`, `dwmap plan` nor `dwmap changelog`, though it changes what the maps do.

    ## Example
    `loyalty = { path = "../../isv/loyalty" }` in `dwmap.toml`, where that folder is in no commit of the project.

    ## Instead
    `loyalty = { path = "packages/loyalty" }`, committed with the project or as a submodule of git.

    ## How to mend
    Copy the package into the repository, or make its repository a submodule: each commit says then which version it has.
    """

    severity = Severity.NOTE
    name: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"the package `{self.name}` lies outside of the repository: both states have it as it is now",
            self.span,
            help="copy it into the repository, or make it a submodule of git",
        )


class Folders(Protocol):
    """Where packages lie: on disk, or in a commit. Folders are given as seen from the project."""

    def read(self, folder: str, name: str, shown: str) -> SourceFile | None:
        """The text of a file, under the path that it is to be shown by; None where there is none."""

    def specs(self, folder: str) -> Iterable[str]:
        """The `.dwmap` files of a folder, as seen from there."""

    def beside(self) -> Iterable[str]:
        """The folders beside that of the project."""

    def holds_project(self, folder: str) -> bool:
        """Whether a folder is that of the project, or one around it."""


# -------------------------------------------------------------------------------------------------------- packages


def read_packages(
    config: Config, own: Manifest | None, folders: Folders, report: Report
) -> tuple[SourceFile, ...]:
    """
    The files of all packages that a project names, under `@NAME/`; what does not fit together is reported.

    `own` is the manifest of the project, where that is a package itself.
    """
    found: dict[str, Manifest] = {own.name: own} if own is not None else {}
    named = {one.name for one in config.packages}
    files: list[SourceFile] = []
    by_folder: dict[str, str] = {}
    for setting in config.packages:
        folder = normpath(setting.path)
        if folder in by_folder or setting.name in found:
            other = by_folder.get(folder, setting.name)
            reason = f"`{other}` is already there"
            help = "name each package and each folder once"
            report.add(MissingPackage(setting.name, reason, setting.span, help))
            continue
        if folders.holds_project(folder):
            # Its files are those of the project, which nobody reads twice.
            reason = f"`{setting.path}` is the folder of the project, or around it"
            help = "put the package into a folder of its own"
            report.add(MissingPackage(setting.name, reason, setting.span, help))
            continue
        manifest = _manifest_of(setting, folders, report)
        if manifest is not None:
            by_folder[folder] = setting.name
            found[setting.name] = manifest
            _check_setting(setting, manifest, report)
        # With a wrong manifest, too: that it is wrong is enough to be told.
        files += _files(setting, folders)
    _check_requires(found, named, report)
    return tuple(sorted(files, key=lambda one: one.path))


def _files(setting: PackageSetting, folders: Folders) -> Iterator[SourceFile]:
    home = f"{PACKAGE_MARK}{setting.name}"
    for path in folders.specs(setting.path):
        source = folders.read(setting.path, path, f"{home}/{path}")
        if source is not None:
            yield source


def _check_setting(setting: PackageSetting, manifest: Manifest, report: Report) -> None:
    if not says_versions(setting.version):
        message = f"`{setting.version}` says no versions"
        help = 'write `version = ">=1.2, <2"`'
        report.add(WrongSetting(message, setting.span, help))
        return
    _check_version(setting.name, setting.version, setting.span, manifest, report)


def _manifest_of(
    setting: PackageSetting, folders: Folders, report: Report
) -> Manifest | None:
    """The manifest of a package that is named; None, and a finding, where there is none for it."""
    shown = f"{PACKAGE_MARK}{setting.name}/{MANIFEST}"
    source = folders.read(setting.path, MANIFEST, shown)
    name = setting.name
    if source is None:
        reason = f"there is no `{MANIFEST}` in `{setting.path}`"
        help = "put the package there, or correct the path"
        report.add(MissingPackage(name, reason, setting.span, help))
        return None
    manifest = read_manifest(source, report)
    if manifest is not None and manifest.name != name:
        reason = f"the package in `{setting.path}` is called `{manifest.name}`"
        help = f"write `{manifest.name} = {{ path = … }}`, or correct the path"
        report.add(MissingPackage(name, reason, setting.span, help))
        return None
    return manifest


def _check_version(
    name: str, wanted: str, span: Span, manifest: Manifest, report: Report
) -> None:
    if not fits(wanted, manifest.version):
        there = manifest.version, span, manifest.version_span
        report.add(UnfitPackage(name, wanted, *there))


def _check_requires(
    found: Mapping[str, Manifest], named: Collection[str], report: Report
) -> None:
    for manifest in found.values():
        for each in manifest.requires:
            other = found.get(each.name)
            if other is not None:
                _check_version(each.name, each.wanted, each.span, other, report)
                continue
            if each.name in named:  # What is wrong with it has been said.
                continue
            reason = f"`{manifest.name}` requires it"
            help = did_you_mean(each.name, found) or (
                f"name it in `[packages]` of `dwmap.toml`: `{each.name} = {{ path = … }}`"
            )
            report.add(MissingPackage(each.name, reason, each.span, help))
    graph = {
        name: [each.name for each in manifest.requires if each.name in found]
        for name, manifest in sorted(found.items())
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # Each is required by the one behind it.
        ring = tuple(reversed(error.args[1]))[:-1]
        start = ring.index(min(ring))
        ring = ring[start:] + ring[:start]
        last = found[ring[-1]]
        span = next(one.span for one in last.requires if one.name == ring[0])
        report.add(PackageCycle(ring, span))


def as_project(manifest: Manifest, config: Config, folders: Folders) -> Config:
    """
    The settings of a package that is checked by itself: what it requires lies beside it, where its own `dwmap.toml` does not
    say otherwise.
    """
    named = {one.name: one for one in config.packages}
    beside: dict[str, tuple[str, Manifest]] = {}
    for folder in folders.beside():
        source = folders.read(folder, MANIFEST, f"{folder}/{MANIFEST}")
        other = read_manifest(source, Report()) if source is not None else None
        if other is not None and other.name != manifest.name:
            beside.setdefault(other.name, (folder, other))
    waiting = list(manifest.requires)
    while waiting:
        each = waiting.pop(0)
        if each.name not in named and each.name in beside:
            folder, other = beside[each.name]
            named[each.name] = PackageSetting(each.name, folder, "", each.span)
            waiting += other.requires
    settings = tuple(named[name] for name in sorted(named))
    return replace(config, packages=settings)


def locate(config: Config, path: str) -> str:
    """Where a file of a project is, as seen from its folder: those of packages are in the packages' folders."""
    if not path.startswith(PACKAGE_MARK):
        return path
    name, _, rest = path.removeprefix(PACKAGE_MARK).partition("/")
    for setting in config.packages:
        if setting.name == name:
            return normpath(f"{setting.path}/{rest}")
    return path


def without_packages(paths: Iterable[str]) -> list[str]:
    """The files of a folder without those of packages below it: these belong to whoever names them."""
    paths = list(paths)
    inner = {
        f"{path.rpartition('/')[0]}/" for path in paths if path.endswith(f"/{MANIFEST}")
    }
    return [path for path in paths if not any(path.startswith(one) for one in inner)]
