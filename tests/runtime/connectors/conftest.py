"""An open end of each kind over the tables of the contract, empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy
from dwmap.runtime._paths import identity_paths
from dwmap.runtime.connectors import End, open_end
from harness.services import folder_in_memory
from runtime.connectors.contract_tables import SYSTEM, TABLES
from runtime.connectors.dataverse_service import dataverse, dataverse_end
from runtime.connectors.odata_service import odata_end, odata_service

__all__ = ["dataverse", "dataverse_end", "odata_end", "odata_service"]

ENDS = (
    "memory",
    "sqlite",
    "jsonl",
    "parquet",
    pytest.param("postgresql", marks=pytest.mark.postgresql),
    pytest.param("cap", marks=pytest.mark.cap),
)


@pytest.fixture(params=ENDS)
def end(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[End]:
    """An end of each kind."""
    if request.param == "postgresql":
        yield from _in_schema(request.getfixturevalue("postgresql_url"))
        return
    if request.param == "sqlite":
        with folder_in_memory() as folder:
            yield from _opened(f"sqlite:///{folder}/it.db")
        return
    url = {
        "memory": "memory:",
        "jsonl": f"files:{tmp_path}?format=jsonl",
        "parquet": f"files:{tmp_path}?format=parquet",
    }.get(request.param)
    yield from _opened(url or request.getfixturevalue("cap_url"))


@pytest.fixture
def cap(cap_url: str) -> Iterator[End]:
    """An end on the server of a third party."""
    yield from _opened(cap_url)


def _opened(url: str) -> Iterator[End]:
    end = open_end(url, SYSTEM, TABLES)
    try:
        end.create_tables()
        for table in TABLES.values():
            for rows in list(end.read(table, identity_paths(table))):
                end.delete(table, rows)
        yield end
    finally:
        end.close()


def _in_schema(server: str) -> Iterator[End]:
    url, name = sqlalchemy.make_url(server), f"it_{uuid4().hex[:8]}"
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE SCHEMA {name}"))
    options = {"options": f"-csearch_path={name}"}
    yield from _opened(
        url.update_query_dict(options).render_as_string(hide_password=False)
    )
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()
