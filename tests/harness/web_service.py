"""
A web service that answers what a test tells it to, written from the public documentation of Microsoft.

    service.on("GET", "accounts", {"value": []})            the same answer every time
    service.on("PATCH", "accounts(...)", first, second)     one after the other, the last one again
    service.asked                                           what was asked, the parts of batches one by one

It keeps no rows: a test says what the other side would answer, and looks at what it was asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_string
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from werkzeug import Request, Response


@dataclass
class Asked:
    """One request, as it came: `url` is decoded and relative to the service's root."""

    method: str
    url: str
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """Its body."""
        return json.loads(self.text)


Reply: TypeAlias = Response | dict[str, Any] | int | Callable[[], Any]


def refusal(status: int, message: str, **more: Any) -> Response:
    """An answer that says no, in the words of OData."""
    error = {"code": "0x80040237", "message": message, **more}
    return Response(json.dumps({"error": error}), status, mimetype="application/json")


@dataclass
class WebService:
    """Answers below `root`, the path of the service."""

    root: str
    asked: list[Asked] = field(default_factory=list)
    batches: int = 0
    _replies: dict[tuple[str, str], list[Reply]] = field(default_factory=dict)

    def on(self, method: str, url: str, *replies: Reply) -> None:
        """Answer requests whose decoded URL begins with `url`; the longest beginning counts."""
        self._replies[method, url] = list(replies)

    def urls(self, method: str) -> list[str]:
        """What was asked with a method."""
        return [each.url for each in self.asked if each.method == method]

    def __call__(self, request: Request) -> Response:
        """Answer a request, or all of a batch."""
        path = request.full_path.removeprefix(self.root).removesuffix("?")
        text = request.get_data(as_text=True)
        if path == "$batch":
            self.batches += 1
            return self._batch(request.headers["Content-Type"], text)
        url = unquote(str(request.environ["REQUEST_URI"])).removeprefix(self.root)
        return self._one(Asked(request.method, url, dict(request.headers), text))

    def _one(self, asked: Asked) -> Response:
        self.asked.append(asked)
        fitting = [
            place
            for place in self._replies
            if place[0] == asked.method and asked.url.startswith(place[1])
        ]
        if not fitting:
            return refusal(404, f"nothing at {asked.method} {asked.url}")
        replies = self._replies[max(fitting, key=lambda place: len(place[1]))]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if callable(reply) and not isinstance(reply, Response):
            reply = reply()
        if isinstance(reply, int):
            return Response(status=reply)
        if isinstance(reply, dict):
            return Response(json.dumps(reply), mimetype="application/json")
        return reply

    def _batch(self, kind: str, text: str) -> Response:
        parts: list[str] = []
        batch: Any = message_from_string(f"Content-Type: {kind}\r\n\r\n{text}")
        for part in batch.get_payload():
            if not part.is_multipart():
                parts.append(self._part(part)[1])
                continue
            done = [self._part(each) for each in part.get_payload()]
            refused = [text for status, text in done if status >= 400]
            # A change set is refused as a whole, with one answer.
            inner = "".join(f"--c\r\n{text}\r\n" for _, text in done)
            whole = f"Content-Type: multipart/mixed; boundary=c\r\n\r\n{inner}--c--"
            parts.append(refused[0] if refused else whole)
        body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
        return Response(body, content_type="multipart/mixed; boundary=b")

    def _part(self, part: Any) -> tuple[int, str]:
        head, _, body = part.get_payload().replace("\r\n", "\n").partition("\n\n")
        line, _, headers = head.partition("\n")
        method, url, _ = line.split(" ")
        split = urlsplit(url)
        local = split.path + (f"?{split.query}" if split.query else "")
        named = dict(message_from_string(headers).items())
        asked = Asked(
            method, unquote(local).removeprefix(self.root), named, body.strip()
        )
        answer = self._one(asked)
        lines = "".join(f"{k}: {v}\r\n" for k, v in answer.headers.items())
        return answer.status_code, (
            "Content-Type: application/http\r\n"
            f"Content-ID: {part['Content-ID']}\r\n\r\n"
            f"HTTP/1.1 {answer.status}\r\n{lines}\r\n{answer.get_data(as_text=True)}"
        )
