"""`[environments.NAME]` of `dwmap.toml`: where an environment is, and what is expected of it that solutions do not carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from dwmap.diagnostics import did_you_mean
from dwmap.diagnostics.toml_places import Path

STATES: Final = ("running", "paused", "stopped")
"""What is expected of a map; one that was never started is stopped."""
MASTERS: Final = ("finops", "dataverse")
_URLS: Final = ("dataverse", "finops", "link")
_TOKENS: Final = ("token", "finops-token", "link-token")
_EXPECTED: Final = (
    "companies",
    "team",
    "state",
    "master",
    "alerts",
    "order",
    "maps",
)
_KEYS: Final = (*_URLS, *_TOKENS, *_EXPECTED)
_MAP_KEYS: Final = ("state", "version", "master")
_NAME: Final = re.compile(r"[A-Za-z][\w-]*")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_VERSION: Final = re.compile(r"\d{1,9}(\.\d{1,9}){3}", re.ASCII)
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
Wrong = Callable[[Path, str, str], None]
"""How a mistake is reported: where, what, and the way out."""


@dataclass(frozen=True)
class MapExpectation:
    """What a map is expected to do in an environment; what is empty is not looked at."""

    state: str = ""
    version: str = ""
    master: str = ""


@dataclass(frozen=True)
class EnvironmentSettings:
    """
    An environment. `token` and its like are names of environment variables, never tokens; where there is none, Azure's
    identity library is asked. What is None or empty is not expected, so it is not looked at.
    """

    dataverse: str = ""
    finops: str = ""
    link: str = ""
    token: str = ""
    finops_token: str = ""
    link_token: str = ""
    companies: tuple[str, ...] | None = None
    team: str = ""
    state: str = ""
    master: str = ""
    alerts: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    maps: Mapping[str, MapExpectation] = field(default_factory=dict)

    def expected(self, name: str) -> MapExpectation:
        """What a map is expected to do, with the state and the master that are expected of all."""
        own = self.maps.get(name, MapExpectation())
        state, master = own.state or self.state, own.master or self.master
        return MapExpectation(state, own.version, master)


def is_environment_name(name: str) -> bool:
    """Whether an environment can be called so: a word, which no URL, file or folder is taken for."""
    return _NAME.fullmatch(name) is not None


def url_problem(url: str) -> str:
    """What is wrong with the address of a service; nothing for a sound one. Says nothing of what a password may be."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL"
    if parts.scheme not in ("http", "https") or not host:
        return "is no URL of https"
    if parts.username is not None or parts.password is not None:
        return "must not hold credentials"
    if parts.query or parts.fragment:
        return "has a part behind `?` or `#`"
    if parts.scheme == "http" and host not in _LOCAL:
        return "is http, which is for localhost only"
    return ""


def read_environments(
    content: Mapping[str, Any], wrong: Wrong
) -> dict[str, EnvironmentSettings]:
    """The environments by name; what is wrong is reported and left out."""
    found = {}
    for name, table in content.items():
        path = ("environments", name)
        if not is_environment_name(name):
            wrong(path, f"`{name}` cannot be the name of an environment", "use a word")
        elif not isinstance(table, dict):
            wrong(path, f"`{name}` is a table", f"write `[environments.{name}]`")
        else:
            found[name] = _Reader(path, table, wrong).settings()
    return found


@dataclass(frozen=True)
class _Reader:
    """Checks the settings of one environment."""

    path: Path
    table: Mapping[str, Any]
    wrong: Wrong

    def settings(self) -> EnvironmentSettings:
        self._known(self.path, self.table, _KEYS)
        dataverse, finops, link = (self._url(key) for key in _URLS)
        if "dataverse" not in self.table:
            help = 'write `dataverse = "https://contoso.crm.dynamics.com"`'
            self.wrong(self.path, f"`{self.path[1]}` has no `dataverse`", help)
        token, finops_token, link_token = (self._token(key) for key in _TOKENS)
        return EnvironmentSettings(
            dataverse=dataverse,
            finops=finops,
            link=link,
            token=token,
            finops_token=finops_token,
            link_token=link_token,
            companies=self._names("companies"),
            team=self._text("team"),
            state=self._one_of((*self.path, "state"), self.table, STATES),
            master=self._one_of((*self.path, "master"), self.table, MASTERS),
            alerts=self._names("alerts"),
            order=self._names("order") or (),
            maps=dict(self._maps()),
        )

    def _known(
        self, path: Path, table: Mapping[str, Any], known: tuple[str, ...]
    ) -> None:
        for key in table:
            if key not in known:
                listed = ", ".join(f"`{one}`" for one in known)
                help = did_you_mean(key, known) or f"the settings are {listed}"
                message = f"no setting is called `{key}` in `[{'.'.join(path)}]`"
                self.wrong((*path, key), message, help)

    def _text(self, key: str) -> str:
        value = self.table.get(key, "")
        if isinstance(value, str):
            return value
        self.wrong((*self.path, key), f"`{key}` is a text", 'write it in quotes, `"…"`')
        return ""

    def _url(self, key: str) -> str:
        url = self._text(key)
        given = isinstance(self.table.get(key), str)
        problem = url_problem(url) if given else ""
        if problem:
            help = 'write `"https://contoso.crm.dynamics.com"`; a token is named by `token`'
            self.wrong((*self.path, key), f"`{key}` {problem}", help)
            return ""
        return url.rstrip("/")

    def _token(self, key: str) -> str:
        name = self._text(key)
        if not name or _VARIABLE.fullmatch(name):
            return name
        # What stands there may be the token itself: it is not repeated.
        help = f'write `{key} = "DWMAP_TOKEN_CE"`, and put the token into that variable'
        message = f"`{key}` is the name of an environment variable, not a token"
        self.wrong((*self.path, key), message, help)
        return ""

    def _names(self, key: str) -> tuple[str, ...] | None:
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(dict.fromkeys(value))
        self.wrong((*self.path, key), f"`{key}` is a list of names", 'write `["USMF"]`')
        return None

    def _one_of(
        self, path: Path, table: Mapping[str, Any], known: tuple[str, ...]
    ) -> str:
        value = table.get(path[-1], "")
        if value == "" or value in known:
            return str(value)
        help = f"write one of {', '.join(known)}"
        self.wrong(path, f"`{path[-1]}` cannot be `{value}`", help)
        return ""

    def _maps(self) -> Iterator[tuple[str, MapExpectation]]:
        maps = self.table.get("maps", {})
        path = (*self.path, "maps")
        if not isinstance(maps, dict):
            self.wrong(path, "`maps` is a table", f"write `[{'.'.join(path)}.NAME]`")
            return
        for name, table in maps.items():
            here = (*path, name)
            if not isinstance(table, dict):
                help = 'write `{ state = "running" }`'
                self.wrong(here, f"`{name}` is a table", help)
                continue
            self._known(here, table, _MAP_KEYS)
            version = table.get("version", "")
            if version and not (
                isinstance(version, str) and _VERSION.fullmatch(version)
            ):
                message = "`version` is a version of four numbers"
                self.wrong((*here, "version"), message, 'write `"1.0.0.4"`')
                version = ""
            state = self._one_of((*here, "state"), table, STATES)
            master = self._one_of((*here, "master"), table, MASTERS)
            yield name, MapExpectation(state, version, master)
