"""Who we are to a service: a token in an environment variable, or one from Azure's identity library; never in a file."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import Any

from dwmap.environments.problem import EnvironmentProblem

_RENEW_BEFORE = 300.0
"""Seconds: a token that ends while a request is on its way would be refused."""


@dataclass
class Credentials:
    """
    The bearer token for one service. `variable` names an environment variable; without one Azure is asked for a token of
    `resource`, the address of the service; a service on this machine needs none.
    """

    resource: str
    variable: str = ""
    is_local: bool = False
    _token: str = field(default="", repr=False)
    _until: float = 0.0
    _azure: Any = field(default=None, repr=False)

    def header(self) -> str | None:
        """The header's value; None where the service is asked without a name. Raises EnvironmentProblem."""
        if self.variable:
            self._token = os.environ.get(self.variable, "").strip()
            if not self._token:
                reason = f"there is no token in the environment as {self.variable}"
                raise EnvironmentProblem(reason)
            if not self._token.isascii() or not self._token.isprintable():
                raise EnvironmentProblem(f"what {self.variable} holds is no token")
        elif self.is_local:
            return None
        elif time.time() > self._until - _RENEW_BEFORE:
            self._ask_azure()
        return f"Bearer {self._token}"

    def renew(self) -> bool:
        """Forget the present token; False where no other can be had."""
        self._until = 0.0
        return not self.variable and not self.is_local

    def scrub(self, text: str) -> str:
        """The text without the token."""
        return text.replace(self._token, "***") if self._token else text

    def _ask_azure(self) -> None:
        try:
            from azure.identity import DefaultAzureCredential
        except ImportError:
            raise EnvironmentProblem(
                f"signing in to {self.resource} needs azure-identity: pip install 'dwmap[azure]';"
                ' or name an environment variable that holds a token: `token = "…"`'
            ) from None
        self._azure = self._azure or DefaultAzureCredential()
        try:
            made = self._azure.get_token(f"{self.resource}/.default")
        except Exception as error:  # its own errors have no class without the library
            lines = str(error).strip().splitlines() or [type(error).__name__]
            reason = f"no token from Azure for {self.resource}: {lines[0]}"
            raise EnvironmentProblem(reason) from error
        self._token, self._until = made.token, float(made.expires_on)
