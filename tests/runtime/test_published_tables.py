"""The tables of the published maps, on every kind of end: hundreds of columns, long names, keys of many parts."""

from __future__ import annotations

from dual_write import PROJECT
from dual_write._runtime import Sync


def test_they_can_be_made_and_watched(urls: dict[str, str]) -> None:
    """By two processes one after the other; nothing is in them, and nothing fails."""
    with Sync(PROJECT, urls) as sync:
        sync.create_tables()
        sync.start()
        assert sync.initial().ok
    with Sync(PROJECT, urls) as sync:
        sync.create_tables()
        assert sync.propagate() == []
