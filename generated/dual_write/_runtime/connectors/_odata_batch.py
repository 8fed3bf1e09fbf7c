# Copied by dwmap from its runtime. Do not edit.
"""
Many requests in one: `multipart/mixed`, which every version of OData 4 knows (the JSON form came later).

A change set is done as a whole or not at all; requests outside of change sets stand alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from email import policy
from email.message import Message
from email.parser import BytesParser, HeaderParser
from typing import NamedTuple

import httpx

from .._errors import EndError
from ._odata_http import Channel, message_of, request_id, retry_after

# Bodies are ASCII JSON on one line, so that no line of theirs can look like a boundary.
_BATCH, _CHANGES = "dwmap_batch", "dwmap_changes"
_PART = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"


class Request(NamedTuple):
    """One request of a batch: `url` is relative to the root, `content` is JSON on one line of ASCII."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: str = ""


class Answer(NamedTuple):
    """The answer to one request of a batch, or to a change set that was refused as a whole."""

    status: int
    headers: Mapping[str, str]
    text: str
    content_id: str

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.status < 400

    @property
    def reason(self) -> str:
        """What the other side says is wrong, with the status and its id of the request."""
        told = message_of(self.text, self.headers)
        return f"{told} (status {self.status}){request_id(self.headers)}"


def send_batch(
    channel: Channel,
    requests: Sequence[Request],
    headers: Mapping[str, str],
    *,
    atomic: bool,
    repeatable: bool,
) -> list[Answer]:
    """
    The answers to the requests, in their order; one answer alone for a change set that was refused.

    Raises EndError where the batch itself was not taken.
    """
    answer = channel.send(
        "POST",
        "$batch",
        {
            **headers,
            "Content-Type": f"multipart/mixed;boundary={_BATCH}",
            "Accept": "multipart/mixed",
            "Prefer": "odata.continue-on-error",
        },
        _compose(channel.batch_root, requests, atomic=atomic),
        repeatable=repeatable,
    )
    try:
        return list(_answers(answer))
    except UnicodeDecodeError as error:
        raise EndError(f"{channel.system}: an answer is no Unicode") from error


def seconds_asked(answers: Sequence[Answer], attempt: int) -> float:
    """How long to wait before asking again: what the service says, else longer with every attempt."""
    asked = [s for each in answers if (s := retry_after(each.headers)) is not None]
    return max(asked) if asked else random.uniform(0.5, 1.0) * 2**attempt


def _compose(root: str, requests: Sequence[Request], *, atomic: bool) -> str:
    parts = [_part(number, request, root) for number, request in enumerate(requests, 1)]
    if atomic:
        parts = [_change_set(parts)]
    return "".join(f"--{_BATCH}\r\n{part}" for part in parts) + f"--{_BATCH}--\r\n"


def _change_set(parts: Sequence[str]) -> str:
    inner = "".join(f"--{_CHANGES}\r\n{part}" for part in parts)
    return (
        f"Content-Type: multipart/mixed;boundary={_CHANGES}\r\n\r\n"
        f"{inner}--{_CHANGES}--\r\n"
    )


def _part(number: int, request: Request, root: str) -> str:
    lines = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    return (
        f"{_PART}Content-ID: {number}\r\n\r\n"
        f"{request.method} {root}{request.url} HTTP/1.1\r\n{lines}\r\n{request.content}\r\n"
    )


def _answers(answer: httpx.Response) -> Iterator[Answer]:
    head = f"Content-Type: {answer.headers.get('content-type', '')}\r\n\r\n".encode()
    parsed = BytesParser(_class=Message, policy=policy.compat32).parsebytes(
        head + answer.content
    )
    for part in parsed.walk():
        if part.get_content_type() == "application/http":
            payload = part.get_payload(decode=True)
            yield _one(
                payload if isinstance(payload, bytes) else b"",
                part.get("Content-ID", ""),
            )


def _one(payload: bytes, content_id: str) -> Answer:
    """One HTTP answer inside of a part."""
    text = payload.decode().lstrip()
    line, _, rest = text.partition("\n")
    head, _, body = rest.replace("\r\n", "\n").partition("\n\n")
    status = line.split()[1:2]
    headers = {
        name.lower(): str(value)
        for name, value in HeaderParser().parsestr(head).items()
    }
    number = int(status[0]) if status and status[0].isdigit() else 0
    return Answer(number, headers, body.strip(), content_id)
