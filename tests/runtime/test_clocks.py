"""Clocks that disagree are told before the newest change wins by them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from dwmap.runtime import Check, System, open_end
from dwmap.runtime._clocks import apart
from runtime.bench import Bench
from runtime.sample_project import project_with

_MARIADB = pytest.mark.parametrize(
    "urls", [pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True
)


def _clocks(bench: Bench) -> list[Check]:
    found = bench.sync.preflight(quick=True)
    return [one for one in found if one.name == "clocks-agree"]


def test_clocks_of_one_machine_agree(bench: Bench) -> None:
    """Nothing is to be done."""
    assert {one.verdict for one in _clocks(bench)} == {"ok"}


@_MARIADB
def test_a_clock_that_is_ahead_is_named(bench: Bench) -> None:
    """Ahead of the other end and of this machine, with the maps and what to do."""
    ahead = (datetime.now(UTC) + timedelta(minutes=5)).timestamp()
    cursor = bench.sync.ends["ce"]._driver.cursor()  # type: ignore[attr-defined]  # only a database has one
    cursor.execute(f"SET SESSION timestamp = {ahead}")

    found = _clocks(bench)
    assert [one.verdict for one in found] == ["warning", "warning"]
    for one, behind in zip(found, ("this machine", "fo"), strict=True):
        assert f"s ahead of that of {behind}" in one.message
        assert re.match(r"the clock of ce is at least (29\d|300)\.\d s", one.message)
        assert "Customers" in one.of
        assert "conflict left" in one.help


@_MARIADB
def test_nobody_asks_where_one_side_wins(urls: dict[str, str]) -> None:
    """A map by another policy does not look at clocks."""
    project = project_with(conflict="left")
    newest = [each for each in project.maps if each.conflict == "newest"]
    bench = Bench(project, urls)
    told = ", ".join(one.of for one in _clocks(bench))
    bench.sync.close()

    assert "Customers" not in told
    assert bool(told) == bool(newest)


@contextmanager
def _service(ahead: timedelta) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Date", format_datetime(datetime.now(UTC) + ahead, True))
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"value": []}')

        def log_message(self, format: str, *args: object) -> None:
            """Not on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"odata+http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(0, []), (30, [("ce", "this machine")]), (-30, [("this machine", "ce")])],
)
def test_a_service_tells_its_time_with_every_answer(
    ahead: int, told: list[tuple[str, str]]
) -> None:
    """In whole seconds, which are no difference."""
    with _service(timedelta(seconds=ahead)) as url:
        end = open_end(url, System("ce", "odata"), {})
        found = apart({"ce": end})
        end.close()
    assert [(one.ahead, one.behind) for one in found] == told
    assert all(28 <= one.seconds <= 30 for one in found)
