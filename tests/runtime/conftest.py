"""Open ends of each kind, and a bench that holds the sample project between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy
from dwmap.runtime import Project
from dwmap.runtime._store_postgresql import PostgresBase
from harness.services import folder_in_memory
from runtime.bench import Bench
from runtime.sample_project import PROJECT


@pytest.fixture(
    params=[
        "memory",
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.postgresql),
        pytest.param("mariadb", marks=pytest.mark.mariadb),
    ]
)
def urls(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The addresses of two new, empty ends of one kind."""
    if request.param == "memory":
        yield {"fo": "memory:", "ce": "memory:"}
    elif request.param == "sqlite":
        with folder_in_memory() as folder:
            yield {name: f"sqlite:///{folder}/{name}.db" for name in ("fo", "ce")}
    elif request.param == "postgresql":
        yield from _schemas(request.getfixturevalue("postgresql_url"))
    else:
        yield from _databases(request.getfixturevalue("mariadb_url"))


def _schemas(server: str) -> Iterator[dict[str, str]]:
    """Two schemas of one database, dropped at the end."""
    url = sqlalchemy.make_url(server)
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    names = {end: f"{end}_{uuid4().hex[:8]}" for end in ("fo", "ce")}
    with engine.connect() as connection:
        for name in names.values():
            connection.execute(sqlalchemy.text(f"CREATE SCHEMA {name}"))
    yield {
        end: url.update_query_dict(
            {"options": f"-csearch_path={name}"}
        ).render_as_string(hide_password=False)
        for end, name in names.items()
    }
    with engine.connect() as connection:
        for name in names.values():
            connection.execute(sqlalchemy.text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def _databases(server: str) -> Iterator[dict[str, str]]:
    """Two databases of one server, dropped at the end."""
    url = sqlalchemy.make_url(server)
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    names = {end: f"{url.database}_{end}_{uuid4().hex[:8]}" for end in ("fo", "ce")}
    with engine.connect() as connection:
        for name in names.values():
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    yield {
        end: url.set(database=name).render_as_string(hide_password=False)
        for end, name in names.items()
    }
    with engine.connect() as connection:
        for name in names.values():
            connection.execute(sqlalchemy.text(f"DROP DATABASE {name}"))
    engine.dispose()


@pytest.fixture
def open_bench(urls: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Any]:
    """
    A function that opens the sample project, or another, between the two ends.

    Each time with a new state: in memory, or in PostgreSQL where the ends are.
    """
    opened: list[Bench] = []
    server = urls["fo"].startswith("postgresql")
    server_url = request.getfixturevalue("postgresql_url") if server else ""

    def make(project: Project = PROJECT) -> Bench:
        schema = f"state_{uuid4().hex[:8]}"
        state = f"{server_url}?schema={schema}" if server else ":memory:"
        opened.append(Bench(project, urls, state))
        return opened[-1]

    yield make
    for bench in opened:
        base = bench.sync.state.base
        if isinstance(base, PostgresBase):
            base.run(f"DROP SCHEMA {base.schema} CASCADE")
        bench.sync.close()


@pytest.fixture
def bench(open_bench: Any) -> Bench:
    """The sample project between two empty ends."""
    made: Bench = open_bench()
    return made
