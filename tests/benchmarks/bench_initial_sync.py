"""
How fast an initial synchronization is, against bare `executemany` upserts of the same rows.

    python tests/benchmarks/bench_initial_sync.py [ROWS] [REPETITIONS]

Both runs happen in one process, one after the other, on new SQLite files; the values differ in each
repetition, and the medians are compared.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path as File
from typing import Any, NamedTuple

from dwmap.runtime import (
    Column,
    InitialOptions,
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
from dwmap.runtime._keys import key_text, row_id_maker

TEXTS = tuple(f"Text{n}" for n in range(17))
NUMBERS = tuple(f"Number{n}" for n in range(4))
DECIMALS = tuple(f"Amount{n}" for n in range(4))
NAMES = (
    "dataAreaId",
    "Account",
    *TEXTS,
    *NUMBERS,
    *DECIMALS,
    "Since",
    "Until",
    "Active",
)
COMPANIES = ("USMF", "DEMF", "FRRT", "GBSI")


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
    (Column("dataAreaId", "text", False, 4), *_columns("")),
    ("dataAreaId", "Account"),
    company=path("dataAreaId"),
)
COMPANY = Table(
    "ce.companies",
    "ce",
    "company",
    (Column("code", "text", False, 4),),
    ("code",),
    "companyid",
    (path("code"),),
)
CE = Table(
    "ce.accounts",
    "ce",
    "account",
    _columns("c_"),
    ("c_Account", "company"),
    "accountid",
    (path("c_Account"), path("company", "code")),
    path("company", "code"),
    (Reference("company", ("ce.companies",)),),
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


def _project() -> Project:
    key = ("dataAreaId", "Account")
    same = {name: (name,) for name in NAMES}
    right_paths = (path("company", "code"), *(path("c_" + name) for name in NAMES[1:]))

    def everything(record: Any) -> bool:
        return record.Account is not None

    left = Side(
        FO, Left, tuple(map(path, NAMES)), Left, key, "dataAreaId", everything, same
    )
    right = Side(CE, Right, right_paths, Right, key, "dataAreaId", everything, same)
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
    tables = {table.name: table for table in (FO, COMPANY, CE)}
    return Project("bench", systems, tables, (each,), (Step("Customers"),))


def _rows(count: int, repetition: int) -> list[tuple[Any, ...]]:
    day = date(2020, 1, 1) + timedelta(repetition)
    return [
        (
            COMPANIES[n % 4],
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
        for n in range(count)
    ]


def _bare(folder: File, rows: list[tuple[Any, ...]]) -> float:
    """Upserts of finished tuples, in batches of the same size: what no synchronization can beat."""
    sync = Sync(_project(), {"fo": "memory:", "ce": f"sqlite:///{folder}/bare.db"})
    sync.create_tables()
    sync.close()
    make_id = row_id_maker(CE.name)
    ids = {
        code: f"00000000-0000-0000-0000-00000000000{n}"
        for n, code in enumerate(COMPANIES)
    }
    finished = [
        (
            make_id(key_text((row[0], row[1]))),
            ids[row[0]],
            *row[1:23],
            *map(str, row[23:27]),
            row[27].isoformat(),
            None,
            row[29],
        )
        for row in rows
    ]
    names = ["accountid", "company", *("c_" + name for name in NAMES[1:])]
    text = (
        f"INSERT INTO account ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        " ON CONFLICT (c_Account, company) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in names[3:])
    )
    database = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
    clock = time.perf_counter()
    for start in range(0, len(finished), 5000):
        database.execute("BEGIN IMMEDIATE")
        database.executemany(text, finished[start : start + 5000])
        database.execute("COMMIT")
    seconds = time.perf_counter() - clock
    database.close()
    return seconds


def _synced(folder: File, rows: list[tuple[Any, ...]]) -> tuple[float, float]:
    """An initial synchronization in both directions of the same rows, and a second one with nothing to do."""
    ends: Any = {"fo": f"sqlite:///{folder}/fo.db", "ce": f"sqlite:///{folder}/ce.db"}
    with Sync(_project(), ends, f"{folder}/state.db") as sync:
        sync.create_tables()
        with sync.ends["ce"].transaction():
            companies = [
                (f"00000000-0000-0000-0000-00000000000{n}", code)
                for n, code in enumerate(COMPANIES)
            ]
            sync.ends["ce"].insert(COMPANY, ("companyid", "code"), companies)
        with sync.ends["fo"].transaction():
            sync.ends["fo"].insert(FO, NAMES, rows)
        clock = time.perf_counter()
        first = sync.initial(InitialOptions())
        seconds = time.perf_counter() - clock
        clock = time.perf_counter()
        second = sync.initial(InitialOptions())
        again = time.perf_counter() - clock
    if first.counts.created != len(rows) or second.counts.written:
        raise SystemExit(
            f"not the work that was to be measured: {first.counts} {second.counts}"
        )
    return seconds, again


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    repetitions = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    bare, synced, again = [], [], []
    for repetition in range(repetitions):
        rows = _rows(count, repetition)
        folder = File(tempfile.mkdtemp(prefix="dwmap-bench-"))
        try:
            bare.append(_bare(folder, rows))
            first, second = _synced(folder, rows)
        finally:
            shutil.rmtree(folder)
        synced.append(first)
        again.append(second)
        print(f"bare {bare[-1]:6.2f} s   first {first:6.2f} s   second {second:6.2f} s")
    low, high, rest = map(statistics.median, (bare, synced, again))
    print(f"{count} rows of {len(NAMES)} fields, {count / high:,.0f} rows/s")
    print(
        f"ratio to bare upserts: first run {high / low:.2f}, second run {rest / low:.2f}"
    )


if __name__ == "__main__":
    main()
