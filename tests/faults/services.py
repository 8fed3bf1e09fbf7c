"""
Faults and kills between services: the two products as `dwmap sandbox` serves them, or one of them and a database.

Faults are injected while a sync works, and not into what users do, so that what they asked for is known. A
service does not tell who wrote what: there a row is doubled where the service holds it twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from dwmap.runtime import Sync
from faults.kills import JOBS, Tally, campaign_of, finish, initial
from faults.users import Users
from harness.sandboxes import Sandbox, serving
from harness.trade import end_urls, trade, write_trade

PAIRS: Mapping[str, tuple[str, ...]] = {
    "SQLite and Dataverse": ("ce",),
    "finance and operations and Dataverse": ("fo", "ce"),
    "finance and operations and SQLite": ("fo",),
}
"""The ends that are services, by the name of the pair in the report."""

FAULTS: Mapping[str, Mapping[str, object]] = {
    "429 with `Retry-After`": {"kind": "throttle", "retry_after": 0},
    "429 without `Retry-After`": {"kind": "throttle"},
    "500": {"kind": "error", "status": 500},
    "503": {"kind": "error", "status": 503},
    "503 with `Retry-After`": {"kind": "error", "status": 503, "retry_after": 0},
    "half a batch, then 500": {"kind": "half-batch"},
    "half a batch, then no answer": {"kind": "half-batch", "then": "drop"},
    "connection dropped before the work": {"kind": "drop-before"},
    "connection dropped after the work": {"kind": "drop-after"},
    "answer cut off": {"kind": "truncate"},
    "delta token expired": {"kind": "expire-token"},
    "slow answers": {"kind": "latency", "seconds": 0.05},
}
"""What the sandbox is told to do, by the name in the report."""

_MATCHES = ("", "", "GET", "POST", "$batch", "ustomers", "ccounts")
_OWN_MATCHES = {"half-batch": ("$batch",), "expire-token": ("", "accounts")}


@dataclass(slots=True)
class ServiceUsers(Users):
    """Users of two ends of which at least one is a service."""

    def doubled(self) -> int:
        """How many rows the ends hold too many, by the keys of their customers."""
        bench = self.bench(":memory:")
        keys = {
            "fo.Customers": ("dataAreaId", "CustomerAccount"),
            "ce.accounts": ("company.companycode", "accountnumber"),
        }
        doubled = 0
        for table, paths in keys.items():
            held = Counter(bench.rows(table, *paths))
            doubled += sum(held.values()) - len(held)
        bench.sync.close()
        return doubled


@contextmanager
def trading() -> Iterator[Sandbox]:
    """A sandbox of the two products that is not strict about how many requests it gets."""
    with TemporaryDirectory() as folder:
        project = write_trade(Path(folder))
        arguments = ("--quiet", "--limit", "1000000/300")
        with serving(project, *arguments) as sandbox:
            yield sandbox


def users_of(sandbox: Sandbox, folder: Path, pair: str, seed: int) -> ServiceUsers:
    """Users of a pair of empty ends."""
    sandbox.reset()
    services = PAIRS[pair]
    urls = end_urls(sandbox, folder, *services)
    users = ServiceUsers(urls, random.Random(seed), trade().open)
    # The column with the moment of the last change tells of no deletes.
    users.deleting = ("ce",) if "fo" in services else ("ce", "fo")
    return users


def troubled(
    sandbox: Sandbox, users: Users, state: str, fault: str, times: int
) -> tuple[int, Tally]:
    """
    Let a sync work so many times while its services have a fault, now and then, at some requests.

    Returns how often it was injected and the tally. A sync that gives up says so with an `EndError`; anything
    else that it raises is raised here.
    """
    users.found(state)
    injected, tally = 0, Tally()
    for _ in range(times):
        users.work(state, users.chance.randint(1, 6))
        with _having(sandbox, fault, users.chance) as services:
            with users.open(users.urls, state) as sync:
                _work(sync, users.chance)
            injected += sum(map(_injected, services))
    finish(users, state, tally)
    return injected, tally


def killed(users: Users, state: str, kills: int) -> tuple[int, Tally]:
    """The campaign of kills, between services."""
    users.found(state)
    tally = campaign_of(users, state, kills)
    return tally.kills, tally


def _work(sync: Sync, chance: random.Random) -> None:
    job = chance.choice(JOBS)
    if sync.control.in_states("initializing", "failed"):
        job = initial
    try:
        job(sync)
    except trade().end_error:
        pass  # said; the next round goes on


@contextmanager
def _having(
    sandbox: Sandbox, fault: str, chance: random.Random
) -> Iterator[tuple[httpx.Client, ...]]:
    """Both services with a fault at some of their next requests."""
    services, kind = (sandbox.left, sandbox.right), str(FAULTS[fault]["kind"])
    for each in services:
        what = {
            **FAULTS[fault],
            "count": chance.randint(1, 3),
            "probability": chance.choice([0.2, 0.5, 1.0]),
            "match": chance.choice(_OWN_MATCHES.get(kind, _MATCHES)),
        }
        if kind == "half-batch":
            what["after"] = chance.randint(0, 4)
        each.post("/_sandbox/faults", json=what).raise_for_status()
    yield services
    for each in services:
        each.delete("/_sandbox/faults").raise_for_status()


def _injected(service: httpx.Client) -> int:
    shown = service.get("/_sandbox/faults").json()["faults"]
    return sum(int(each["injected"]) for each in shown)
