"""Manifests of packages: what a package says of itself, and which versions of others it accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from dwmap.config import ProjectProblem, is_package_name
from dwmap.diagnostics import Diagnostic, Report, did_you_mean
from dwmap.diagnostics.editions import is_edition, newest_edition
from dwmap.diagnostics.toml_places import Path as TomlPath
from dwmap.diagnostics.toml_places import TomlPlaces
from dwmap.diagnostics.toml_text import NO_TOML, NoToml, read_toml
from dwmap.source import SourceFile, Span

__all__ = [
    "MANIFEST",
    "Manifest",
    "Requirement",
    "WrongManifest",
    "fits",
    "read_manifest",
    "says_versions",
]

MANIFEST: Final = "dwmap.package.toml"
_KEYS: Final = ("name", "version", "publisher", "description", "edition", "requires")


@dataclass(frozen=True)
class WrongManifest(ProjectProblem):
    """
    A manifest of a package cannot be read, lacks something, or says what it cannot say.

    ## Why it matters
    A package is known by its name and version; without them nobody can say whether it is the one that is meant.

    ## Example
    ```toml
    name = "loyalty"
    verison = "1.0.0.0"
    ```

    ## Instead
    ```toml
    name = "loyalty"
    version = "1.0.0.0"
    ```

    ## How to mend
    Write `name` and `version`, and if need be `publisher`, `description`, `edition`, and a table `[requires]` of other packages with
    their versions.
    """

    message: str
    span: Span
    help: str | None = None
    label: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.message, self.span, self.label, help=self.help)


@dataclass(frozen=True)
class Requirement:
    """A package that another one requires, the versions that will do, and where that is said."""

    name: str
    wanted: str
    span: Span


@dataclass(frozen=True)
class Manifest:
    """What a manifest says."""

    name: str
    version: str
    publisher: str
    description: str
    edition: str
    requires: tuple[Requirement, ...]
    version_span: Span


def read_manifest(source: SourceFile, report: Report) -> Manifest | None:
    """What a manifest says; None, and findings, where it cannot be used."""
    data = read_toml(source)
    if isinstance(data, NoToml):
        report.add(WrongManifest(NO_TOML, data.span, label=data.reason))
        return None
    return _Reader(source, data, report).manifest()


class _Reader:
    def __init__(
        self, source: SourceFile, data: Mapping[str, Any], report: Report
    ) -> None:
        self.data = data
        self.report = report
        self.places = TomlPlaces(source)
        self.whole = source.span(0, 0)

    def manifest(self) -> Manifest | None:
        for key in self.data:
            if key not in _KEYS:
                known = ", ".join(f"`{one}`" for one in _KEYS)
                help = did_you_mean(key, _KEYS) or f"a manifest has {known}"
                self._wrong((key,), f"a manifest has no `{key}`", help)
        name, version = self._text("name"), self._text("version")
        edition = self._text("edition") or newest_edition()
        if not is_edition(edition):
            message = f"this dwmap knows no edition `{edition}`"
            self._wrong(("edition",), message, f"write `{newest_edition()}`")
            edition = newest_edition()
        requires = tuple(self._requires())
        if not name or not version:
            missing = "name" if not name else "version"
            if missing not in self.data and self.data.keys() <= set(_KEYS):
                message = f"the manifest says no `{missing}`"
                help = 'write `name = "loyalty"` and `version = "1.0.0.0"`'
                self.report.add(WrongManifest(message, self.whole, help))
            return None
        if not is_package_name(name):
            message = f"a package cannot be called `{name}`"
            self._wrong(("name",), message, "lower-case letters, digits and `_`")
            return None
        if not _is_version(version):
            message = f"`{version}` is no version"
            self._wrong(("version",), message, "write numbers, `1.0.0.0`")
            return None
        return Manifest(
            *(name, version, self._text("publisher"), self._text("description")),
            *(edition, requires, self.places.key(("version",))),
        )

    def _requires(self) -> Iterator[Requirement]:
        table = self.data.get("requires", {})
        if not isinstance(table, dict):
            help = 'write `[requires]` and below it `base = ">=1.0"`'
            self._wrong(("requires",), "`requires` is a table", help)
            return
        for name, wanted in table.items():
            span = self.places.key(("requires", name))
            if not isinstance(wanted, str) or not says_versions(wanted):
                message = f"`{name}` is given with versions, such as `>=1.0, <2`"
                self.report.add(WrongManifest(message, span, 'write `">=1.0"`'))
            else:
                yield Requirement(name, wanted, span)

    def _text(self, key: str) -> str:
        value = self.data.get(key, "")
        if isinstance(value, str):
            return value
        self._wrong((key,), f"`{key}` is a text", 'write it in quotes, `"…"`')
        return ""

    def _wrong(self, path: TomlPath, message: str, help: str) -> None:
        self.report.add(WrongManifest(message, self.places.key(path), help))


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return re.fullmatch(r"\d+(\.\d+){0,3}", text) is not None


def says_versions(wanted: str) -> bool:
    """Whether a text says which versions will do: `>=1.2, <2`, or nothing for any."""
    try:
        SpecifierSet(wanted)
    except InvalidSpecifier:
        return False
    return True


def fits(wanted: str, version: str) -> bool:
    """Whether a version is one of those that will do."""
    return SpecifierSet(wanted).contains(Version(version), prereleases=True)
