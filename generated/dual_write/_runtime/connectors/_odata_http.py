# Copied by dwmap from its runtime. Do not edit.
"""
One HTTP connection to a service: sent again where that is safe, told plainly where it failed.

    throttled                   again, after as long as the service says
    never arrived               again
    arrived, answer lost        again if the request may be repeated, else `LostAnswer`
    anything else that failed   EndError with the status and the service's own id of the request
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from .._errors import EndError
from ._odata_auth import Credentials

_REQUEST_IDS = (
    "x-ms-service-request-id",
    "x-ms-request-id",
    "request-id",
    "x-request-id",
    "x-correlation-id",
)
_GATEWAY = (408, 502, 503, 504)
# A change set may keep Dataverse busy for its two minutes.
_TIMEOUT = httpx.Timeout(150.0, connect=15.0, pool=15.0)
_NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class LostAnswer(EndError):
    """The service may have done what was asked, but its answer did not come."""


class _Again(Exception):
    """Worth another try after `seconds`, None for as long as the backoff says; `error` is for the last one."""

    def __init__(self, error: EndError, seconds: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.seconds = error, seconds


class Channel:
    """
    Requests to the service at `root` (ends with a slash). `requests` counts those that were sent.

    `limit` are the seconds that one request may take with all its repetitions.
    """

    def __init__(
        self, root: str, system: str, credentials: Credentials, limit: float
    ) -> None:
        self.root, self.system, self.requests = root, system, 0
        # Inside of a batch: URLs are relative to the root, unless the service wants to see all of them.
        self.batch_root = ""
        self._credentials, self._limit = credentials, limit
        self._origin = urlsplit(root)[:2]
        self._client = httpx.Client(timeout=_TIMEOUT, follow_redirects=False)
        self._backoff = tenacity.wait_random_exponential(multiplier=0.5, max=30)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """The page of rows at a URL (relative to the root, or a link that the service gave)."""
        answer = self.send("GET", url, headers, None, repeatable=True, as_json=True)
        return page_of(self.system, answer.content)

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: str | None,
        *,
        repeatable: bool,
        as_json: bool = False,
    ) -> httpx.Response:
        """
        The answer to a request, whose status is below 400.

        Raises `Rejected` for a request that the service understood and refused, `LostAnswer` for one that
        may not be repeated, EndError for all else.
        """
        full = urljoin(self.root, url)
        if urlsplit(full)[:2] != self._origin:
            # Following it would hand our token to somebody else.
            raise EndError(f"{self.system}: a link leads away to {urlsplit(full)[1]}")
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Again),
            stop=tenacity.stop_after_delay(self._limit)
            | tenacity.stop_after_attempt(12),
            wait=self._wait,
            reraise=True,
        )
        try:
            return retrying(
                self._once, method, full, headers, content, repeatable, as_json
            )
        except _Again as error:
            raise error.error from error

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked = error.seconds if isinstance(error, _Again) else None
        if asked is None:
            return self._backoff(state)
        left = self._limit - (state.seconds_since_start or 0)
        if asked > left and isinstance(error, _Again):
            raise EndError(
                f"{error.error}; it asks for {asked:.0f} seconds, {max(left, 0):.0f} are left"
            )
        return asked

    def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: str | None,
        repeatable: bool,
        as_json: bool,
    ) -> httpx.Response:
        answer = self._answer(method, url, headers, content, repeatable)
        if answer.status_code == 401 and self._credentials.renew():
            answer = self._answer(method, url, headers, content, repeatable)
        if answer.status_code < 300:
            return self._checked(answer, as_json)
        error = self._failure(answer)
        pause = retry_after(answer.headers)
        if answer.status_code == 429 or (
            answer.status_code == 503 and pause is not None
        ):
            raise _Again(error, pause)
        if answer.status_code in _GATEWAY:
            if not repeatable:
                raise LostAnswer(str(error))
            raise _Again(error)
        raise error

    def _answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: str | None,
        repeatable: bool,
    ) -> httpx.Response:
        signed = dict(headers)
        if (signature := self._credentials.header()) is not None:
            signed["Authorization"] = signature
        self.requests += 1
        try:
            return self._client.request(method, url, headers=signed, content=content)
        except httpx.TransportError as error:
            reason = self._credentials.scrub(str(error)) or type(error).__name__
            text = f"{self.system}: {method} {_shown(url)}: {reason}"
            if repeatable or isinstance(error, _NEVER_ARRIVED):
                raise _Again(EndError(text)) from error
            raise LostAnswer(text) from error

    def _checked(self, answer: httpx.Response, as_json: bool) -> httpx.Response:
        kind = answer.headers.get("content-type", "")
        if as_json or kind.startswith("text/html"):
            where = f"{self.system}: {answer.request.method} {_shown(str(answer.url))}"
            if "json" not in kind:
                page = " (a web page, perhaps one to sign in)" if "html" in kind else ""
                raise EndError(
                    f"{where} answered {answer.status_code} with {kind or 'no type'}{page}, not JSON"
                )
            try:
                decode_json(answer.content)
            except ValueError as error:
                raise _Again(EndError(f"{where}: the answer breaks off")) from error
        return answer

    def _failure(self, answer: httpx.Response) -> EndError:
        where = f"{self.system}: {answer.request.method} {_shown(str(answer.url))}"
        told = self._credentials.scrub(message_of(answer.text, answer.headers))
        if answer.status_code in (401, 403):
            told = f"{told}; look at the credentials of {self.system}"
        if 300 <= answer.status_code < 400:
            place = urlsplit(answer.headers.get("location", "")).netloc
            told = f"it leads to {place or 'another place'}, perhaps to sign in"
        return Rejected(
            f"{where} answered {answer.status_code}: {told}{request_id(answer.headers)}",
            answer.status_code,
        )


class Rejected(EndError):
    """The service answered with an error; `status` is that of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def decode_json(text: str | bytes) -> Any:
    """JSON with its decimal numbers exact; raises ValueError for what is none, or is no Unicode."""
    return json.loads(text, parse_float=Decimal)


def page_of(system: str, text: str | bytes) -> dict[str, Any]:
    """A page of rows; raises EndError for what is none."""
    try:
        page: dict[str, Any] = decode_json(text)
        if isinstance(page["value"], list):
            return page
    except (ValueError, KeyError, TypeError):
        pass
    raise EndError(f"{system}: an answer holds no rows")


def message_of(text: str, headers: Mapping[str, str]) -> str:
    """What the other side says is wrong: its message, and the inner one where that says more."""
    if "json" not in headers.get("content-type", "json"):
        return "no reason given"
    try:
        error = decode_json(text)["error"]
        told = str(error.get("message") or error.get("code") or "no reason given")
        inner = error.get("innererror") or {}
        while isinstance(inner, dict) and inner:
            more = str(inner.get("message") or "")
            if more and more not in told:
                told = f"{told} ({more})"
            inner = inner.get("internalexception") or inner.get("innererror")
        details = [str(each.get("message")) for each in error.get("details") or ()]
        told = "; ".join([told, *(each for each in details if each not in told)])
    except (ValueError, TypeError, KeyError, AttributeError):
        told = text.strip() or "no reason given"
    return " ".join(told.split())[:1000]


def request_id(headers: Mapping[str, str]) -> str:
    """The service's own id of a request, in brackets, for its support; empty where it gave none."""
    for name in _REQUEST_IDS:
        if headers.get(name):
            return f" (request {headers[name]})"
    return ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that the service asks for, as a number or as a date; None where it does not."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        return max(float(text), 0.0)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _shown(url: str) -> str:
    """A URL for a message: without its query, which may hold values of records."""
    return url.partition("?")[0]
