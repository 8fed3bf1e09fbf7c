# Copied by dwmap from its runtime. Do not edit.
"""The URL of a web service: `DIALECT+https://HOST/PATH?OPTIONS`, without credentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from .._errors import EndError
from .._model import System

DIALECTS = ("odata", "dataverse", "finops")
_ROOTS = {"dataverse": "/api/data/v9.2/", "finops": "/data/"}
_OPTIONS = {
    "modified": "",
    "overlap": "600",
    "limit": "300",
    "auth": "",
    "watch": "yes",
}


class Address(NamedTuple):
    """What a URL of an end says: the dialect, the root of the service (ends with a slash), the options."""

    dialect: str
    root: str
    options: Mapping[str, str]


def parse_url(url: str, system: System) -> Address:
    """The parts of a URL of an end; raises EndError, which never shows what it may hold of secrets."""
    try:
        split = urlsplit(url)
        local = split.hostname in ("localhost", "127.0.0.1", "::1")
        given = dict(parse_qsl(split.query, strict_parsing=bool(split.query)))
    except ValueError as error:
        raise EndError(f"cannot open {system.name}: its URL is no URL") from error
    dialect, plus, scheme = split.scheme.rpartition("+")
    if not plus:
        dialect = system.kind if system.kind in DIALECTS else "odata"
    reason = _wrong(split, dialect, scheme, local, given)
    if reason:
        raise EndError(f"cannot open {system.name}: {reason}")
    path = split.path if split.path.strip("/") else _ROOTS.get(dialect, "/")
    root = f"{scheme}://{split.netloc}{path.rstrip('/')}/"
    return Address(dialect, root, {**_OPTIONS, **given})


def _wrong(
    split: SplitResult,
    dialect: str,
    scheme: str,
    local: bool,
    given: Mapping[str, str],
) -> str:
    """What is wrong with a URL; nothing for a good one."""
    if dialect not in DIALECTS:
        return f"the schemes are {', '.join(f'{each}+https' for each in DIALECTS)}"
    if scheme != "https" and not (scheme == "http" and local):
        return "a service is reached by https (by http on this machine only)"
    if not split.hostname:
        return "its URL has no host"
    if split.username is not None or split.password is not None:
        return (
            "a URL holds no credentials; set DWMAP_TOKEN_NAME, or DWMAP_USER_NAME and"
            " DWMAP_PASSWORD_NAME"
        )
    if unknown := sorted(set(given) - set(_OPTIONS)):
        return f"no option {unknown[0]}; there are {', '.join(_OPTIONS)}"
    return ""


def seconds_of(system: System, name: str, text: str) -> float:
    """A number of seconds; raises EndError for what is none."""
    if not text.isdigit():
        raise EndError(f"cannot open {system.name}: {name} wants a number of seconds")
    return float(text)
