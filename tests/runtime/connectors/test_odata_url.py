"""Where a service is and who we are to it: by the URL, by the environment, by Microsoft's identity library."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest
from dwmap.runtime import EndError, System, path
from dwmap.runtime.connectors import open_end
from dwmap.runtime.connectors._odata_values import encode_key
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from pytest_httpserver import HTTPServer
from runtime.connectors.contract_tables import KINDS, SYSTEM, TABLES
from runtime.connectors.odata_service import FOUND, KEY, SECRET, opened, rows

# Who we are


def test_a_token_is_sent(odata_service: WebService, odata_end: ODataEnd) -> None:
    """As the bearer's."""
    odata_service.on("GET", "Kinds", FOUND)

    rows(odata_end)
    assert odata_service.asked[-1].headers["Authorization"] == f"Bearer {SECRET}"


def test_a_name_and_a_password_are_sent(
    odata_service: WebService, odata_end: ODataEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no token."""
    monkeypatch.delenv("DWMAP_TOKEN_IT")
    monkeypatch.setenv("DWMAP_USER_IT", "me")
    monkeypatch.setenv("DWMAP_PASSWORD_IT", "pässword")
    odata_service.on("GET", "Kinds", refusal(400, "what is pässword?"))

    with pytest.raises(EndError, match=r"what is \*\*\*\?"):
        rows(odata_end)
    assert odata_service.asked[-1].headers["Authorization"] == "Basic bWU6cMOkc3N3b3Jk"


@pytest.fixture
def azure(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An identity library whose tokens end at once; what was asked of it."""
    asked: list[str] = []

    class Credential:
        def get_token(self, scope: str) -> Any:
            asked.append(scope)
            return SimpleNamespace(
                token=f"azure-{len(asked)}", expires_on=time.time() + 200
            )

    library = SimpleNamespace(DefaultAzureCredential=Credential)
    monkeypatch.setattr(
        "dwmap.runtime.connectors._odata_auth.import_module", lambda name: library
    )
    return asked


def test_a_token_of_azure_is_renewed_before_it_ends(
    odata_service: WebService, httpserver: HTTPServer, azure: list[str]
) -> None:
    """Asked for the resource that the service is."""
    odata_service.on("GET", "Kinds", FOUND)
    end = opened(httpserver, "?auth=azure")

    rows(end)
    assert odata_service.asked[-1].headers["Authorization"] == "Bearer azure-2"
    assert set(azure) == {f"http://localhost:{httpserver.port}/.default"}
    end.close()


def test_a_token_that_is_refused_is_renewed_once(
    odata_service: WebService, httpserver: HTTPServer, azure: list[str]
) -> None:
    """It may have been withdrawn."""
    odata_service.on("GET", "Kinds", refusal(401, "withdrawn"), FOUND)
    end = opened(httpserver, "?auth=azure")

    assert rows(end) == [("A",)]
    end.close()


@pytest.mark.parametrize("way", ["azure", "keyring"])
def test_a_library_that_is_missing_is_named(
    odata_service: WebService,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    """With the option that asks for it."""

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("dwmap.runtime.connectors._odata_auth.import_module", missing)
    end = opened(httpserver, f"?auth={way}")

    with pytest.raises(EndError, match=f"it: auth={way} needs the library {way}"):
        rows(end)
    end.close()


# The URL


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("odata+https://h/a/b", "https://h/a/b/"),
        ("odata+http://127.0.0.1:8/", "http://127.0.0.1:8/"),
        (
            "dataverse+https://o.crm.dynamics.com",
            "https://o.crm.dynamics.com/api/data/v9.2/",
        ),
        (
            "finops+https://e.operations.dynamics.com",
            "https://e.operations.dynamics.com/data/",
        ),
        ("dataverse+https://o/api/data/v9.1/", "https://o/api/data/v9.1/"),
    ],
)
def test_the_scheme_says_what_the_service_is(url: str, root: str) -> None:
    """And where it is, unless a path is given."""
    end = open_end(url, SYSTEM, TABLES)

    assert isinstance(end, ODataEnd)
    assert (end.url, end.dialect) == (root, url.partition("+")[0])
    end.close()


def test_without_a_dialect_the_kind_of_the_system_decides() -> None:
    """As it was declared in the maps."""
    end = open_end("https://h", System("fo", "finops"), {})

    assert end.url == "https://h/data/"
    end.close()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("odata+http://h/", "by https"),
        ("odata+ftp://h/", "by https"),
        ("soap+https://h/", "the schemes are odata"),
        ("odata+https:///x", "no host"),
        ("odata+https://me:hidden@h/", "holds no credentials"),
        ("odata+https://h/?speed=9", "no option speed; there are modified"),
        ("odata+https://h/?overlap=long", "overlap wants a number of seconds"),
        ("odata+https://[h/", "its URL is no URL"),
    ],
)
def test_a_url_that_will_not_do_is_told(url: str, reason: str) -> None:
    """Without what it holds of secrets."""
    with pytest.raises(EndError, match=reason) as caught:
        ODataEnd(url, SYSTEM, TABLES)
    assert "hidden" not in str(caught.value)


def test_a_query_is_described_as_a_url(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """To be pasted into a browser."""
    text = odata_end.describe_query(KINDS, [path(n) for n in KEY], ("USMF", "A&B"))

    assert text == (
        f"{odata_end.url}Kinds?$select=company,code&$filter=company%20eq%20'USMF'"
        "%20and%20code%20eq%20'A%26B'"
    )


@pytest.mark.parametrize("library", ["httpx", "tenacity"])
def test_a_library_that_a_service_needs_is_named(library: str) -> None:
    """In a process that has none of them, a package still runs between databases."""
    script = f"""
import sys
sys.modules["{library}"] = None
from dwmap.runtime import EndError, System
from dwmap.runtime.connectors import open_end
open_end("sqlite://", System("it", "sql"), {{}}).close()
try:
    open_end("odata+https://h/", System("it", "odata"), {{}})
except EndError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "it: a web service needs the libraries httpx and tenacity" in done.stdout


@pytest.mark.parametrize(
    ("literal", "encoded"),
    [("'a/b'", "'a%2Fb'"), ("'50%?#'", "'50%25%3F%23'"), ("'ä'", "'%C3%A4'")],
)
def test_a_key_in_a_path_is_encoded_whole(literal: str, encoded: str) -> None:
    """Some servers take a slash in a key for one of the path; CAP, which the contract runs on, does not."""
    assert encode_key(literal) == encoded
