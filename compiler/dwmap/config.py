"""What `dwmap.toml` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

from dwmap.diagnostics import Diagnostic, Problem, Report, Severity, did_you_mean
from dwmap.diagnostics.editions import is_edition, newest_edition
from dwmap.diagnostics.toml_places import Path as TomlPath
from dwmap.diagnostics.toml_places import TomlPlaces
from dwmap.diagnostics.toml_text import NO_TOML, NoToml, read_toml
from dwmap.environment_settings import EnvironmentSettings, read_environments
from dwmap.source import SourceFile, Span

CONFIG = "dwmap.toml"
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "": (
        *("name", "edition", "build", "check", "diff", "docs"),
        *("environments", "packages", "variants", "volumes"),
    ),
    "build": ("out",),
    "check": ("baseline", "ignore", "severity", "per-file-ignores"),
    "diff": ("base", "fail-on", "rows-per-minute", "severity"),
    "docs": ("site",),
}
_SEVERITIES = tuple(one.value for one in Severity)
CLASSES = ("safe", "note", "caution", "breaking", "destructive")
"""How much a change endangers a running sync, from harmless on."""
NEVER = "never"
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
    label: str = ""

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(self.message, self.span, self.label, help=self.help)


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
class DiffSettings:
    """
    `[diff]`: what changes are compared with (empty: the default branch), the least class that fails, the classes that
    the project gives to some rules and topics, and how many rows a minute an initial synchronization carries over.
    """

    base: str = ""
    fail_on: str = "breaking"
    severity: tuple[tuple[Named, str], ...] = ()
    rows_per_minute: int = 100
    """A hundred is what Microsoft's training material says of the product."""


@dataclass(frozen=True)
class PackageSetting:
    """`[packages]`: a package by name, the folder it lies in, and the versions that will do (empty: any)."""

    name: str
    path: str
    version: str
    span: Span


@dataclass(frozen=True)
class Config:
    """What `dwmap.toml` says. Paths are as written, relative to the project's folder."""

    name: str
    edition: str = field(default_factory=newest_edition)
    out: str = "generated"
    site: str = "site"
    variants: Mapping[str, str] = field(default_factory=dict)
    check: CheckSettings = CheckSettings()
    diff: DiffSettings = DiffSettings()
    volumes: Mapping[str, int] = field(default_factory=dict)
    """Rows by entity, and the number of `companies`: what limits are held against."""
    volume_places: Mapping[str, Span] = field(default_factory=dict)
    environments: Mapping[str, EnvironmentSettings] = field(default_factory=dict)
    expected_maps: tuple[Named, ...] = ()
    """The maps of which environments expect something."""
    packages: tuple[PackageSetting, ...] = ()


def default_name(root: Path) -> str:
    """The name of a project that states none: its folder's, as a package may be called."""
    name = re.sub(r"[^a-z0-9]+", "_", root.resolve().name.lower()).strip("_")
    return name if is_package_name(name) else "project"


def is_package_name(name: str) -> bool:
    """Whether a project can be called so: lower-case letters, digits and `_`, and no word of Python's."""
    return _PACKAGE_NAME.fullmatch(name) is not None and not iskeyword(name)


def read_settings(source: SourceFile, name: str, report: Report) -> Config:
    """The settings of a project; `name` is what it is called where it states no name."""
    settings = read_toml(source)
    if isinstance(settings, NoToml):
        report.add(WrongSetting(NO_TOML, settings.span, label=settings.reason))
        return Config(name)
    return _Settings(source, settings, report).config(name)


def check_expected_maps(config: Config, maps: Set[str], report: Report) -> None:
    """Report what environments expect of maps that the project does not have: nobody would look for it."""
    for name, place in config.expected_maps:
        if name not in maps:
            help = did_you_mean(name, maps) or "use the name that the map has in specs"
            report.add(WrongSetting(f"no map is called `{name}`", place, help))


def _home_of(key: str) -> str | None:
    """Which table a setting belongs to that stands in another one."""
    homes = [table for table, keys in _SETTINGS.items() if table and key in keys]
    return f"it belongs to `[{homes[0]}]`" if homes else None


class _Settings:
    """Checks settings one by one; each mistake points at the key or the text that it is about."""

    def __init__(
        self, source: SourceFile, settings: Mapping[str, Any], report: Report
    ) -> None:
        self.settings = settings
        self.report = report
        self.places = TomlPlaces(source)

    def config(self, name: str) -> Config:
        self._known((), self.settings)
        default = Config(name)
        build, docs = self._table("build"), self._table("docs")
        check = self._check(self._table("check"))
        variants = self._table("variants", known=False)
        volumes = self._numbers("volumes")
        environments = read_environments(
            self._table("environments", known=False), self._wrong
        )
        return Config(
            name=self._name(name),
            edition=self._edition(default.edition),
            out=self._text(build, ("build", "out"), default.out),
            site=self._text(docs, ("docs", "site"), default.site),
            variants={
                key: chosen
                for key in variants
                if (chosen := self._text(variants, ("variants", key), ""))
            },
            check=check,
            diff=self._diff(self._table("diff")),
            volumes=volumes,
            packages=tuple(self._packages()),
            volume_places={key: self.places.key(("volumes", key)) for key in volumes},
            environments=environments,
            expected_maps=tuple(self._expected(environments)),
        )

    def _expected(
        self, environments: Mapping[str, EnvironmentSettings]
    ) -> Iterator[Named]:
        for name, one in environments.items():
            path = ("environments", name)
            for each in one.maps:
                yield Named(each, self.places.key((*path, "maps", each)))
            for each in one.order:
                yield Named(each, self.places.text((*path, "order"), each))

    def _name(self, default: str) -> str:
        given = self._text(self.settings, ("name",), default)
        if is_package_name(given):
            return given
        help = "lower-case letters, digits and `_`, and no word of Python's own"
        self._wrong(("name",), "`name` must be a Python package name", help)
        return default

    def _edition(self, default: str) -> str:
        edition = self._text(self.settings, ("edition",), default)
        if is_edition(edition):
            return edition
        message = f"this dwmap knows no edition `{edition}`"
        self._wrong(("edition",), message, f"write `{newest_edition()}`")
        return default

    def _check(self, table: Mapping[str, Any]) -> CheckSettings:
        per_file = self._inner(table, ("check", "per-file-ignores"))
        return CheckSettings(
            tuple(self._names(table, ("check", "ignore"))),
            tuple(self._given(table, ("check", "severity"), _SEVERITIES)),
            tuple(
                (
                    path,
                    tuple(self._names(per_file, ("check", "per-file-ignores", path))),
                )
                for path in per_file
            ),
            self._text(table, ("check", "baseline"), ""),
        )

    def _numbers(self, name: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, value in self._table(name, known=False).items():
            if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
                found[key] = value
            else:
                help = 'write `"fo.CustomersV3" = 120000`'
                self._wrong((name, key), f"`{key}` is a number of rows", help)
        return found

    def _packages(self) -> Iterator[PackageSetting]:
        """Each package that is named as it must be; whether it is there is another question."""
        for name, value in sorted(self._table("packages", known=False).items()):
            path = ("packages", name)
            help = 'write `{ path = "packages/loyalty", version = ">=1.2, <2" }`'
            if not isinstance(value, dict) or not is_package_name(name):
                message = f"`{name}` is no package with a path"
                if isinstance(value, dict):
                    message = f"a package cannot be called `{name}`"
                    help = "lower-case letters, digits and `_`"
                self._wrong(path, message, help)
                continue
            for key in value.keys() - {"path", "version"}:
                message = f"a package has no setting `{key}`"
                self._wrong((*path, key), message, help)
            folder, version = (
                self._text(value, (*path, key), "") for key in ("path", "version")
            )
            if not folder or "\0" in folder:
                self._wrong(path, f"the package `{name}` has no path", help)
            else:
                span = self.places.key(path)
                yield PackageSetting(name, folder.replace("\\", "/"), version, span)

    def _diff(self, table: Mapping[str, Any]) -> DiffSettings:
        default = DiffSettings()
        fail_on = self._text(table, ("diff", "fail-on"), default.fail_on)
        if fail_on not in (*CLASSES, NEVER):
            help = f"write one of {', '.join((*CLASSES, NEVER))}"
            message = f"`fail-on` cannot be `{fail_on}`"
            self._wrong(("diff", "fail-on"), message, help)
            fail_on = default.fail_on
        rows = table.get("rows-per-minute", default.rows_per_minute)
        if not isinstance(rows, int) or isinstance(rows, bool) or rows < 1:
            message = "`rows-per-minute` is a number of rows"
            self._wrong(("diff", "rows-per-minute"), message, "write `100`")
            rows = default.rows_per_minute
        return DiffSettings(
            self._text(table, ("diff", "base"), default.base),
            fail_on,
            tuple(self._given(table, ("diff", "severity"), CLASSES)),
            rows,
        )

    def _given(
        self, table: Mapping[str, Any], path: TomlPath, known: Sequence[str]
    ) -> Iterator[tuple[Named, str]]:
        """What the project gives to rules and topics: of each, one of those that are known."""
        for rule, value in self._inner(table, path).items():
            if value in known:
                yield Named(rule, self.places.key((*path, rule))), value
            else:
                message = f"`{rule}` cannot be `{value}`"
                self._wrong((*path, rule), message, f"write one of {', '.join(known)}")

    def _inner(self, table: Mapping[str, Any], path: TomlPath) -> Mapping[str, Any]:
        value = table.get(path[-1], {})
        if isinstance(value, dict):
            return value
        message = f"`{path[-1]}` is a table"
        self._wrong(path, message, f"write `[{'.'.join(path)}]`")
        return {}

    def _names(self, table: Mapping[str, Any], path: TomlPath) -> Iterator[Named]:
        value = table.get(path[-1], [])
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            message = f"`{path[-1]}` is a list of names"
            self._wrong(path, message, 'write `["unkeyed-map"]`')
            return
        for name in dict.fromkeys(value):
            if value.count(name) > 1:
                message = f"`{name}` is named twice in `{path[-1]}`"
                self._wrong(path, message, "name it once")
            yield Named(name, self.places.text(path, name))

    def _known(self, path: TomlPath, settings: Mapping[str, Any]) -> None:
        table = ".".join(path)
        for key in settings:
            if key not in _SETTINGS[table]:
                where = f" in `[{table}]`" if table else ""
                help = did_you_mean(key, _SETTINGS[table]) or _home_of(key)
                known = ", ".join(f"`{one}`" for one in _SETTINGS[table])
                known = (
                    f"the settings are {known}"
                    if "," in known
                    else f"the only one is {known}"
                )
                message = f"no setting is called `{key}`{where}"
                self._wrong((*path, key), message, help or known)

    def _table(self, name: str, *, known: bool = True) -> Mapping[str, Any]:
        table = self.settings.get(name, {})
        if not isinstance(table, dict):
            self._wrong((name,), f"`{name}` is a table", f"write `[{name}]`")
            return {}
        if known:
            self._known((name,), table)
        return table

    def _text(self, table: Mapping[str, Any], path: TomlPath, default: str) -> str:
        value = table.get(path[-1], default)
        if not isinstance(value, str):
            self._wrong(path, f"`{path[-1]}` is a text", 'write it in quotes, `"…"`')
            return default
        return value

    def _wrong(self, path: TomlPath, message: str, help: str) -> None:
        self.report.add(WrongSetting(message, self.places.key(path), help))
