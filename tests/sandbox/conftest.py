"""The sandbox that most tests share; each finds it empty."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from harness.sandboxes import Sandbox, serving, write_shop

CE = "/api/data/v9.2"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox of the shop."""
    with serving(write_shop(tmp_path_factory.mktemp("shop")), "--quiet") as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    """It, without rows and faults."""
    running.reset()
    return running


@pytest.fixture
def api(sandbox: Sandbox) -> httpx.Client:
    """The client of the Dataverse side, with a company in it."""
    made = sandbox.right.post(f"{CE}/companies", json={"code": "USMF"})
    assert made.status_code == 204
    return sandbox.right
