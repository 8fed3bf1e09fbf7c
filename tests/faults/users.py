"""
Two user communities who edit both ends at random, and the plain model of what they asked for.

Users of the left edit names, users of the right credit limits, and rows that somebody deletes are edited by
nobody, so what both ends must hold at rest is known without looking at the sync.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

import sqlalchemy
from dwmap.runtime import Sync
from runtime.bench import Bench, customer, wait_for_feed
from runtime.sample_project import PROJECT

_ALPHABET = "Aa é\u00a0ß'\"\\;-%_\u4e2d\U0001f680\u202e\n"


Opener: TypeAlias = Callable[[dict[str, str], str], Sync]


def open_sample(urls: dict[str, str], state: str) -> Sync:
    """The sample project between two ends."""
    return Sync(PROJECT, urls, state)


@dataclass(slots=True)
class Users:
    """
    `names` and `limits` by customer: what both ends must hold. `changes` counts edits by side.

    `open` gives a sync over both ends with the state that it is given; `deleting` are the ends where rows
    are deleted.
    """

    urls: dict[str, str]
    chance: random.Random
    open: Opener = open_sample
    names: dict[str, str | None] = field(default_factory=dict)
    limits: dict[str, Decimal] = field(default_factory=dict)
    doomed: list[str] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=lambda: {"fo": 0, "ce": 0})
    deleting: tuple[str, ...] = ("ce", "fo")
    _number: int = 0

    def found(self, state: str, customers: int = 12) -> None:
        """Create both ends, in step, with so many customers to edit and as many to delete."""
        bench = self.bench(state)
        bench.sync.create_tables()
        bench.seed()
        for n in range(customers):
            self._put(bench, f"E{n}")
            bench.put("fo.Customers", customer(f"D{n}"))
            self.doomed.append(f"D{n}")
        for number in ("C1", "C2"):
            self.names[number] = f"Customer {number}"
            self.limits[number] = Decimal("1000.50")
        bench.settled()
        bench.sync.close()
        self.changes = {"fo": 0, "ce": 0}

    def bench(self, state: str) -> Bench:
        """Both ends, open."""
        return Bench.over(self.open(self.urls, state))

    def work(self, state: str, edits: int) -> None:
        """Make so many random edits; the connections are closed again before this returns."""
        bench = self.bench(state)
        for _ in range(edits):
            self._edit(bench)
        for end in bench.sync.ends.values():
            wait_for_feed(end)
        bench.sync.close()

    def _edit(self, bench: Bench) -> None:
        what = self.chance.choice(
            ["name"] * 5 + ["limit"] * 5 + ["put"] * 2 + ["delete"]
        )
        number = self.chance.choice(sorted(self.names))
        match what:
            case "name":
                self.names[number] = self._text()
                identity = ("USMF", number)
                if (number,) in bench.rows("fo.Customers", "CustomerAccount"):
                    bench.change(
                        "fo.Customers", identity, OrganizationName=self.names[number]
                    )
                    self.changes["fo"] += 1
            case "limit":
                account = _account(bench, number)
                if account is not None:
                    self.limits[number] = self._amount()
                    bench.change(
                        "ce.accounts", account, creditlimit=self.limits[number]
                    )
                    self.changes["ce"] += 1
            case "put":
                self._number += 1
                self._put(bench, f"N{self._number}")
            case "delete" if self.doomed:
                self._delete(bench, self.doomed.pop())

    def _put(self, bench: Bench, number: str) -> None:
        self.names[number], self.limits[number] = self._text(), self._amount()
        row = customer(
            number,
            OrganizationName=self.names[number],
            CreditLimit=self.limits[number],
        )
        bench.put("fo.Customers", row)
        self.changes["fo"] += 1

    def _delete(self, bench: Bench, number: str) -> None:
        account = _account(bench, number)
        end = self.chance.choice(self.deleting)
        if account is not None and end == "ce":
            bench.remove("ce.accounts", account)
            self.changes["ce"] += 1
        elif "fo" in self.deleting:
            bench.remove("fo.Customers", ("USMF", number))
            self.changes["fo"] += 1

    def _text(self) -> str:
        self._number += 1
        letters = self.chance.choices(_ALPHABET, k=self.chance.randint(0, 40))
        return f"{self._number}{''.join(letters)}."

    def _amount(self) -> Decimal:
        digits = self.chance.choice([1, 9, 18, 26])
        return Decimal(self.chance.randrange(10**digits)).scaleb(-6)

    # What came of it

    def lost(self, state: str) -> list[str]:
        """What an end does not hold as it was asked for; empty when nothing was lost."""
        bench = self.bench(state)
        wanted = {
            number: (name, self.limits[number]) for number, name in self.names.items()
        }
        found = {
            "fo": bench.rows(
                "fo.Customers",
                "CustomerAccount",
                "OrganizationName",
                "CreditLimit",
                "dataAreaId",
            ),
            "ce": bench.rows(
                "ce.accounts",
                "accountnumber",
                "name",
                "creditlimit",
                "company.companycode",
            ),
        }
        wrong = []
        for end, rows in found.items():
            held = {row[0]: row[1:3] for row in rows if row[3] == "USMF"}
            kept = {n: row for n, row in held.items() if n not in self.doomed}
            wrong += [
                f"{end} {number}: {kept.get(number)} instead of {wanted.get(number)}"
                for number in sorted(set(kept) | set(wanted))
                if kept.get(number) != wanted.get(number)
            ]
            if len(held) != len([row for row in rows if row[3] == "USMF"]):
                wrong.append(f"{end} holds a customer twice")
        bench.sync.close()
        return wrong

    def doubled(self) -> int:
        """How many more writes an end took from the sync than users made changes on the other end."""
        took = {end: _marked_writes(url) for end, url in self.urls.items()}
        return max(0, took["ce"] - self.changes["fo"]) + max(
            0, took["fo"] - self.changes["ce"]
        )

    def forget_feeds(self) -> None:
        """Count the sync's writes from here on."""
        for url in self.urls.values():
            _execute(url, "UPDATE dwmap_changes SET origin = NULL")


def _account(bench: Bench, number: str) -> tuple[str] | None:
    found = bench.rows(
        "ce.accounts", "accountnumber", "company.companycode", "accountid"
    )
    return next(((row[2],) for row in found if row[:2] == (number, "USMF")), None)


def _marked_writes(url: str) -> int:
    return int(
        _execute(
            url, "SELECT count(*) FROM dwmap_changes WHERE origin = 'dwmap:Customers'"
        )
    )


def _execute(url: str, text: str) -> Any:
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(sqlalchemy.text(text))
        found = result.scalar() if result.returns_rows else None
    engine.dispose()
    return found
