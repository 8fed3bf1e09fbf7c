"""`make demo`: two example systems, synchronized before your eyes."""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "generated")]

MAPS = (
    "AllProducts_msdyn_globalproducts",
    "CDSParties_msdyn_parties",
    "CDSReleasedDistinctProducts_products",
    "CDSSalesOrderHeaders_salesorders",
    "CDSSalesOrderLines_salesorderdetails",
    "Currencies_transactioncurrencies",
    "CustomerGroups_msdyn_customergroups",
    "CustomersV3_accounts",
    "CustomersV3_contacts",
    "LegalEntities_cdm_companies",
    "TermsOfPayment_msdyn_paymentterms",
    "Units_uoms",
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
        import data
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
    project = _runtime.part_of(dual_write.PROJECT, MAPS)
    ends = {name: f"sqlite:///{folder / name}.sqlite" for name in SYSTEMS}
    with _runtime.Sync(project, ends, state=str(folder / "state.sqlite")) as sync:
        if first:
            sync.create_tables(data.DEFAULTS)
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
    """The initial synchronization, a line for each map and direction; returns how many rows were written."""
    from dual_write._runtime import InitialOptions

    heading("Initial synchronization, parents before children")
    bar = _progress_bar if sys.stderr.isatty() else None
    result = sync.initial(InitialOptions(progress=bar))
    if bar is not None:
        print("\r\x1b[K", end="", file=sys.stderr)
    head = ("read", "created", "updated", "same", "outside", "failed")
    print(f"  {'map':40}" + "".join(f"{word:>9}" for word in head))
    passes: set[tuple[str, str]] = set()
    for leg in result.legs:
        counts = leg.counts
        if not counts.read:
            continue
        arrow = "->" if leg.direction == "forward" else "<-"
        again = (leg.map, arrow) in passes
        passes.add((leg.map, arrow))
        numbers = (
            counts.read,
            counts.created,
            counts.updated,
            counts.unchanged + counts.kept_master,
            counts.out_of_scope,
            counts.failed,
        )
        cells = "".join(f"{number:>9}" for number in numbers)
        note = "  second pass" if again else ""
        print(f"  {leg.map:37} {arrow}{cells}{note}")
    written: int = result.counts.created + result.counts.updated
    print(
        f"  {written} rows written in {result.seconds:.1f} s. Columns that point at rows of the same map\n"
        "  wait for a second pass; records outside a map's filter are left alone.\n"
    )
    return written


def _progress_bar(progress: Any) -> None:
    """One line on the terminal, written over and over."""
    share = progress.rows / max(progress.total, 1)
    bar = "█" * round(share * 24)
    line = f"  {bar:24} {progress.rows:>5} of {progress.total:<5} {progress.map}"
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


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
        outcomes = [one for one in sync.propagate() if one.status in _TOLD]
        for outcome in outcomes:
            written += outcome.status in ("created", "updated", "deleted")
            _tell(outcome)
        if not outcomes:
            print("      nothing to do: both sides have it already")
    print()
    return written


_TOLD = ("created", "updated", "deleted", "refused")


def _tell(outcome: Any) -> None:
    other = SYSTEMS["ce" if outcome.direction == "forward" else "fo"]
    key = ", ".join(str(part) for part in outcome.key)
    print(f"      -> {other}: {outcome.status} ({outcome.map}, {key})")
    for change in outcome.changes if outcome.status == "updated" else ():
        print(
            f"         {change.field}: {_show(change.before)} -> {_show(change.after)}"
        )
    if outcome.failure is not None:
        _print_failure(outcome.failure, "         ")


def _show(value: Any) -> str:
    return "(empty)" if value is None else str(value)


def _print_failure(failure: Any, indent: str) -> None:
    print(f"{indent}{failure.code}: {failure.message}")
    advice, _, query = failure.help.partition("; to check: ")
    print(f"{indent}what to do: {advice}")
    if query:
        print(f"{indent}to check: {query}")


def _summary(sync: Any, folder: Path, written: int) -> None:
    heading("In the end")
    failures = sync.failures()
    refused = Counter(failure.map for failure in failures)
    pairs = sync.state.count_links()
    print(f"  {'map':40}{'pairs':>9}{'refused':>9}")
    for name in MAPS:
        print(f"  {name:40}{pairs.get(name, 0):>9}{refused[name]:>9}")
    print(f"  {'all':40}{sum(pairs.values()):>9}{len(failures):>9}")
    for failure in failures:
        print(f"  Refused: {failure.map}, {', '.join(json.loads(failure.key))}")
        _print_failure(failure, "    ")
    if not written:
        print("  This run wrote nothing new: both ends agree already.")
    print()
    for name, system in SYSTEMS.items():
        print(f"  {system:24} {folder / name}.sqlite")
    print(
        "\nRead on\n"
        "  generated/dual_write/docs/README.md            the documentation of all 111 maps\n"
        "  generated/dual_write/customersv3_accounts.py   what a map compiles to\n"
        "Try next\n"
        "  make demo                                      again: it writes nothing new\n"
        "  .venv/bin/python specs/demo --fresh            from the beginning\n"
        "  .venv/bin/dwmap docs specs                     the documentation as a site, in site/\n"
        "  .venv/bin/dwmap check specs                    what is wrong in the published maps\n"
        "  .venv/bin/dwmap graph specs                    the order of the maps, and why"
    )


def heading(text: str) -> None:
    """A heading, bold on a terminal."""
    print(f"\033[1m{text}\033[0m" if sys.stdout.isatty() else text)


if __name__ == "__main__":
    raise SystemExit(main())
