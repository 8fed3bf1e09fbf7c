"""Finds and reads a project: its `dwmap.toml` and its `.dwmap` files."""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from keyword import iskeyword
from pathlib import Path
from typing import Any

from dwmap.diagnostics import Diagnostic, Problem, Report, did_you_mean
from dwmap.source import SourceFile, Span

CONFIG = "dwmap.toml"
SUFFIX = ".dwmap"
EDITIONS = ("2026",)
MOST_BYTES = 32_000_000
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "": ("name", "edition", "build", "docs", "variants"),
    "build": ("out",),
    "docs": ("site",),
}
_PACKAGE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class ProjectProblem(Problem, abstract=True):
    """A mistake in what a project is made of."""

    topic = "project"


@dataclass(frozen=True)
class UnreadableFile(ProjectProblem):
    """
    A file cannot be read as text.

    ## Why it matters
    Specifications are text in UTF-8. Nothing of the file was used.

    ## Example
        a file saved as UTF-16, or a picture named `.dwmap`

    ## Instead
    Save the file as UTF-8.
    """

    reason: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"this file cannot be read: {self.reason}", self.span)


@dataclass(frozen=True)
class WrongSetting(ProjectProblem):
    """
    A setting of `dwmap.toml` is unknown, or has a value that it cannot have.

    ## Why it matters
    A misspelt setting has no effect, and nobody would notice.

    ## Example
        nmae = "contoso"

    ## Instead
        name = "contoso"
    """

    message: str
    span: Span
    help: str | None = None

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.message, self.span, help=self.help)


@dataclass(frozen=True)
class NoSources(ProjectProblem):
    """
    A project has no `.dwmap` file.

    ## Why it matters
    There is nothing to check or to build.

    ## Example
        an empty folder

    ## Instead
    Write a first file, or let `dwmap init` write one.
    """

    path: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"there is no .dwmap file in {self.path}",
            None,
            help="`dwmap init` writes a first one",
        )


@dataclass(frozen=True)
class Config:
    """What `dwmap.toml` says. Paths are as written, relative to the project's folder."""

    name: str
    edition: str = EDITIONS[-1]
    out: str = "generated"
    site: str = "site"
    variants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProjectFiles:
    """A project as it lies on disk. `root` is its folder; the paths of the sources are relative to it."""

    root: Path
    config: Config
    sources: tuple[SourceFile, ...]

    @property
    def out(self) -> Path:
        """The folder that holds the generated package."""
        return Path(os.path.normpath(self.root / self.config.out))

    @property
    def site(self) -> Path:
        """The folder of the documentation site."""
        return Path(os.path.normpath(self.root / self.config.site))


def find_root(path: Path) -> Path:
    """The folder of the project that `path` belongs to: the nearest one with a `dwmap.toml`, else its own."""
    folder = path if path.is_dir() else path.parent
    here = folder.resolve()
    for candidate in (here, *here.parents):
        if (candidate / CONFIG).is_file():
            return folder if candidate == here else candidate
    return folder


def load_project(path: Path, report: Report) -> ProjectFiles:
    """Read the project at or around `path`; raises FileNotFoundError when there is no such place."""
    if not path.exists():
        raise FileNotFoundError(2, "there is no such file or folder", str(path))
    settings = load_settings(path, report)
    sources = tuple(_read_sources(settings.root, report))
    if not sources and not report.has_errors:
        report.add(NoSources(str(path)))
    return replace(settings, sources=sources)


def load_settings(path: Path, report: Report) -> ProjectFiles:
    """The project at or around `path` without its sources: what `dwmap.toml` says."""
    root = find_root(path)
    return ProjectFiles(root, _read_config(root, report), ())


def source_paths(root: Path) -> Iterator[Path]:
    """Every `.dwmap` file below a folder, in order; hidden folders and links to folders are left out."""
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(SUFFIX) and not name.startswith("."):
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
        if path.stat().st_size > MOST_BYTES:
            most = f"it is larger than {MOST_BYTES // 1_000_000} MB"
            report.add(UnreadableFile(most, whole))
            return None
        data = path.read_bytes()
    except OSError as error:
        report.add(UnreadableFile(error.strerror or str(error), whole))
        return None
    return decode_source(data, name, report)


def decode_source(data: bytes, name: str, report: Report) -> SourceFile | None:
    """The text in UTF-8 bytes, without a byte-order mark."""
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


# ---------------------------------------------------------------------------------------------------------- config


def default_name(root: Path) -> str:
    """The name of a project that states none: its folder's, as a package may be called."""
    name = re.sub(r"[^a-z0-9]+", "_", root.resolve().name.lower()).strip("_")
    return name if is_package_name(name) else "project"


def is_package_name(name: str) -> bool:
    """Whether a project can be called so: lower-case letters, digits and `_`, and no word of Python's."""
    return _PACKAGE_NAME.fullmatch(name) is not None and not iskeyword(name)


def _read_config(root: Path, report: Report) -> Config:
    path = root / CONFIG
    if not path.is_file():
        return Config(name=default_name(root))
    source = read_source(path, CONFIG, report)
    if source is None:
        return Config(name=default_name(root))
    try:
        settings = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        report.add(
            WrongSetting(f"this is no TOML: {error}", _error_span(source, str(error)))
        )
        return Config(name=default_name(root))
    return _Settings(source, settings, report).config(default_name(root))


def _error_span(source: SourceFile, message: str) -> Span:
    match = re.search(r"line (\d+), column (\d+)", message)
    if match is None:
        end = len(source.text)
        return source.span(end, end)
    start = source.line_starts[min(int(match.group(1)), len(source.line_starts)) - 1]
    at = min(start + int(match.group(2)) - 1, len(source.text))
    return source.span(at, at)


class _Settings:
    """Checks settings one by one; each mistake points at the line it stands on."""

    def __init__(
        self, source: SourceFile, settings: Mapping[str, Any], report: Report
    ) -> None:
        self.source = source
        self.settings = settings
        self.report = report

    def config(self, name: str) -> Config:
        self._known("", self.settings)
        build = self._table("build")
        docs = self._table("docs")
        variants = self._table("variants", known=False)
        default = Config(name)
        given = self._text(self.settings, "name", name)
        if not is_package_name(given):
            self._wrong(
                "name",
                "`name` must be a Python package name",
                "lower-case letters, digits and `_`, and no word of Python's own",
            )
            given = name
        edition = self._text(self.settings, "edition", default.edition)
        if edition not in EDITIONS:
            self._wrong(
                "edition",
                f"this dwmap knows no edition `{edition}`",
                f"write `{EDITIONS[-1]}`",
            )
        return Config(
            name=given,
            edition=edition,
            out=self._text(build, "out", default.out),
            site=self._text(docs, "site", default.site),
            variants={
                key: chosen
                for key in variants
                if (chosen := self._text(variants, key, ""))
            },
        )

    def _known(self, table: str, settings: Mapping[str, Any]) -> None:
        for key in settings:
            if key not in _SETTINGS[table]:
                where = f" in `[{table}]`" if table else ""
                help = did_you_mean(key, _SETTINGS[table])
                known = ", ".join(f"`{one}`" for one in _SETTINGS[table])
                known = (
                    f"the settings are {known}"
                    if "," in known
                    else f"the only one is {known}"
                )
                self._wrong(
                    key,
                    f"no setting is called `{key}`{where}",
                    help or known,
                )

    def _table(self, name: str, *, known: bool = True) -> Mapping[str, Any]:
        table = self.settings.get(name, {})
        if not isinstance(table, dict):
            self._wrong(name, f"`{name}` is a table", f"write `[{name}]`")
            return {}
        if known:
            self._known(name, table)
        return table

    def _text(self, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            self._wrong(key, f"`{key}` is a text", 'write it in quotes, `"…"`')
            return default
        return value

    def _wrong(self, key: str, message: str, help: str) -> None:
        match = re.search(rf"(?m)^[ \t\[]*[\"']?({re.escape(key)})\b", self.source.text)
        start, end = match.span(1) if match else (0, 0)
        self.report.add(WrongSetting(message, self.source.span(start, end), help))
