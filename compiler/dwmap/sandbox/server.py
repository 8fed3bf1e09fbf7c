"""
The HTTP server around a service: who may ask, how often, and what goes wrong on purpose.

Requests are carried out one after the other, so that the same requests give the same rows.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from aiohttp import web

from dwmap.sandbox.batches import Interrupted
from dwmap.sandbox.faults import BadFault, Fault, Faults, fault_from
from dwmap.sandbox.jsons import read_json, write_json
from dwmap.sandbox.limits import PRODUCT_LIMIT, Limit, Window
from dwmap.sandbox.link import Link
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.public_entities import METADATA_ROOT
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.service import Service

ADMIN: Final = "/_sandbox/"
_LOGGER: Final = logging.getLogger(__name__)
_LEFT: Final = "x-ms-ratelimit-burst-remaining-xrm-requests"
_PATIENCE: Final = 1.0
"""Seconds that an answer may still take when the server is to end."""

_DATAVERSE_ROOT: Final = re.compile(r"/api/data/v9\.\d+/?")


@dataclass(frozen=True)
class Options:
    """How the services are run. `token` is the bearer token that every request must bring."""

    host: str = "127.0.0.1"
    token: str | None = field(default=None, repr=False)
    limit: Limit = PRODUCT_LIMIT
    latency: float = 0
    faults: tuple[Fault, ...] = ()
    seed: int = 0
    tls: ssl.SSLContext | None = None
    log: Callable[[str], None] | None = None


class Server:
    """One service on a port of its own."""

    def __init__(self, service: Service, options: Options) -> None:
        self._service = service
        self._options = options
        self._window = Window(options.limit)
        self._faults = Faults(options.faults, options.seed)
        self._requests = 0
        self._base = ""

    async def start(self, port: int) -> web.ServerRunner:
        """Listen on the port (0: any free one); the runner is for the caller to clean up."""
        runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=_PATIENCE)
        await runner.setup()
        site = web.TCPSite(
            runner, self._options.host, port, ssl_context=self._options.tls
        )
        await site.start()
        scheme = "https" if self._options.tls is not None else "http"
        host, taken = runner.addresses[0][:2]
        self._base = f"{scheme}://{host}:{taken}"
        return runner

    @property
    def root(self) -> str:
        """The path of the service."""
        return self._service.root

    @property
    def url(self) -> str:
        """The address of the service."""
        return self._base + self.root

    async def _handle(self, asked: web.BaseRequest) -> web.StreamResponse:
        started = perf_counter()
        self._requests += 1
        line = f"{asked.method} {asked.raw_path}"
        try:
            response = await self._answer(asked, line)
        except _Dropped:
            self._log("---", line, started)
            if asked.transport is not None:
                asked.transport.abort()
            return web.Response()  # to nobody
        except Exception:
            # A client under test must see what the products say of their own bugs, and the log what this one is.
            _LOGGER.exception("%s", line)
            response = self._plain(self._service.refuse(_failure(500)))
        self._log(str(response.status), line, started)
        return response

    async def _answer(self, asked: web.BaseRequest, line: str) -> web.StreamResponse:
        path = asked.raw_path.partition("?")[0]
        if not self._known(asked):
            return self._plain(self._service.refuse(Refused("unauthorized")))
        if path.startswith(ADMIN):
            return await self._administer(asked, path.removeprefix(ADMIN))
        user = asked.headers.get("Authorization", "")
        wait = self._window.admit(user)
        if wait is not None:
            return self._plain(self._throttled(wait))
        drawn = self._faults.drawn(line)
        seconds = sum(each.seconds for each in drawn if each.kind == "latency")
        if seconds or self._options.latency:
            await asyncio.sleep(seconds + self._options.latency)
        fault = next((each for each in drawn if each.kind != "latency"), None)
        if fault is not None and fault.kind == "drop-before":
            raise _Dropped
        early = self._early(fault)
        if early is not None:
            return self._plain(early)
        linked = self._service.link.answer(path) if self._service.link else None
        request = await self._request(asked)
        if linked is not None and asked.method == "GET":
            if fault is not None and fault.kind == "truncate":
                return await self._truncated(asked, linked)
            return self._plain(linked)
        if request is None:
            refused = Refused("unknown-segment", name=path)
            return self._plain(self._service.refuse(refused))
        response = self._carried_out(request, fault)
        if self._service.schema.product == "dataverse":
            response.headers[_LEFT] = str(self._window.left(user))
        if fault is not None and fault.kind == "drop-after":
            raise _Dropped
        if fault is not None and fault.kind == "truncate":
            return await self._truncated(asked, response)
        return self._plain(response)

    def _carried_out(self, request: Request, fault: Fault | None) -> Response:
        most = fault.after if fault is not None and fault.kind == "half-batch" else None
        try:
            return self._service.answer(request, most)
        except Interrupted:
            if fault is not None and fault.then == "drop":
                raise _Dropped from None
            return self._service.refuse(_failure(500))

    def _early(self, fault: Fault | None) -> Response | None:
        """The answer of a fault that keeps the request from being carried out."""
        if fault is None or fault.kind not in ("throttle", "error", "expire-token"):
            return None
        if fault.kind == "throttle":
            return self._throttled(fault.retry_after)
        if fault.kind == "expire-token":
            return self._service.refuse(Refused("expired-token"))
        response = self._service.refuse(_failure(fault.status))
        if fault.retry_after is not None:
            response.headers["Retry-After"] = str(fault.retry_after)
        return response

    def _throttled(self, wait: int | None) -> Response:
        limit = self._window.limit
        refused = Refused("too-many", limit=limit.requests, window=f"{limit.seconds:g}")
        if wait is not None:
            refused.headers["Retry-After"] = str(wait)
        return self._service.refuse(refused)

    def _known(self, asked: web.BaseRequest) -> bool:
        token = self._options.token
        given = asked.headers.get("Authorization", "")
        return token is None or hmac.compare_digest(
            given.encode("utf-8", "surrogateescape"), f"Bearer {token}".encode()
        )

    async def _request(self, asked: web.BaseRequest) -> Request | None:
        """The request below the root, None where it is for nobody here."""
        path, _, query = asked.raw_path.partition("?")
        root = self._service.root
        if self._service.schema.product == "dataverse":
            found = _DATAVERSE_ROOT.match(path)
            root = found[0] if found is not None else root
        elif path.lower().startswith(METADATA_ROOT):
            root = METADATA_ROOT
            path = root + path[len(root) :]
        if not path.startswith(root.rstrip("/")):
            return None
        below = path.removeprefix(root.rstrip("/")).lstrip("/")
        headers = {name.lower(): value for name, value in asked.headers.items()}
        body = await asked.content.read()
        base = f"{asked.scheme}://{asked.host}{root.rstrip('/')}/"
        return Request(asked.method, below, query, headers, body, base)

    async def _administer(self, asked: web.BaseRequest, name: str) -> web.Response:
        match asked.method, name:
            case "POST", "reset":
                self._service.store.reset()
                self._faults.reset()
                self._window.reset()
            case "DELETE", "faults":
                self._faults.clear()
            case "POST", "faults":
                try:
                    self._faults.add(fault_from(read_json(await asked.content.read())))
                except (BadFault, Refused) as error:
                    return _json(400, {"error": {"message": str(error)}})
            case "GET", "faults":
                pass
            case ("GET" | "PUT"), "link" if self._service.link is not None:
                return await self._relink(asked, self._service.link)
            case _:
                return _json(404, {"error": {"message": f"there is no {name}"}})
        shown = {"requests": self._requests, "faults": self._faults.shown()}
        return _json(200, shown)

    async def _relink(self, asked: web.BaseRequest, link: Link) -> web.Response:
        """Show the link, or the link with the members that were sent."""
        if asked.method == "PUT":
            try:
                sent = read_json(await asked.content.read())
            except Refused as error:
                return _json(400, {"error": {"message": str(error)}})
            known = {name: sent[name] for name in sent if name in link.document}
            link.document.update(known)
        return _json(200, link.document)

    def _plain(self, response: Response) -> web.Response:
        headers = {"OData-Version": "4.0", **response.headers}
        if self._service.schema.product == "dataverse":
            headers["x-ms-service-request-id"] = str(UUID(int=self._requests))
        if response.body is not None:
            headers["Content-Type"] = response.content_type
        if response.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        body = response.content() if response.body is not None else None
        return web.Response(status=response.status, headers=headers, body=body)

    async def _truncated(
        self, asked: web.BaseRequest, response: Response
    ) -> web.StreamResponse:
        """Half of the body, and then nothing more."""
        content = response.content()
        headers = {"Content-Type": response.content_type, **response.headers}
        stream = web.StreamResponse(status=response.status, headers=headers)
        stream.content_length = max(len(content), 1)
        await stream.prepare(asked)
        await stream.write(content[: len(content) // 2])
        if asked.transport is not None:
            asked.transport.close()
        return stream

    def _log(self, status: str, line: str, started: float) -> None:
        if self._options.log is not None:
            milliseconds = (perf_counter() - started) * 1000
            system = self._service.schema.system
            self._options.log(f"{system} {status} {line} {milliseconds:.1f} ms")


class _Dropped(Exception):
    """The connection ends without an answer, or without the rest of it."""


def _failure(status: int) -> Refused:
    return Refused(
        "unavailable",
        status=status,
        code="0x80040216" if status == 500 else "0x80048306",
        detail="An unexpected error occurred.",
    )


def _json(status: int, value: Any) -> web.Response:
    return web.Response(
        status=status, text=write_json(value), content_type="application/json"
    )
