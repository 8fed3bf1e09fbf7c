"""
What some tests talk to: a PostgreSQL, a MariaDB and a Chromium, skipped where there is none.

Nobody waits for a disk: the tests kill processes, and no machine loses its power.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
import sqlalchemy

_POSTGRESQL = os.environ.get(
    "DWMAP_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
_MARIADB = os.environ.get(
    "DWMAP_TEST_MARIADB", "mariadb+pymysql://root@127.0.0.1:3306/mysql"
)
_ROOM = 1 << 30
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a new, empty database, dropped at the end; in CI its absence is a failure."""
    with _database(_POSTGRESQL, "PostgreSQL", " WITH (FORCE)") as url:
        engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
        name = sqlalchemy.make_url(url).database
        _execute(engine, f"ALTER DATABASE {name} SET synchronous_commit = off")
        engine.dispose()
        yield url


def place_in_memory() -> str | None:
    """Where files lie in memory, if there is room: a container often has 64 MB of it."""
    memory = "/dev/shm"
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < _ROOM:
        return None
    return memory


@contextmanager
def folder_in_memory() -> Iterator[str]:
    """A folder for databases, in memory where there is such a place."""
    with TemporaryDirectory(dir=place_in_memory()) as folder:
        yield folder


@pytest.fixture
def sqlite_state() -> Iterator[str]:
    """The path of a state file that is not there yet."""
    with folder_in_memory() as folder:
        yield f"{folder}/state.db"


@pytest.fixture
def postgresql_state(postgresql_url: str) -> Iterator[str]:
    """A state whose schema is not there yet."""
    with state_in(postgresql_url) as url:
        yield url


@contextmanager
def state_in(database: str) -> Iterator[str]:
    """The URL of a state in a PostgreSQL database; its schema is dropped at the end."""
    schema = f"state_{uuid4().hex[:8]}"
    yield f"{database}?schema={schema}"
    engine = sqlalchemy.create_engine(database, isolation_level="AUTOCOMMIT")
    _execute(engine, f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    engine.dispose()


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    """The same in MariaDB."""
    with _database(_MARIADB, "MariaDB") as url:
        yield url


@contextmanager
def _database(address: str, called: str, how: str = "") -> Iterator[str]:
    server = sqlalchemy.make_url(address)
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"dwmap_test_{uuid4().hex}"
    try:
        _execute(engine, f"CREATE DATABASE {name}")
    except sqlalchemy.exc.OperationalError as error:
        engine.dispose()
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no {called} at {server.render_as_string()}: {error.orig}")
    yield server.set(database=name).render_as_string(hide_password=False)
    _execute(engine, f"DROP DATABASE {name}{how}")
    engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, to be started by Playwright without a sandbox."""
    for name in _BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine")


def _execute(engine: sqlalchemy.Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(statement))
