"""Who we are to a service, with the libraries themselves: azure-identity in a cloud, and a keyring."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import keyring
import pytest
from dwmap.runtime import EndError
from harness.web_service import WebService, refusal
from keyring.backend import KeyringBackend
from pytest_httpserver import HTTPServer
from runtime.connectors.odata_service import FOUND, opened, rows
from werkzeug import Request, Response

_VARIABLES = (
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_TENANT_ID",
    "AZURE_FEDERATED_TOKEN_FILE",
    "MSI_ENDPOINT",
)


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Request]]:
    """The endpoint that Azure App Service gives to a program with a managed identity; what was asked of it."""
    asked: list[Request] = []

    def answer(request: Request) -> Response:
        asked.append(request)
        told = {
            "access_token": f"cloud-{len(asked)}",
            "expires_on": str(int(time.time()) + 3600),
            "resource": request.args["resource"],
            "token_type": "Bearer",
        }
        return Response(json.dumps(told), content_type="application/json")

    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("IDENTITY_HEADER", "known to the machine")
    with HTTPServer() as server:
        server.expect_request("/identity").respond_with_handler(answer)
        monkeypatch.setenv("IDENTITY_ENDPOINT", server.url_for("/identity"))
        yield asked


def test_a_program_in_azure_signs_in_as_itself(
    odata_service: WebService, httpserver: HTTPServer, identity: list[Request]
) -> None:
    """With a token for the resource that the service is; no secret is configured anywhere."""
    odata_service.on("GET", "Kinds", FOUND)
    end = opened(httpserver, "?auth=azure")

    rows(end)

    assert odata_service.asked[-1].headers["Authorization"] == "Bearer cloud-1"
    [asked] = identity
    assert asked.args["resource"] == f"http://localhost:{httpserver.port}"
    assert asked.headers["X-IDENTITY-HEADER"] == "known to the machine"
    end.close()


class Drawer(KeyringBackend):
    """A keyring that is forgotten."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring tells no types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        del self.kept[service, username]


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    """The keyring of this machine for as long as a test runs."""
    before, drawer = keyring.get_keyring(), Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


def test_a_token_is_taken_from_the_keyring(
    odata_service: WebService, httpserver: HTTPServer, drawer: Drawer
) -> None:
    """And it is in no message, whatever the service answers."""
    keyring.set_password("dwmap", "it", "from the drawer")
    odata_service.on("GET", "Kinds", refusal(400, "what is from the drawer?"))
    end = opened(httpserver, "?auth=keyring")

    with pytest.raises(EndError, match=r"what is \*\*\*\?"):
        rows(end)

    sent = odata_service.asked[-1].headers["Authorization"]
    assert sent == "Bearer from the drawer"
    end.close()


def test_an_empty_keyring_says_how_to_fill_it(
    odata_service: WebService, httpserver: HTTPServer, drawer: Drawer
) -> None:
    """With the command that does."""
    odata_service.on("GET", "Kinds", FOUND)
    end = opened(httpserver, "?auth=keyring")

    with pytest.raises(EndError, match="to set it: keyring set dwmap it"):
        rows(end)
    end.close()
