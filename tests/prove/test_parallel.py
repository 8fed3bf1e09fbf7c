"""Laws asked in several processes are those asked in one, in the same order."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from unittest.mock import Mock

import pytest
from dwmap.processors import FORKS
from dwmap.prove import parallel
from dwmap.prove.parallel import broken_laws
from dwmap.prove.project import prove
from dwmap.prove.verdict import Status
from harness.solutions import specs


@pytest.mark.skipif(not FORKS, reason="processes are not copies of each other here")
@pytest.mark.parametrize("processors", [2, 3])
def test_in_several_processes(monkeypatch: pytest.MonkeyPatch, processors: int) -> None:
    """On the published maps, some of which are broken."""
    project = specs()
    broken = [one for one in prove(project) if one.status is Status.BROKEN]
    pool = Mock(wraps=ProcessPoolExecutor)
    monkeypatch.setattr(parallel, "usable", lambda: processors)
    monkeypatch.setattr(parallel, "_WORTH_IT", 0)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", pool)

    assert broken_laws(project) == broken
    assert pool.call_args.args[0] == processors - 1
    assert len({one.map for one in broken}) > 10


def test_without_room_for_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are asked here."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no semaphores")

    project = specs()
    monkeypatch.setattr(parallel, "usable", lambda: 2)
    monkeypatch.setattr(parallel, "_WORTH_IT", 0)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", refuse)

    assert broken_laws(project) == [
        one for one in prove(project) if one.status is Status.BROKEN
    ]
