"""Writing through where something goes wrong at the worst moment: a commit that fails, a service that refuses."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dwmap.runtime import EndError, Sync
from faults.services import ServiceUsers, trading, users_of
from harness.sandboxes import Sandbox
from harness.trade import trade
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT

C1 = ("USMF", "C1")


@contextmanager
def _read_by_somebody(file: Path) -> Iterator[None]:
    """A reader in the middle of a file: others may write, and cannot commit."""
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
    yield
    reader.execute("ROLLBACK")
    reader.close()


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Bench]:
    """The sample project between two files, of ends that do not wait long for a lock."""
    urls = {
        name: f"sqlite:///{tmp_path}/{name}.db?timeout=0.05" for name in ("fo", "ce")
    }
    bench = Bench(PROJECT, urls, str(tmp_path / "state.db"))
    bench.seed()
    bench.settled()
    yield bench
    bench.sync.close()


def _names(bench: Bench) -> tuple[Any, Any]:
    left = bench.rows(
        "fo.Customers", "dataAreaId", "CustomerAccount", "OrganizationName"
    )
    right = bench.rows("ce.accounts", "company.companycode", "accountnumber", "name")
    return left, right


def test_the_source_cannot_be_committed(files: Bench, tmp_path: Path) -> None:
    """It is committed first, so that neither end has the change."""
    before = _names(files)
    with (
        _read_by_somebody(tmp_path / "fo.db"),
        pytest.raises(EndError, match="fo: database is locked"),
        files.sync.write("fo") as rows,
    ):
        rows.update("Customers", C1, {"OrganizationName": "Never"})

    assert _names(files) == before
    assert files.sync.propagate() == []


def test_only_the_source_can_be_committed(files: Bench, tmp_path: Path) -> None:
    """That is said, and the next round carries over what is on one end only."""
    with (
        _read_by_somebody(tmp_path / "ce.db"),
        pytest.raises(EndError, match="ce could not be committed.*by the next round"),
        files.sync.write("fo") as rows,
    ):
        rows.update("Customers", C1, {"OrganizationName": "Later"})

    left, right = _names(files)
    assert ("USMF", "C1", "Later") in left
    assert ("USMF", "C1", "Customer C1") in right
    files.sync.propagate()
    left, right = _names(files)
    assert left == right
    assert {one.status for one in files.sync.propagate()} <= {"echo"}


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    """A sandbox of both products."""
    with trading() as sandbox:
        yield sandbox


Traded = tuple[Bench, ServiceUsers]


@pytest.fixture(params=["SQLite and Dataverse", "finance and operations and Dataverse"])
def traded(
    request: pytest.FixtureRequest, served: Sandbox, tmp_path: Path
) -> Iterator[Bench]:
    """Two ends, of which at least Dataverse is a service, in step."""
    users = users_of(served, tmp_path, request.param, 4)
    users.urls = {
        name: f"{url}?timeout=0.05" if url.startswith("sqlite") else url
        for name, url in users.urls.items()
    }
    users.found(str(tmp_path / "state.db"))
    bench = users.bench(str(tmp_path / "state.db"))
    yield bench
    bench.sync.close()


def _at_rest(sync: Sync) -> bool:
    written = ("created", "updated", "deleted", "refused")
    return not [one for one in sync.settle() if one.status in written]


def test_a_service_has_the_change_when_the_block_ends(traded: Bench) -> None:
    """Created, changed and deleted; no round writes any of it again."""
    with traded.sync.write("fo") as rows:
        rows.update("fo.Customers", C1, {"OrganizationName": "Through"})
        rows.insert("fo.Customers", customer("N1"))
        rows.delete("fo.Customers", ("USMF", "C2"))

    left, right = _names(traded)
    assert left == right
    assert ("USMF", "C1", "Through") in right
    assert ("USMF", "N1", "Customer N1") in right
    assert not [row for row in right if row[1] == "C2"]
    assert _at_rest(traded.sync)


def test_the_rows_of_a_service_can_be_written(traded: Bench) -> None:
    """The other end follows at once."""
    key = {"accountnumber": "C1", "company.companycode": "USMF"}
    with traded.sync.write("ce") as rows:
        rows.update("ce.accounts", key, {"name": "From there"})

    left, right = _names(traded)
    assert left == right
    assert ("USMF", "C1", "From there") in left
    assert _at_rest(traded.sync)
    error = trade().end_error
    with pytest.raises(error, match="no transactions"), traded.sync.write("ce") as rows:
        rows.connection  # noqa: B018  # asking for it is what is refused


def test_what_a_service_took_is_taken_back_with_the_rest(traded: Bench) -> None:
    """One record of the block is refused: those that were sent are as they were."""
    before = _names(traded)
    with (
        pytest.raises(trade().runtime.NotWritten) as caught,
        traded.sync.write("fo") as rows,
    ):
        rows.update("fo.Customers", C1, {"OrganizationName": "Never"})
        rows.insert("fo.Customers", customer("N1"))
        rows.insert("fo.Customers", customer("N2", CurrencyCode="XXX"))
        rows.delete("fo.Customers", ("USMF", "C2"))

    assert [each.code for each in caught.value.failures] == ["missing-reference"]
    assert _names(traded) == before
    assert _at_rest(traded.sync)
    assert _names(traded) == before
    assert traded.sync.failures() == []


def test_a_refusal_takes_the_service_s_own_rows_back(traded: Bench) -> None:
    """What the application itself has sent is taken back, too."""
    before = _names(traded)
    key = {"accountnumber": "C1", "company.companycode": "USMF"}
    with pytest.raises(ZeroDivisionError), traded.sync.write("ce") as rows:
        rows.update("ce.accounts", key, {"name": "Never"})
        raise ZeroDivisionError

    assert _names(traded) == before
    assert _at_rest(traded.sync)


def test_the_local_commit_fails(served: Sandbox, tmp_path: Path) -> None:
    """The service was written to first; it is brought back to what it was."""
    users = users_of(served, tmp_path, "SQLite and Dataverse", 4)
    users.urls["fo"] += "?timeout=0.05"
    users.found(str(tmp_path / "state.db"))
    bench = users.bench(str(tmp_path / "state.db"))
    before = _names(bench)
    with (
        _read_by_somebody(tmp_path / "fo.db"),
        pytest.raises(trade().end_error, match="database is locked"),
        bench.sync.write("fo") as rows,
    ):
        rows.update("fo.Customers", C1, {"OrganizationName": "Never"})
        rows.insert("fo.Customers", customer("N1"))
        rows.delete("fo.Customers", ("USMF", "C2"))

    assert _names(bench) == before
    assert _at_rest(bench.sync)
    assert _names(bench) == before
    bench.sync.close()


def _dies_before_its_commit(users: ServiceUsers, state: str) -> None:
    """A process that has sent what it meant to, and comes no further."""
    pid = os.fork()
    if pid == 0:
        sync = users.open(users.urls, state)
        with sync.write("fo") as rows:
            values = {"OrganizationName": "Never", "CreditLimit": 5}
            rows.update("fo.Customers", C1, values)
            crossing: Any = sync._crossing
            crossing.joined["fo"].commit = lambda: os.kill(os.getpid(), signal.SIGKILL)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status)


def test_what_somebody_changed_since_is_not_taken_back(
    served: Sandbox, tmp_path: Path
) -> None:
    """A write of a dead process is undone field by field, where it still stands as it was meant."""
    state = str(tmp_path / "state.db")
    users = users_of(served, tmp_path, "SQLite and Dataverse", 4)
    users.found(state)
    _dies_before_its_commit(users, state)
    other = users.bench(":memory:")
    other.change("ce.accounts", other.account("C1"), creditlimit=7)
    held = other.rows("ce.accounts", "accountnumber", "name", "creditlimit")
    assert ("C1", "Never", 7) in held

    users.bench(state).sync.close()

    held = other.rows("ce.accounts", "accountnumber", "name", "creditlimit")
    assert ("C1", "Customer C1", 7) in held
    other.sync.close()
