"""
What the benchmarks of the runtime carry over: customers of 30 fields, five of which become lookups.

The values of a row hang on its number and on a repetition: SQLite would skip the rewrite of identical ones.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path as File
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy
from dwmap.runtime import (
    Column,
    Map,
    Project,
    Reference,
    Side,
    Step,
    Sync,
    System,
    Table,
    ValueTable,
    fit_decimal,
    fit_text,
    path,
)

POSTGRESQL = os.environ.get(
    "DWMAP_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
BATCH = 5000
"""As many rows travel in one transaction, here and there."""

TEXTS = tuple(f"Text{n}" for n in range(13))
NUMBERS = tuple(f"Number{n}" for n in range(4))
DECIMALS = tuple(f"Amount{n}" for n in range(4))
# The lookups, and how many rows their tables have.
LOOKUPS = {"Company": 4, "Currency": 150, "Group": 400, "Terms": 60, "Worker": 2000}
OWN = ("Account", *TEXTS, *NUMBERS, *DECIMALS, "Since", "Until", "Active")
NAMES = (*LOOKUPS, *OWN)


def _columns(prefix: str) -> tuple[Column, ...]:
    return (
        Column(prefix + "Account", "text", False, 20),
        *(Column(prefix + name, "text", True, 60) for name in TEXTS),
        *(Column(prefix + name, "int") for name in NUMBERS),
        *(Column(prefix + name, "decimal", True, None, 32, 6) for name in DECIMALS),
        Column(prefix + "Since", "date"),
        Column(prefix + "Until", "date"),
        Column(prefix + "Active", "bool"),
    )


FO = Table(
    "fo.Customers",
    "fo",
    "Customers",
    (*(Column(name, "text", False, 10) for name in LOOKUPS), *_columns("")),
    ("Company", "Account"),
    company=path("Company"),
)
POINTED_AT = {
    name: Table(
        f"ce.{name.lower()}",
        "ce",
        name.lower(),
        (Column("code", "text", False, 10),),
        ("code",),
        f"{name.lower()}id",
        (path("code"),),
    )
    for name in LOOKUPS
}
CE = Table(
    "ce.accounts",
    "ce",
    "account",
    _columns("c_"),
    ("c_Account", "company"),
    "accountid",
    (path("c_Account"), path("company", "code")),
    path("company", "code"),
    tuple(Reference(name.lower(), (f"ce.{name.lower()}",)) for name in LOOKUPS),
)

Left = NamedTuple("Left", [(name, Any) for name in NAMES])  # type: ignore[misc]  # names are computed
Right = NamedTuple("Right", [(name, Any) for name in NAMES])  # type: ignore[misc]  # names are computed
YESNO = ValueTable({True: True, False: False}, table="YesNo", field="Active")


def _function(source: str, target: str) -> Any:
    """A straight-line function such as the compiler writes: a check for each text and each decimal."""
    lines = []
    for name in NAMES:
        value = f"record.{name}"
        if name in TEXTS:
            value = f"fit_text({value}, 60, {name!r})"
        elif name in DECIMALS:
            value = f"fit_decimal({value}, 32, 6, {name!r})"
        elif name == "Active":
            value = f"YESNO[{value}]"
        lines.append(f"        {name}={value},")
    text = (
        f"def {source}(record):\n    return {target}(\n" + "\n".join(lines) + "\n    )"
    )
    space: dict[str, Any] = {
        "Left": Left,
        "Right": Right,
        "YESNO": YESNO,
        "fit_decimal": fit_decimal,
        "fit_text": fit_text,
    }
    exec(text, space)
    return space[source]


def project() -> Project:
    """One map of 30 fields in both directions."""
    key = ("Company", "Account")
    same = {name: (name,) for name in NAMES}
    right_paths = (
        *(path(name.lower(), "code") for name in LOOKUPS),
        *(path("c_" + name) for name in OWN),
    )

    def everything(record: Any) -> bool:
        return record.Account is not None

    left = Side(
        FO, Left, tuple(map(path, NAMES)), Left, key, "Company", everything, same
    )
    right = Side(CE, Right, right_paths, Right, key, "Company", everything, same)
    each = Map(
        "Customers",
        "Customers",
        "1.0.0.0",
        left,
        right,
        _function("forward", "Right"),
        _function("backward", "Left"),
    )
    systems = (System("fo", "finops"), System("ce", "dataverse"))
    tables = {table.name: table for table in (FO, *POINTED_AT.values(), CE)}
    return Project("bench", systems, tables, (each,), (Step("Customers"),))


# ------------------------------------------------------------------------------------- rows


def code(name: str, number: int) -> str:
    """The code of the row of a table pointed at that row `number` has."""
    return f"{name[0]}{number % LOOKUPS[name]:04}"


def lookup_id(name: str, number: int) -> str:
    """The row id that belongs to the code."""
    place = list(LOOKUPS).index(name)
    return str(UUID(int=(place << 64) + number % LOOKUPS[name]))


def rows(start: int, stop: int, repetition: int) -> list[tuple[Any, ...]]:
    """Rows of `FO`, by number."""
    day = date(2020, 1, 1) + timedelta(repetition)
    return [
        (
            *(code(name, n) for name in LOOKUPS),
            f"A{repetition}-{n:07}",
            *(f"value {n * 7 + k} of {repetition}" for k in range(len(TEXTS))),
            *(n + k + repetition for k in range(len(NUMBERS))),
            *(
                Decimal(n * 100 + k + repetition).scaleb(-2)
                for k in range(len(DECIMALS))
            ),
            day + timedelta(n % 1000),
            None,
            n % 3 == 0,
        )
        for n in range(start, stop)
    ]


def fill(sync: Sync, count: int, repetition: int) -> None:
    """Create the tables, the rows pointed at, and `count` rows of finance and operations."""
    sync.create_tables()
    with sync.ends["ce"].transaction():
        for name, table in POINTED_AT.items():
            sync.ends["ce"].insert(
                table,
                (f"{table.table}id", "code"),
                [(lookup_id(name, n), code(name, n)) for n in range(LOOKUPS[name])],
            )
    for start in range(0, count, BATCH):
        with sync.ends["fo"].transaction():
            batch = rows(start, min(start + BATCH, count), repetition)
            sync.ends["fo"].insert(FO, NAMES, batch)


# ------------------------------------------------------------------------------------- places


@contextmanager
def two_databases(kind: str) -> Iterator[tuple[dict[str, str], File]]:
    """The URLs of two new databases of a kind, `sqlite` or `postgresql`, and a folder; gone at the end."""
    folder = File(tempfile.mkdtemp(prefix="dwmap-bench-"))
    try:
        if kind == "sqlite":
            yield {
                name: f"sqlite:///{folder}/{name}.db" for name in ("fo", "ce")
            }, folder
        else:
            with _on_server(POSTGRESQL) as urls:
                yield urls, folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _on_server(address: str) -> Iterator[dict[str, str]]:
    server = sqlalchemy.make_url(address)
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    names = {name: f"dwmap_bench_{os.getpid()}_{name}" for name in ("fo", "ce")}
    with engine.connect() as connection:
        for name in names.values():
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
        try:
            yield {
                end: server.set(database=name).render_as_string(hide_password=False)
                for end, name in names.items()
            }
        finally:
            for name in names.values():
                text = f"DROP DATABASE {name} WITH (FORCE)"
                connection.execute(sqlalchemy.text(text))
    engine.dispose()


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of the values are, 0.5 for the median."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]
