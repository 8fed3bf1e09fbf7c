# Copied by dwmap from its runtime. Do not edit.
"""
Who we are to a web service: from the environment, a keyring or Microsoft's identity library, never from a URL.

For a system called `ce`: `DWMAP_TOKEN_CE` is a bearer token, `DWMAP_USER_CE` and `DWMAP_PASSWORD_CE` sign in
with a password. `auth=azure` in the URL asks azure-identity for tokens of the resource, `auth=keyring` asks
the keyring of the machine for a token kept under the service `dwmap` and the system's name.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from .._errors import EndError

# A token that ends while a request is on its way would be refused.
_RENEW_BEFORE = 300.0


class Credentials:
    """The `Authorization` header of one system, made when first needed and renewed before it ends."""

    def __init__(self, system: str, resource: str, way: str) -> None:
        self._system, self._resource, self._way = system, resource, way
        self._header: str | None = None
        self._until = float("inf")
        self._secrets: set[str] = set()
        self._azure: Any = None

    def header(self) -> str | None:
        """The header's value; None where nothing is set and the service is asked without a name."""
        if self._header is None or time.time() > self._until - _RENEW_BEFORE:
            self._header = self._make()
        return self._header

    def renew(self) -> bool:
        """Forget the present token; False where no other can be had."""
        self._header = None
        return self._way in ("azure", "keyring")

    def scrub(self, text: str) -> str:
        """The text without any secret that this process has sent."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def _make(self) -> str | None:
        ways: dict[str, Callable[[], str | None]] = {
            "": self._from_environment,
            "azure": self._from_azure,
            "keyring": self._from_keyring,
        }
        if self._way not in ways:
            raise EndError(f"{self._system}: auth is azure or keyring, not {self._way}")
        return ways[self._way]()

    def _from_environment(self) -> str | None:
        name = self._system.upper()
        if token := os.environ.get(f"DWMAP_TOKEN_{name}"):
            return self._bearer(token)
        user = os.environ.get(f"DWMAP_USER_{name}")
        if user is None:
            return None
        password = os.environ.get(f"DWMAP_PASSWORD_{name}", "")
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._secrets |= {each for each in (password, pair) if each}
        return f"Basic {pair}"

    def _from_keyring(self) -> str | None:
        keyring = self._library("keyring", "keyring")
        token = keyring.get_password("dwmap", self._system)
        if not token:
            raise EndError(
                f"{self._system}: the keyring has no token; to set it: keyring set dwmap {self._system}"
            )
        return self._bearer(token)

    def _from_azure(self) -> str | None:
        if self._azure is None:
            library = self._library("azure.identity", "azure-identity")
            self._azure = library.DefaultAzureCredential()
        try:
            token = self._azure.get_token(f"{self._resource}/.default")
        except Exception as error:  # its own errors have no class without the library
            reason = str(error).strip().splitlines()[0]
            raise EndError(f"{self._system}: no token from Azure: {reason}") from error
        self._until = float(token.expires_on)
        return self._bearer(token.token)

    def _library(self, module: str, name: str) -> Any:
        """A library that most packages run without."""
        try:
            return import_module(module)
        except ImportError as error:
            raise EndError(
                f"{self._system}: auth={self._way} needs the library {name}"
            ) from error

    def _bearer(self, token: str) -> str:
        self._secrets.add(token)
        return f"Bearer {token}"
