"""What `dwmap.toml` says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

from dwmap.diagnostics import Diagnostic, Problem, Report, Severity, did_you_mean
from dwmap.diagnostics.editions import is_edition, newest_edition
from dwmap.source import SourceFile, Span

CONFIG = "dwmap.toml"
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "": ("name", "edition", "build", "check", "docs", "variants", "volumes"),
    "build": ("out",),
    "check": ("baseline", "ignore", "severity", "per-file-ignores"),
    "docs": ("site",),
}
_SEVERITIES = tuple(one.value for one in Severity)
_PACKAGE_NAME = re.compile(r"[a-z][a-z0-9_]*")


class ProjectProblem(Problem, abstract=True):
    """A mistake in what a project is made of."""

    topic = "project"


@dataclass(frozen=True)
class WrongSetting(ProjectProblem):
    """
    A setting of `dwmap.toml` is unknown, or has a value that it cannot have.

    ## Why it matters
    A misspelt setting has no effect, and nobody would notice.

    ## Example
    ```toml
    nmae = "contoso"
    ```

    ## Instead
    ```toml
    name = "contoso"
    ```

    ## How to mend
    Write the setting as the message proposes it, or give it one of the values that it can have.
    """

    message: str
    span: Span
    help: str | None = None

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.message, self.span, help=self.help)


class Named(NamedTuple):
    """A name in the settings, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True)
class CheckSettings:
    """
    `[check]`: findings and topics to leave out, everywhere or in files that match a pattern, the
    severities that the project gives to some, and the file of those that are known.
    """

    ignore: tuple[Named, ...] = ()
    severity: tuple[tuple[Named, str], ...] = ()
    per_file: tuple[tuple[str, tuple[Named, ...]], ...] = ()
    baseline: str = ""


@dataclass(frozen=True)
class Config:
    """What `dwmap.toml` says. Paths are as written, relative to the project's folder."""

    name: str
    edition: str = field(default_factory=newest_edition)
    out: str = "generated"
    site: str = "site"
    variants: Mapping[str, str] = field(default_factory=dict)
    check: CheckSettings = CheckSettings()
    volumes: Mapping[str, int] = field(default_factory=dict)
    """Rows by entity, and the number of `companies`: what limits are held against."""


def default_name(root: Path) -> str:
    """The name of a project that states none: its folder's, as a package may be called."""
    name = re.sub(r"[^a-z0-9]+", "_", root.resolve().name.lower()).strip("_")
    return name if is_package_name(name) else "project"


def is_package_name(name: str) -> bool:
    """Whether a project can be called so: lower-case letters, digits and `_`, and no word of Python's."""
    return _PACKAGE_NAME.fullmatch(name) is not None and not iskeyword(name)


def read_settings(source: SourceFile, name: str, report: Report) -> Config:
    """The settings of a project; `name` is what it is called where it states no name."""
    try:
        settings = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        span = _error_span(source, str(error))
        report.add(WrongSetting(f"this is no TOML: {error}", span))
        return Config(name)
    return _Settings(source, settings, report).config(name)


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
        check = self._check(self._table("check"))
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
        if not is_edition(edition):
            self._wrong(
                "edition",
                f"this dwmap knows no edition `{edition}`",
                f"write `{newest_edition()}`",
            )
            edition = default.edition
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
            check=check,
            volumes=self._numbers("volumes"),
        )

    def _check(self, table: Mapping[str, Any]) -> CheckSettings:
        severity = self._inner(table, "severity")
        per_file = self._inner(table, "per-file-ignores")
        for rule, value in severity.items():
            if value not in _SEVERITIES:
                help = f"write one of {', '.join(_SEVERITIES)}"
                span = self._named(rule).span
                message = f"`{rule}` cannot be `{value}`"
                self.report.add(WrongSetting(message, span, help))
        return CheckSettings(
            tuple(self._names(table, "ignore")),
            tuple(
                (self._named(rule), value)
                for rule, value in severity.items()
                if value in _SEVERITIES
            ),
            tuple((path, tuple(self._names(per_file, path))) for path in per_file),
            self._text(table, "baseline", ""),
        )

    def _numbers(self, name: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, value in self._table(name, known=False).items():
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                found[key] = value
            else:
                help = 'write `"fo.CustomersV3" = 120000`'
                self._wrong(key, f"`{key}` is a number of rows", help)
        return found

    def _inner(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if isinstance(value, dict):
            return value
        self._wrong(key, f"`{key}` is a table", f"write `[check.{key}]`")
        return {}

    def _names(self, table: Mapping[str, Any], key: str) -> Iterator[Named]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield from map(self._named, value)
            return
        self._wrong(key, f"`{key}` is a list of names", 'write `["unkeyed-map"]`')

    def _named(self, name: str) -> Named:
        at = self.source.text.find(name)
        return Named(name, self.source.span(max(at, 0), max(at, 0) + len(name)))

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
