"""An environment that a project was deployed to: the sandbox's services in this process, to be drifted over HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.ir.model import Project
from dwmap.sandbox.faults import Fault
from dwmap.sandbox.limits import PRODUCT_LIMIT
from dwmap.sandbox.link import Link
from dwmap.sandbox.map_tables import seed_maps, with_map_tables
from dwmap.sandbox.schema import schemas_of
from dwmap.sandbox.server import Options, Server
from dwmap.sandbox.service import Service
from dwmap.source import SourceFile

CE = "/api/data/v9.2/"
MAPS = f"{CE}msdyn_dualwriteentitymaps"

TRADE = """\
solution Trade "Trade" {
  publisher contoso
  version 1.4.0.2
}

options ce.kinds {
  1 Small
  2 Large
}

entity fo.Groups "Customer groups" {
  key GroupId
  GroupId string(10)
  Name    string(60)?
}

entity fo.Customers "Customers V3" {
  key Account
  Account string(20)
  Name    string(100)?
  Group   string(10)?
  Kind    string(10)?
  Party   string(20)
}

entity ce.groups {
  table group
  key groupid
  alternate key by_code code
  alternate key by_both code, name
  integration key code

  groupid guid          readonly
  code    string(10)
  name    string(60)?
}

entity ce.accounts {
  table account
  key accountid
  integration key number

  accountid guid         readonly
  number    string(20)
  name      string(100)?
  group     -> ce.groups?
  kind      kinds?
  type      int?
}

entity ce.contacts {
  table contact
  key contactid
  integration key number

  contactid guid         readonly
  number    string(20)
  fullname  string(100)?
  type      int?
}

valuemap Kind : any <-> ce.kinds {
  "small" = Small
  "large" = Large
}

map Groups_groups : fo.Groups <-> ce.groups {
  version 1.0.0.1
  GroupId = code
  Name    = name
}

map Customers_accounts : fo.Customers <-> ce.accounts {
  version 1.0.0.4
  where fo Party == "Organization"
  where ce type == 3

  Account = number
  Name    = name
  Group   = group.code
  Kind    >< kind : Kind
  3       >> type
}

map Customers_contacts : fo.Customers <-> ce.contacts {
  version 1.0.0.2
  where fo Party == "Person"

  Account = number
  Name    > fullname
  4       >> type
}
"""
"""Three maps: a lookup, a value map, two maps of one entity that differ by their filters."""


def compiled(text: str) -> Project:
    """The meaning of a project of one text."""
    report = Report()
    project = compile_sources([SourceFile("trade.dwmap", text)], "trade", report)
    if project is None:
        raise RuntimeError([one.message for one in report])
    return project


@dataclass
class Environment:
    """A running environment: its addresses, a client for each service, and a line for each request that was answered."""

    finops_url: str
    dataverse_url: str
    finops: httpx.Client
    dataverse: httpx.Client
    log: list[str] = field(default_factory=list)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a set of Dataverse."""
        answer = self.dataverse.get(f"{CE}{name}").raise_for_status()
        return list(answer.json()["value"])

    def row_of(self, title: str) -> dict[str, Any]:
        """The row of the map that joins a set and a label."""
        return next(
            one
            for one in self.rows("msdyn_dualwriteentitymaps")
            if one["msdyn_displayname"] == title
        )

    def change(self, title: str, edit: Callable[[dict[str, Any]], Any]) -> None:
        """Edit the first leg of a map, as somebody does in the product."""
        row = self.row_of(title)
        mapping = json.loads(row["msdyn_mapping"])
        edit(mapping["legs"][0])
        self.patch(row, msdyn_mapping=json.dumps(mapping))

    def patch(self, row: dict[str, Any], **columns: Any) -> None:
        """Write columns of a map's row."""
        key = row["msdyn_dualwriteentitymapid"]
        self.dataverse.patch(f"{MAPS}({key})", json=columns).raise_for_status()

    def link(self, edit: Callable[[dict[str, Any]], Any]) -> None:
        """Edit what the link holds."""
        document = self.dataverse.get("/_sandbox/link").raise_for_status().json()
        edit(document)
        self.dataverse.put("/_sandbox/link", json=document).raise_for_status()

    def fault(self, kind: str, **members: Any) -> None:
        """Let something go wrong from now on."""
        fault = {"kind": kind, **members}
        self.dataverse.post("/_sandbox/faults", json=fault).raise_for_status()

    def settings(self, name: str = "test", **expected: Any) -> str:
        """Its table in dwmap.toml."""
        urls = {
            "dataverse": self.dataverse_url,
            "finops": self.finops_url,
            "link": self.dataverse_url,
        }
        members = {**urls, **expected}
        maps = members.pop("maps", {})
        lines = [f"{k} = {json.dumps(v)}" for k, v in members.items() if v is not None]
        for one, own in maps.items():
            inside = ", ".join(f"{k} = {json.dumps(v)}" for k, v in own.items())
            lines.append(f"maps.{one} = {{ {inside} }}")
        return "\n".join([f"[environments.{name}]", *lines, ""])


async def _serve(
    project: Project,
    options: Options,
    urls: list[str],
    ready: threading.Event,
    stop: asyncio.Event,
) -> None:
    """Serve both products until `stop`; their addresses go into `urls`."""
    runners, services = [], []
    for schema in map(with_map_tables, schemas_of(project)):
        service = Service(schema, "USMF", None)
        services.append(service)
        with service.store.transaction():
            seed_maps(service.rows, project)
        if schema.product == "dataverse":
            service.link = Link(project, "USMF")
        server = Server(service, options)
        runners.append(await server.start(0))
        urls.append("/".join(server.url.split("/")[:3]))
    ready.set()
    await stop.wait()
    for runner in runners:
        await runner.cleanup()
    for service in services:
        service.store.close()


@contextmanager
def deployed(
    project: Project, token: str | None = None, faults: tuple[Fault, ...] = ()
) -> Iterator[Environment]:
    """The environment that a project was deployed to and runs in, for the company USMF."""
    log: list[str] = []
    options = Options(token=token, limit=PRODUCT_LIMIT, faults=faults, log=log.append)
    ready, urls = threading.Event(), list[str]()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    work = _serve(project, options, urls, ready, stop)
    thread = threading.Thread(target=loop.run_until_complete, args=(work,))
    thread.start()
    try:
        if not ready.wait(20):
            raise RuntimeError("the services do not start")
        left, right = urls
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with (
            httpx.Client(base_url=left, headers=headers) as to_left,
            httpx.Client(base_url=right, headers=headers) as to_right,
        ):
            yield Environment(left, right, to_left, to_right, log)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()


def write_project(folder: Path, text: str, settings: str = "") -> Path:
    """The project as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trade.dwmap").write_text(text)
    (folder / "dwmap.toml").write_text(f'name = "trade"\n\n{settings}')
    return folder
