"""Two ends with the sample project between them, and short ways for a test to edit and look."""

from __future__ import annotations

import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dwmap.runtime import Outcome, Project, Sync, Table, path


class Bench:
    """A sync over new tables; `put`, `change` and `remove` are what users of the two systems do."""

    def __init__(
        self, project: Project, urls: Mapping[str, str], state: str = ":memory:"
    ) -> None:
        self.sync = Sync(project, urls, state)
        self.sync.create_tables()

    @classmethod
    def over(cls, sync: Sync) -> Bench:
        """A bench over ends that have their tables already."""
        bench = cls.__new__(cls)
        bench.sync = sync
        return bench

    def table(self, name: str) -> Table:
        """A table of the project."""
        return self.sync.project.tables[name]

    def put(self, table: str, *rows: Mapping[str, Any]) -> None:
        """Somebody creates rows."""
        end = self.sync.ends[self.table(table).system]
        with end.transaction():
            for row in rows:
                end.insert(self.table(table), tuple(row), [tuple(row.values())])
        wait_for_feed(end)

    def change(self, table: str, identity: tuple[Any, ...], **values: Any) -> None:
        """Somebody changes a row."""
        end = self.sync.ends[self.table(table).system]
        with end.transaction():
            end.update(
                self.table(table), tuple(values), [(*values.values(), *identity)]
            )
        wait_for_feed(end)

    def remove(self, table: str, identity: tuple[Any, ...]) -> None:
        """Somebody deletes a row."""
        end = self.sync.ends[self.table(table).system]
        with end.transaction():
            end.delete(self.table(table), [identity])
        wait_for_feed(end)

    def rows(self, table: str, *paths: str) -> list[tuple[Any, ...]]:
        """What a table holds, sorted; a path is written with dots."""
        wanted = [path(*each.split(".")) for each in paths]
        found = self.sync.ends[self.table(table).system].read(self.table(table), wanted)
        return sorted((row for batch in found for row in batch), key=repr)

    def account(self, number: str, company: str = "USMF") -> tuple[str]:
        """The identity of an account."""
        found = self.rows(
            "ce.accounts", "accountnumber", "company.companycode", "accountid"
        )
        return next((row[2],) for row in found if row[:2] == (number, company))

    def seed(self) -> None:
        """Companies, currencies, and two customers with a contact and an order."""
        self.put(
            "fo.Companies",
            {"DataArea": "USMF", "Name": "Contoso US"},
            {"DataArea": "DEMF", "Name": "Contoso DE"},
        )
        self.put(
            "fo.Currencies",
            {"CurrencyCode": "USD", "Name": "Dollar", "Decimals": 2},
            {"CurrencyCode": "EUR", "Name": "Euro", "Decimals": 2},
        )
        self.put("fo.Customers", customer("C1"), customer("C2"), customer("C1", "DEMF"))

    def settled(self) -> list[Outcome]:
        """Start, make both ends equal, and come to rest."""
        self.sync.start()
        self.sync.initial()
        return self.sync.settle()


def customer(number: str, company: str = "USMF", **values: Any) -> dict[str, Any]:
    """An organization as finance and operations stores it."""
    return {
        "dataAreaId": company,
        "CustomerAccount": number,
        "OrganizationName": f"Customer {number}",
        "PartyType": "Organization",
        "Blocked": "No",
        "CreditLimit": Decimal("1000.50"),
        "OneTime": False,
        "CurrencyCode": "USD",
        **values,
    }


def wait_for_feed(end: Any) -> None:
    """
    Wait until PostgreSQL passes on what was just changed, and until SQLite would tell a later moment.

    The former does so once every older transaction of the whole server has ended, those of other databases too.
    """
    engine = getattr(end, "_engine", None)
    if engine is not None and engine.dialect.name == "sqlite":
        # Its clock ticks in milliseconds; of two changes of one tick neither is the newer one.
        time.sleep(0.002)
    if engine is None or engine.dialect.name != "postgresql":
        return
    oldest = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    with engine.connect() as connection:
        mine = connection.exec_driver_sql(
            "SELECT pg_current_xact_id()::text::bigint"
        ).scalar()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with engine.connect() as connection:
            if connection.exec_driver_sql(oldest).scalar() >= mine:
                return
        time.sleep(0.01)


def customer_names(bench: Bench) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The name of each customer of USMF, on the left and on the right."""
    left = bench.rows(
        "fo.Customers", "CustomerAccount", "OrganizationName", "dataAreaId"
    )
    right = bench.rows("ce.accounts", "accountnumber", "name", "company.companycode")
    return tuple(
        {row[0]: row[1] for row in rows if row[2] == "USMF"} for rows in (left, right)
    )  # type: ignore[return-value]  # there are two


def told_at_rest(bench: Bench) -> set[str]:
    """What a round after a write still tells."""
    for end in bench.sync.ends.values():
        wait_for_feed(end)
    return {one.status for one in bench.sync.propagate()}
