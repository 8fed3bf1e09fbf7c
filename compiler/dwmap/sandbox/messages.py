"""Requests and answers as the services see them, apart from any server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from dwmap.sandbox.jsons import write_json
from dwmap.sandbox.paths import read_options

_PREFERENCE: Final = re.compile(r'([\w.\-]+)(?:\s*=\s*("[^"]*"|[^,;\s]+))?')
JSON: Final = "application/json; odata.metadata=minimal"


@dataclass(frozen=True)
class Request:
    """
    A request below the root of a service. `path` and `query` are percent-encoded; the names of `headers` are
    in lower case; `root` is the address of the service with a slash at its end.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    root: str

    @cached_property
    def options(self) -> Mapping[str, str]:
        """The options of the query."""
        return read_options(self.query)

    @cached_property
    def preferences(self) -> Mapping[str, str]:
        """The preferences, `odata.` left out: `maxpagesize` with its number, others with their text."""
        return {
            name.lower().removeprefix("odata."): value.strip('"')
            for name, value in _PREFERENCE.findall(self.headers.get("prefer", ""))
        }

    @property
    def wants_representation(self) -> bool:
        """Whether the answer to a write is to show the row."""
        return self.preferences.get("return") == "representation"


@dataclass
class Response:
    """An answer: a JSON value, or a text of another type."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON

    def content(self) -> bytes:
        """The bytes of the body."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str) and self.content_type != JSON:
            return self.body.encode()
        # Half of a surrogate pair, told back to whoever sent it, is an escape of JSON.
        return write_json(self.body).encode("utf-8", "backslashreplace")
