"""
`$batch`: several operations in one request, as multipart/mixed with change sets or as JSON with groups.

A change set or group is kept as a whole or not at all. Operations outside of one are each on their own; the
first that fails ends the batch, unless the request prefers to go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import Message
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from dwmap.sandbox.jsons import read_json, write_json
from dwmap.sandbox.messages import Request, Response
from dwmap.sandbox.refusal import Refused

MOST_OPERATIONS: Final = 1000
_REFERENCE: Final = re.compile(r"/?\$([\w-]+)(.*)", re.DOTALL)


class Interrupted(Exception):
    """The fault that was asked for: the batch ends here, and what was committed stays."""


@dataclass(frozen=True)
class Part:
    """An operation of a batch, with the id by which others refer to it."""

    id: str
    request: Request


@dataclass(frozen=True)
class Group:
    """Operations that belong together. Only an `atomic` one is undone where one of them fails."""

    parts: tuple[Part, ...]
    atomic: bool = False
    name: str = ""


Answered = tuple[Part, Response]


@dataclass
class Batch:
    """
    Runs the groups of a batch. `run` carries out one operation and raises nothing; `atomic` runs a function in
    a transaction; after `most` operations the batch is interrupted.
    """

    run: Callable[[Request], Response]
    atomic: Callable[[Callable[[], list[Answered]]], list[Answered]]
    most: int | None = None
    _made: dict[str, str] = field(default_factory=dict)
    _done: int = 0

    def answers(
        self, groups: Iterable[Group], *, go_on: bool
    ) -> Iterator[tuple[Group, list[Answered]]]:
        """The answers group by group; of an atomic group that failed, that of the operation that did."""
        for group in groups:
            answered = self._group(group)
            yield group, answered
            if not go_on and any(each.status >= 400 for _, each in answered):
                return

    def _group(self, group: Group) -> list[Answered]:
        if not group.atomic:
            return [self._one(part) for part in group.parts]

        def run_all() -> list[Answered]:
            answered = []
            for part in group.parts:
                if part.request.method == "GET":
                    raise Refused("bad-batch", detail="a change set only writes")
                one = self._one(part)
                if one[1].status >= 400:
                    raise _Undone(one)
                answered.append(one)
            return answered

        try:
            return self.atomic(run_all)
        except _Undone as undone:
            return [undone.answered]

    def _one(self, part: Part) -> Answered:
        if self.most is not None and self._done >= self.most:
            raise Interrupted
        response = self.run(self._referred(part.request))
        self._done += 1
        address = response.headers.get("OData-EntityId")
        if part.id and address is not None:
            self._made[part.id] = address.removeprefix(part.request.root)
        return part, response

    def _referred(self, request: Request) -> Request:
        """The request with references to what earlier operations made replaced."""
        found = _REFERENCE.fullmatch(request.path)
        if found is not None and found[1] in self._made:
            request = replace(request, path=self._made[found[1]] + found[2])
        if b"$" in request.body:
            body = read_json(request.body)
            for name, value in body.items():
                if name.endswith("@odata.bind") and isinstance(value, str):
                    bound = _REFERENCE.fullmatch(value)
                    if bound is not None and bound[1] in self._made:
                        body[name] = self._made[bound[1]]
            request = replace(request, body=write_json(body).encode())
        return request


class _Undone(Exception):
    """An operation of an atomic group failed."""

    def __init__(self, answered: Answered) -> None:
        super().__init__()
        self.answered = answered


def read_batch(request: Request) -> list[Group]:
    """The groups of a batch in either form; raises Refused for one that cannot be read or is too large."""
    content_type = request.headers.get("content-type", "")
    kind = content_type.lower()
    if kind.startswith("application/json"):
        groups = list(_read_json_groups(request))
    elif kind.startswith("multipart/mixed"):
        groups = list(_read_multipart(request, content_type))
    else:
        raise Refused(
            "bad-batch", detail=f"the content type is '{content_type}', not multipart"
        )
    if sum(len(group.parts) for group in groups) > MOST_OPERATIONS:
        raise Refused("bad-batch", detail=f"more than {MOST_OPERATIONS} operations")
    return groups


def batch_answer(
    request: Request, answers: Iterable[tuple[Group, list[Answered]]]
) -> Response:
    """The answers in the form of the batch."""
    kind = request.headers.get("content-type", "").lower()
    if kind.startswith("application/json"):
        return _json_answer(answers)
    boundary = f"batchresponse_{uuid4()}"
    lines: list[bytes] = []
    for group, answered in answers:
        failed = any(each.status >= 400 for _, each in answered)
        if not group.atomic or failed:
            lines.extend(_written(boundary, answered))
            continue
        inner = f"changesetresponse_{uuid4()}"
        lines += [
            f"--{boundary}".encode(),
            f"Content-Type: multipart/mixed; boundary={inner}".encode(),
            b"",
            *_written(inner, answered),
            f"--{inner}--".encode(),
        ]
    lines += [f"--{boundary}--".encode(), b""]
    content_type = f"multipart/mixed; boundary={boundary}"
    return Response(200, b"\r\n".join(lines), content_type=content_type)


def _written(boundary: str, answered: list[Answered]) -> Iterator[bytes]:
    for part, response in answered:
        yield f"--{boundary}".encode()
        yield b"Content-Type: application/http"
        yield b"Content-Transfer-Encoding: binary"
        if part.id:
            yield f"Content-ID: {part.id}".encode()
        yield b""
        phrase = HTTPStatus(response.status).phrase
        yield f"HTTP/1.1 {response.status} {phrase}".encode()
        headers = {"OData-Version": "4.0", **response.headers}
        if response.body is not None:
            headers["Content-Type"] = response.content_type
        for name, value in headers.items():
            yield f"{name}: {value}".encode()
        yield b""
        yield response.content()


def _read_multipart(request: Request, content_type: str) -> Iterator[Group]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = message_from_bytes(head + request.body, policy=policy.HTTP)
    parts = message.get_payload()
    if not isinstance(parts, list) or message.defects:
        raise Refused("bad-batch", detail="the parts cannot be told apart")
    for part in parts:
        if not isinstance(part, Message):
            raise Refused("bad-batch", detail="a part has no header")
        inner = part.get_payload()
        if isinstance(inner, list):
            members = [each for each in inner if isinstance(each, Message)]
            yield Group(tuple(_part(request, each) for each in members), atomic=True)
        else:
            yield Group((_part(request, part),))


def _part(request: Request, part: Message) -> Part:
    payload = part.get_payload(decode=True)
    if part.get_content_type() != "application/http" or not isinstance(payload, bytes):
        raise Refused("bad-batch", detail="a part is not application/http")
    # An empty line ends the headers; before the body no text is anything but ASCII.
    head, body = (*re.split(rb"\r?\n\r?\n", payload, maxsplit=1), b"")[:2]
    first, *lines = head.decode("utf-8", "replace").strip().splitlines() or [""]
    try:
        method, address, _ = first.split(" ", 2)
    except ValueError:
        raise Refused("bad-batch", detail=f"'{first}' is no request") from None
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    found = str(part.get("Content-ID", headers.get("content-id", "")))
    return Part(found, _below(request, method, address, headers, body.strip()))


def _below(
    request: Request, method: str, address: str, headers: dict[str, str], body: bytes
) -> Request:
    """The request of an operation, whose address may be absolute or below the host, the root or the service."""
    path, _, query = address.partition("?")
    for prefix in (request.root, re.sub(r"^https?://[^/]*", "", request.root), "/"):
        if path.startswith(prefix):
            path = path.removeprefix(prefix)
            break
    return Request(method.upper(), path, query, headers, body, request.root)


def _read_json_groups(request: Request) -> Iterator[Group]:
    listed = read_json(request.body).get("requests")
    if not isinstance(listed, list):
        raise Refused("bad-batch", detail="'requests' is no list")
    current: list[Part] = []
    name = ""
    for each in listed:
        try:
            part, group = _json_part(request, each)
        except (AttributeError, KeyError, TypeError):
            raise Refused(
                "bad-batch", detail="a request lacks its id, method or url"
            ) from None
        if current and (not group or group != name):
            yield Group(tuple(current), atomic=bool(name), name=name)
            current = []
        current.append(part)
        name = group
    if current:
        yield Group(tuple(current), atomic=bool(name), name=name)


def _json_part(request: Request, given: dict[str, object]) -> tuple[Part, str]:
    headers = given.get("headers") or {}
    if not isinstance(headers, dict):
        raise TypeError("headers")
    lower = {str(name).lower(): str(value) for name, value in headers.items()}
    body = write_json(given["body"]).encode() if "body" in given else b""
    made = _below(request, str(given["method"]), str(given["url"]), lower, body)
    return Part(str(given["id"]), made), str(given.get("atomicityGroup", ""))


def _json_answer(answers: Iterable[tuple[Group, list[Answered]]]) -> Response:
    responses: list[dict[str, object]] = []
    for group, answered in answers:
        shown = {part.id: response for part, response in answered}
        for part in group.parts:
            response = shown.get(part.id, Response(424))
            one: dict[str, object] = {
                "id": part.id,
                "status": response.status,
                "headers": {"OData-Version": "4.0", **response.headers},
            }
            if group.name:
                one["atomicityGroup"] = group.name
            if response.body is not None:
                one["body"] = response.body
            responses.append(one)
    return Response(200, {"responses": responses})
