"""A service with one table and a token for it, and an end on it that gives up after a minute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from dwmap.runtime import path
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService
from pytest_httpserver import HTTPServer
from runtime.connectors.contract_tables import KINDS, SYSTEM, TABLES
from werkzeug import Response

MODEL = """<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="S"><EntityContainer Name="C">
<EntitySet Name="Kinds" EntityType="S.Kind"/></EntityContainer><EntityType Name="Kind"><Key>
<PropertyRef Name="company"/><PropertyRef Name="code"/></Key>
<Property Name="company" Type="Edm.String"/><Property Name="code" Type="Edm.String"/>
<Property Name="name" Type="Edm.String"/></EntityType></Schema></edmx:DataServices></edmx:Edmx>"""
CODE = (path("code"),)
KEY = ("company", "code")
ROW = {"company": "USMF", "code": "A"}
FOUND = {"value": [ROW]}
SECRET = "s3cret-t0ken"


@pytest.fixture
def odata_service(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> WebService:
    """A service with one table, and a token for it."""
    made = WebService("/")
    httpserver.expect_request(re.compile(".*")).respond_with_handler(made)
    made.on("GET", "$metadata", Response(MODEL, mimetype="application/xml"))
    monkeypatch.setenv("DWMAP_TOKEN_IT", SECRET)
    return made


def opened(server: HTTPServer, options: str = "") -> ODataEnd:
    """An end on it."""
    url = f"odata+http://localhost:{server.port}/{options}"
    return ODataEnd(url, SYSTEM, TABLES)


@pytest.fixture
def odata_end(odata_service: WebService, httpserver: HTTPServer) -> Iterator[ODataEnd]:
    """An end on it, which gives up after a minute: no busy machine takes that long."""
    end = opened(httpserver, "?limit=60")
    yield end
    end.close()


def rows(end: ODataEnd) -> list[tuple[Any, ...]]:
    """All codes."""
    return [row for batch in end.read(KINDS, CODE) for row in batch]
