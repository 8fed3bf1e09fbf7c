"""
How fast rows come into a web service, against a bare client that sends the same `$batch` bodies.

    python tests/benchmarks/bench_odata.py [ROWS] [sandbox|cap]

An initial synchronization from a SQLite file: into Dataverse as `dwmap sandbox` serves it, and into a server
of a third party, SAP CAP, where that is installed. What it sends is kept, and a plain HTTP client sends it
again to the emptied service: the ratio is what reading, transforming, looking up and remembering cost.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "compiler"),
]

from dwmap.runtime import Sync  # needs the paths above
from dwmap.runtime._paths import identity_paths
from faults.services import trading  # needs the paths above
from harness.cap import serving_cap  # needs the paths above
from harness.trade import end_urls, trade  # needs the paths above
from runtime.bench import customer  # needs the paths above
from runtime.connectors.test_odata_sync import LEFT_PARENTS
from runtime.connectors.test_odata_sync import PROJECT as CAP_PROJECT

Sent = list[tuple[str, dict[str, str], bytes]]


@contextmanager
def _listening(sent: Sent) -> Iterator[None]:
    """Keep every batch that writes, as it goes out."""
    send = httpx.Client.send

    def keep(self: httpx.Client, request: httpx.Request, **more: Any) -> Any:
        answer = send(self, request, **more)
        body, url = request.content, str(request.url)
        if answer.is_success and url.endswith("$batch") and b"GET " not in body[:400]:
            sent.append((url, dict(request.headers), body))
        return answer

    httpx.Client.send = keep  # type: ignore[method-assign]  # for as long as it is measured
    try:
        yield
    finally:
        httpx.Client.send = send  # type: ignore[method-assign]  # as it was


def _bare(sent: Sent) -> float:
    """Seconds that a plain client takes to send the bodies again."""
    with httpx.Client(timeout=150) as client:
        clock = time.perf_counter()
        for url, headers, body in sent:
            client.post(url, headers=headers, content=body).raise_for_status()
        return time.perf_counter() - clock


def _measure(
    name: str, sync: Sync, service: str, rows: int, empty: Callable[[], None]
) -> None:
    sent: Sent = []
    end: Any = sync.ends[service]
    before, clock = end.requests, time.perf_counter()
    with _listening(sent):
        first = sync.initial()
    seconds = time.perf_counter() - clock
    requests, clock = end.requests - before, time.perf_counter()
    second = sync.initial()
    again = time.perf_counter() - clock
    if first.counts.failed or second.counts.written or first.counts.created < rows:
        raise SystemExit(f"not the work to be measured: {first.counts} {second.counts}")
    empty()
    bare = _bare(sent)
    print(
        f"{name}: {rows} rows in {seconds:.1f} s, {rows / seconds:,.0f} rows/s,"
        f" {requests * 1000 / rows:.1f} requests per 1,000 rows;"
        f" the same bodies bare {bare:.1f} s, ratio {seconds / bare:.2f};"
        f" second run {again:.1f} s"
    )


def _sandbox(rows: int) -> None:
    with trading() as sandbox, tempfile.TemporaryDirectory() as folder:
        urls = end_urls(sandbox, Path(folder), "ce")
        with trade().open(urls, f"{folder}/state.db") as sync:
            sync.create_tables()
            tables = trade().project.tables
            _fill(sync, tables["fo.Companies"], [{"DataArea": "USMF", "Name": "US"}])
            dollar = {"CurrencyCode": "USD", "Name": "Dollar", "Decimals": 2}
            _fill(sync, tables["fo.Currencies"], [dollar])
            customers = [customer(f"C{n:06}") for n in range(rows)]
            _fill(sync, tables["fo.Customers"], customers)
            _measure("sandbox Dataverse", sync, "ce", rows, sandbox.reset)


def _cap(rows: int) -> None:
    with serving_cap() as url, tempfile.TemporaryDirectory() as folder:
        ends = {"db": f"sqlite:///{folder}/db.db", "it": f"{url}?watch=no"}
        with Sync(CAP_PROJECT, ends, f"{folder}/state.db") as sync:
            sync.create_tables()
            values = [{"Code": f"P{n:06}", "Short": "x"} for n in range(rows)]
            _fill(sync, LEFT_PARENTS, values)

            def empty() -> None:
                table, end = CAP_PROJECT.tables["it.Parents"], sync.ends["it"]
                for found in list(end.read(table, identity_paths(table))):
                    with end.transaction():
                        end.delete(table, found)

            _measure("SAP CAP", sync, "it", rows, empty)


def _fill(sync: Sync, table: Any, rows: list[dict[str, Any]]) -> None:
    end = sync.ends[table.system]
    with end.transaction():
        end.insert(table, tuple(rows[0]), [tuple(row.values()) for row in rows])


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wanted = sys.argv[2:] or ["sandbox", "cap"]
    if "sandbox" in wanted:
        _sandbox(rows)
    if "cap" in wanted:
        _cap(rows)


if __name__ == "__main__":
    main()
