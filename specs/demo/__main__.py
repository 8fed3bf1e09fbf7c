"""`make demo`: two example systems, synchronized before your eyes."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "generated")]

MAPS = (
    "AllProducts_msdyn_globalproducts",
    "CDSParties_msdyn_parties",
    "Currencies_transactioncurrencies",
    "CustomerGroups_msdyn_customergroups",
    "CustomersV3_accounts",
    "LegalEntities_cdm_companies",
    "TermsOfPayment_msdyn_paymentterms",
    "VendorGroups_msdyn_vendorgroups",
    "VendorsV2_msdyn_vendors",
)
SYSTEMS = {"fo": "finance and operations", "ce": "Dataverse"}


def main() -> int:
    """Fill the two ends once, synchronize, edit, and say what happened."""
    parser = argparse.ArgumentParser(prog="make demo", description=main.__doc__)
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "demo", help="where the databases lie"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="start again with empty databases"
    )
    options = parser.parse_args()
    try:
        import dual_write
        from dual_write import _runtime
    except ImportError as error:
        print(
            f"generated/dual_write cannot be used ({error}); run `make demo`",
            file=sys.stderr,
        )
        return 2
    folder: Path = options.folder
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    first = not (folder / "fo.sqlite").exists()
    from dual_write._runtime._sync import part_of

    project = part_of(dual_write.PROJECT, MAPS)
    ends = {name: f"sqlite:///{folder / name}.sqlite" for name in SYSTEMS}
    with _runtime.Sync(project, ends, state=str(folder / "state.sqlite")) as sync:
        if first:
            sync.create_tables()
            _fill(folder)
        sync.start()
        written = _initial(sync)
        written += _edit(sync, folder)
        _summary(sync, folder, written)
    return 0


def _fill(folder: Path) -> None:
    import data

    heading("Two systems, filled with example records")
    count = 0
    with closing(sqlite3.connect(folder / "fo.sqlite")) as fo, fo:
        for table, rows in data.finance_rows():
            count += _insert(fo, table, rows)
    print(f"  finance and operations  {count:>5} records")
    with closing(sqlite3.connect(folder / "ce.sqlite")) as ce, ce:
        count = _insert(ce, "msdyn_party", data.DATAVERSE_PARTIES)
    print(f"  Dataverse               {count:>5} records\n")


def _insert(
    database: sqlite3.Connection, table: str, rows: list[dict[str, Any]]
) -> int:
    for row in rows:
        columns = ", ".join(f'"{name}"' for name in row)
        places = ", ".join("?" * len(row))
        database.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({places})', tuple(row.values())
        )
    return len(rows)


def _initial(sync: Any) -> int:
    """The initial synchronization, a line a leg as it is done; returns how many rows were written."""
    heading("Initial synchronization, parents before children")
    print(
        f"  {'map':38} {'':2} {'read':>6} {'created':>8} {'updated':>8} {'same':>6} {'failed':>7}"
    )
    start = time.perf_counter()
    result = sync.initial()
    written = 0
    for leg in result.legs:
        counts = leg.counts
        if not counts.read:
            continue
        arrow = "->" if leg.direction == "forward" else "<-"
        same = counts.unchanged + counts.kept_master
        print(
            f"  {leg.map:38} {arrow:2} {counts.read:>6} {counts.created:>8} "
            f"{counts.updated:>8} {same:>6} {counts.failed:>7}"
        )
        written += counts.created + counts.updated
    seconds = time.perf_counter() - start
    print(
        f"  {written} rows written in {seconds:.1f} s; a map that points at itself runs in two passes\n"
    )
    return written


def _edit(sync: Any, folder: Path) -> int:
    """Each edit, and what it did on the other side; returns how many rows were written there."""
    from edits import EDITS

    heading("Live: users edit, the other side follows")
    written = 0
    for edit in EDITS:
        with (
            closing(sqlite3.connect(folder / f"{edit.system}.sqlite")) as database,
            database,
        ):
            database.execute(edit.statement)
        print(f"  {SYSTEMS[edit.system]}: {edit.story}")
        outcomes = [
            one for one in sync.propagate() if one.status not in ("echo", "ignored")
        ]
        for outcome in outcomes:
            written += outcome.status in ("created", "updated", "deleted")
            _tell(outcome)
        if not outcomes:
            print("      nothing to do")
    print()
    return written


def _tell(outcome: Any) -> None:
    other = SYSTEMS["ce" if outcome.direction == "forward" else "fo"]
    key = ", ".join(str(part) for part in outcome.key)
    print(f"      -> {other}: {outcome.status} ({outcome.map}, {key})")
    for change in outcome.changes[:4] if outcome.status == "updated" else ():
        print(f"         {change.field}: {change.before!r} -> {change.after!r}")
    if outcome.failure is not None:
        print(f"         {outcome.failure.code}: {outcome.failure.message}")
        print(f"         {outcome.failure.help}")


def _summary(sync: Any, folder: Path, written: int) -> None:
    heading("In the end")
    for name, system in SYSTEMS.items():
        print(f"  {system:24} {folder / name}.sqlite")
    failures = sync.failures()
    print(
        f"  {len(failures)} record refused, kept with its reason"
        if failures
        else "  nothing was refused"
    )
    if not written:
        print("  This run wrote nothing new: both ends agree already.")
    print(
        "\nRead on\n"
        "  generated/dual_write/docs/README.md            the documentation of all 111 maps\n"
        "  generated/dual_write/customersv3_accounts.py   what a map compiles to\n"
        "Try next\n"
        "  make demo                                      again: it writes nothing new\n"
        "  .venv/bin/python specs/demo --fresh            from the beginning\n"
        "  .venv/bin/dwmap check specs                    what is wrong in the published maps\n"
        "  .venv/bin/dwmap graph specs                    the order of the maps, and why"
    )


def heading(text: str) -> None:
    """A heading, bold on a terminal."""
    print(f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text)


if __name__ == "__main__":
    raise SystemExit(main())
