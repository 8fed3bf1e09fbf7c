"""Capturing changes is begun once: a process that starts later makes nothing anew, and mends what is gone."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy
from dwmap.runtime.connectors import open_end
from runtime.bench import Bench
from runtime.sample_project import PROJECT
from runtime.sample_tables import TABLES


@pytest.fixture
def again(bench: Bench, urls: dict[str, str]) -> Any:
    """An end of another process on a database that is captured already, and what it would make."""
    if urls["fo"] == "memory:":
        pytest.skip("an end in memory has one process")
    bench.sync.start()
    end: Any = open_end(urls["fo"], PROJECT.system("fo"), PROJECT.tables)
    tables = [table for table in TABLES.values() if table.system == "fo"]
    yield end, lambda: list(end._capture.install(tables, end._fetch)), urls["fo"]
    end.close()


def test_a_second_start_makes_nothing(again: Any) -> None:
    """To make a trigger the table must be idle; users are not to wait for that."""
    _, made, _ = again
    assert made() == []


def test_a_trigger_that_is_gone_is_made_anew(again: Any) -> None:
    """Only that one."""
    _, made, url = again
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            drop = 'DROP TRIGGER "dwmap_Currencies" ON "Currencies"'
        else:
            drop = "DROP TRIGGER {0}dwmap_Currencies_update{0}".format(
                '"' if engine.dialect.name == "sqlite" else "`"
            )
        connection.execute(sqlalchemy.text(drop))
    engine.dispose()

    anew = made()
    assert [text for text in anew if "TRIGGER" in text and "DROP" not in text] != []
    assert all("Currencies" in text for text in anew)
