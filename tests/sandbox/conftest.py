"""The sandbox that most tests share; each finds it empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.sandboxes import Sandbox, serving, write_shop

CE = "/api/data/v9.2"
FO = "/data"


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
