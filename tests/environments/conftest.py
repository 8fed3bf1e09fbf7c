"""An environment with the maps of a small project, new for each test, and the commands that look at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dwmap.cli.app import run
from harness.environments import TRADE, Environment, compiled, deployed, write_project
from harness.repositories import own_git

__all__ = ["environment", "own_git", "verify"]

Verify = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def environment() -> Iterator[Environment]:
    """The environment that the project was deployed to."""
    with deployed(compiled(TRADE)) as found:
        yield found


@pytest.fixture
def verify(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Verify:
    """Verify it against specs; the findings, the text of the specs by default that of the project."""

    def verified(text: str = TRADE, **expected: Any) -> list[dict[str, Any]]:
        settings = environment.settings(**expected)
        project = write_project(tmp_path / "specs", text, settings)
        code = run(["verify", "test", str(project), "--format", "json"])
        told = capsys.readouterr()
        assert code in (0, 1), told.err
        return list(json.loads(told.out)["findings"])

    return verified
