"""A `dwmap sandbox` that runs, and a project small enough to know every column of."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.sandbox.schema import schemas_of
from dwmap.sandbox.service import Service
from dwmap.source import SourceFile

SHOP = """\
enum fo.NoYes { No, Yes }

options ce.account_kind {
  1 Customer
  3 `Vendor or so`
}

entity fo.Customers {
  table CustTable
  key dataAreaId, Account
  company dataAreaId

  dataAreaId string(4)
  Account    string(20)
  Name       string(10)? required
  Blocked    NoYes
  Credit     decimal(10, 2)?
  Since      date?
  Seen       datetime?
  Visits     int?
  Source     string(10)? createonly
  Note       any
}

entity fo.Notes {
  Text string(20)?
}

entity fo.Rates {
  key Blocked, Line, Day, Rate, Open, Code

  Blocked NoYes
  Line    int
  Day     date
  Rate    decimal(10, 4)
  Open    bool
  Code    any
}

entity ce.companies {
  table company
  key companyid
  integration key code

  companyid guid readonly
  code      string(4)
}

entity ce.accounts {
  table account
  key accountid
  integration key number, firm.code
  company firm.code

  accountid guid          readonly
  number    string(20)?
  name      string(10)?   required
  firm      -> ce.companies?
  parent    -> ce.accounts?
  kind      account_kind?
  credit    decimal(10, 2)?
  since     date?
  seen      datetime?
  visits    int?
  ratio     double?
  closed    bool
  source    string(10)?   createonly
  note      any
}

entity ce.contacts {
  table contact
  key contactid

  contactid guid        readonly
  fullname  string(40)?
}

entity ce.orders {
  table order
  key orderid
  alternate key by_number number
  alternate key by_all kind, line, day, rate, open, seen

  orderid  guid       readonly
  number   string(20)
  customer -> ce.accounts | ce.contacts?
  account  -> ce.accounts required
  kind     account_kind?
  line     int?
  day      date?
  rate     decimal(10, 4)?
  open     bool?
  seen     datetime?
}

map Customers_accounts "Customers" : fo.Customers <-> ce.accounts {
  Account = number
  Name    = name
}
"""
"""A project of two ends with a column of every kind."""


@dataclass
class Sandbox:
    """A running sandbox: its two addresses, a client for each, and the process."""

    left_url: str
    right_url: str
    left: httpx.Client
    right: httpx.Client
    process: subprocess.Popen[str]

    def reset(self) -> None:
        """Delete all rows, and forget faults and requests."""
        for client in (self.left, self.right):
            client.delete("/_sandbox/faults").raise_for_status()
            client.post("/_sandbox/reset").raise_for_status()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        """End it as a service manager or Ctrl-C would; what it has printed since it began to serve."""
        self.process.send_signal(by)
        return self.process.communicate(timeout=120)


def write_shop(folder: Path) -> Path:
    """The project as files."""
    (folder / "shop.dwmap").write_text(SHOP)
    (folder / "dwmap.toml").write_text('name = "shop"\n')
    return folder


def services_of_shop() -> tuple[Service, ...]:
    """Its two services, in this process and without a server."""
    project = compile_sources([SourceFile("shop.dwmap", SHOP)], "shop", Report())
    if project is None:
        raise RuntimeError("the project has errors")
    return tuple(Service(each, "USMF", None) for each in schemas_of(project))


@contextmanager
def serving(
    project: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    **client: Any,
) -> Iterator[Sandbox]:
    """`dwmap sandbox PROJECT` with further arguments; `client` are those of its clients."""
    command = [sys.executable, "-m", "dwmap", "sandbox", str(project)]
    process = subprocess.Popen(
        [*command, "--format", "json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    try:
        line = process.stdout.readline() if process.stdout is not None else ""
        if not line:
            raise RuntimeError(process.communicate()[1])
        left, right = (each["url"] for each in json.loads(line)["services"])
        with (
            httpx.Client(base_url=_host(left), **client) as to_left,
            httpx.Client(base_url=_host(right), **client) as to_right,
        ):
            yield Sandbox(left, right, to_left, to_right, process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=120)


def error_of(response: httpx.Response, status: int) -> tuple[str, str]:
    """The code and message of a refusal by Dataverse."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    return error["code"], error["message"]


def new_account(client: httpx.Client, **values: Any) -> dict[str, Any]:
    """An account of the shop that was made just now, as the service shows it."""
    body = {"name": "A", **values}
    made = client.post(
        "/api/data/v9.2/accounts",
        json=body,
        headers={"Prefer": "return=representation"},
    )
    assert made.status_code == 201, made.text
    return dict(made.json())


def company_of(client: httpx.Client) -> str:
    """The row id of the company USMF."""
    return str(client.get("/api/data/v9.2/companies(code='USMF')").json()["companyid"])


def _host(url: str) -> str:
    return "/".join(url.split("/")[:3])
