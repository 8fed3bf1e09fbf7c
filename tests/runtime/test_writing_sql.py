"""Writing through between databases: the application's own statements, its lock, constraints that are put off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy
from dwmap.runtime import EndError, NotWritten
from runtime.bench import Bench, customer, customer_names, told_at_rest
from runtime.conftest import _schemas
from runtime.sample_project import PROJECT

C1 = {"dataAreaId": "USMF", "CustomerAccount": "C1"}


@pytest.fixture
def databases(urls: dict[str, str]) -> Iterator[Bench]:
    """The sample project between two databases, in step."""
    if urls["fo"] == "memory:":
        pytest.skip("an end in memory has no connection")
    bench = Bench(PROJECT, urls)
    bench.seed()
    bench.settled()
    yield bench
    bench.sync.close()


def _statement() -> sqlalchemy.Update:
    """Gives all customers C1 a name."""
    customers = sqlalchemy.table(
        "Customers",
        sqlalchemy.column("OrganizationName"),
        sqlalchemy.column("CustomerAccount"),
        sqlalchemy.column("dataAreaId"),
    )
    where = customers.c.CustomerAccount == "C1", customers.c.dataAreaId == "USMF"
    return (
        sqlalchemy.update(customers)
        .where(*where)
        .values(OrganizationName=sqlalchemy.bindparam("name"))
    )


def test_statements_of_the_application_take_part(databases: Bench) -> None:
    """Through SQLAlchemy, on the connection of the transaction; savepoints are theirs, too."""
    update = _statement()
    with databases.sync.write("fo") as rows:
        with rows.connection.begin_nested() as nested:
            rows.connection.execute(update, {"name": "Undone"})
            nested.rollback()
        rows.connection.execute(update, {"name": "By hand"})
        with pytest.raises(EndError, match="committed at the end"):
            rows.connection.commit()

    left, right = customer_names(databases)
    assert left["C1"] == right["C1"] == "By hand"
    assert told_at_rest(databases) <= {"echo"}

    with pytest.raises(NotWritten), databases.sync.write("fo") as rows:
        rows.connection.execute(update, {"name": "Never"})
        rows.insert("Customers", customer("N1", CurrencyCode="XXX"))
    assert customer_names(databases)[0]["C1"] == "By hand"


def test_an_error_that_the_application_catches_ends_no_transaction(
    databases: Bench,
) -> None:
    """SQLAlchemy rolls back after an error where it knows of no transaction."""
    with databases.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Kept"})
        with (
            pytest.raises(sqlalchemy.exc.SQLAlchemyError),
            rows.connection.begin_nested(),
        ):
            rows.connection.execute(sqlalchemy.text("SELECT nothing FROM nowhere"))

    left, right = customer_names(databases)
    assert left["C1"] == right["C1"] == "Kept"


def test_the_lock_is_waited_for(tmp_path: Path) -> None:
    """A write takes its turn with the rounds of other processes."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    state = f"{tmp_path}/state.db"
    bench = Bench(PROJECT, urls, state)
    bench.seed()
    bench.settled()
    other = Bench(PROJECT, urls, state)
    with (
        other.sync.lock.held("live"),
        pytest.raises(EndError, match="another process works"),
        bench.sync.write("fo", patience=0.1),
    ):
        pass
    with bench.sync.write("fo") as rows:
        rows.update("Customers", C1, {"OrganizationName": "Through"})
    assert told_at_rest(other) <= {"echo"}
    other.sync.close()
    bench.sync.close()


@pytest.mark.postgresql
def test_a_constraint_that_is_put_off_is_looked_at_before_anything_is_committed(
    postgresql_url: str,
) -> None:
    """Found by the second commit, it would leave the change on one end."""
    for urls in _schemas(postgresql_url):
        bench = Bench(PROJECT, urls)
        bench.sync.ends["ce"]._run(  # type: ignore[attr-defined]  # an end of SQL
            "ALTER TABLE account ADD CONSTRAINT once UNIQUE (name, company) DEFERRABLE INITIALLY DEFERRED"
        )
        bench.seed()
        bench.settled()
        before = customer_names(bench)

        with (
            pytest.raises(EndError, match='"once"; nothing was committed'),
            bench.sync.write("fo") as rows,
        ):
            rows.update("Customers", C1, {"OrganizationName": "Customer C2"})

        assert customer_names(bench) == before
        bench.sync.close()
