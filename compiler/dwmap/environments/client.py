"""
Questions to one service: httpx's and tenacity's home in the compiler.

    throttled             again, after as long as the service says
    did not answer        again
    broken off, no JSON   again
    refused               EnvironmentProblem, with the service's own words

`get` is all that reading needs. `post` is for `push` alone, which asks before it writes, and is never sent twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx
import tenacity

from dwmap.environments.credentials import Credentials
from dwmap.environments.problem import EnvironmentProblem

_TIMEOUT: Final = httpx.Timeout(60.0, connect=15.0)
_IMPORT_TIMEOUT: Final = httpx.Timeout(600.0, connect=15.0)
_GATEWAY: Final = (408, 500, 502, 503, 504)
_TRIES: Final = 8
_TRIES_TO_REACH: Final = 3
"""Of a service that cannot be reached at all, which is more often a wrong address than one that is restarted."""
_LARGEST: Final = 64 * 1024 * 1024
_MOST_PAGES: Final = 10_000
_JSON: Final = {
    "Accept": "application/json",
    "OData-Version": "4.0",
    "OData-MaxVersion": "4.0",
}


class _Again(Exception):
    """Worth another try, after so many seconds where the service says how many, up to `tries` of them."""

    def __init__(
        self,
        problem: EnvironmentProblem,
        seconds: float | None = None,
        tries: int = _TRIES,
    ) -> None:
        super().__init__(str(problem))
        self.problem, self.seconds, self.tries = problem, seconds, tries


@dataclass
class Client:
    """
    Asks the service at `root`, an address with a slash at its end.

    `limit` are the seconds that one question may take with all its repetitions.
    """

    root: str
    credentials: Credentials
    limit: float = 120.0
    requests: int = 0
    _opened: httpx.Client | None = field(default=None, repr=False)

    def close(self) -> None:
        """Close the connection."""
        if self._opened is not None:
            self._opened.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON at a URL, relative to the root or a link that the service gave; raises EnvironmentProblem."""
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Again),
            stop=self._is_over,
            wait=self._wait,
            reraise=True,
        )
        full = self._full(url)
        try:
            return retrying(self._once, "GET", full, {**_JSON, **(headers or {})}, None)
        except _Again as again:
            raise again.problem from again

    def post(self, url: str, body: object) -> Any:
        """What the service answers to an action, which is asked for once; raises EnvironmentProblem."""
        try:
            return self._once("POST", self._full(url), dict(_JSON), json.dumps(body))
        except _Again as again:
            raise again.problem from again

    def rows(self, url: str) -> Iterator[dict[str, Any]]:
        """The rows of all pages; raises EnvironmentProblem."""
        link: str | None = url
        seen: set[str] = set()
        while link is not None:
            if link in seen or len(seen) >= _MOST_PAGES:
                raise EnvironmentProblem(
                    f"{_shown(self._full(url))}: its pages never end"
                )
            seen.add(link)
            page = self.get(link, {"Prefer": "odata.maxpagesize=500"})
            found = page.get("value") if isinstance(page, dict) else None
            if not isinstance(found, list):
                raise EnvironmentProblem(
                    f"{_shown(self._full(link))} answers without rows"
                )
            yield from (one for one in found if isinstance(one, dict))
            following = page.get("@odata.nextLink")
            link = following if isinstance(following, str) and following else None

    @property
    def _http(self) -> httpx.Client:
        """The connection, opened by the first question."""
        if self._opened is None:
            self._opened = httpx.Client(timeout=_TIMEOUT, follow_redirects=False)
        return self._opened

    def _full(self, url: str) -> str:
        full = urljoin(self.root, url)
        if urlsplit(full)[:2] != urlsplit(self.root)[:2]:
            # Following it would hand our token to somebody else.
            raise EnvironmentProblem(f"a link leads away to {urlsplit(full)[1]}")
        return full

    def _is_over(self, state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome is not None else None
        most = error.tries if isinstance(error, _Again) else _TRIES
        late = (state.seconds_since_start or 0) >= self.limit
        return late or state.attempt_number >= most

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        asked = error.seconds if isinstance(error, _Again) else None
        if asked is None:
            return float(0.25 * 2 ** min(state.attempt_number, 5))
        left = self.limit - (state.seconds_since_start or 0)
        if isinstance(error, _Again) and asked > left:
            wanted = f"it asks for a pause of {asked:.0f} seconds"
            raise EnvironmentProblem(f"{error.problem}; {wanted}")
        return asked

    def _once(
        self, method: str, url: str, headers: dict[str, str], content: str | None
    ) -> Any:
        answer = self._answer(method, url, headers, content)
        if answer.status_code == 401 and self.credentials.renew():
            answer = self._answer(method, url, headers, content)
        if answer.status_code >= 300:
            raise self._failure(answer, method)
        if answer.status_code == 204 or (method != "GET" and not answer.content):
            return {}
        try:
            return json.loads(answer.content)
        except (ValueError, RecursionError) as error:
            kind = answer.headers.get("content-type", "")
            where = _shown(url)
            if "html" in kind:
                reason = f"{where} answers with a web page, perhaps one to sign in"
                raise EnvironmentProblem(reason) from error
            problem = EnvironmentProblem(f"{where} answers with what is no JSON")
            raise _Again(problem) from error

    def _answer(
        self, method: str, url: str, headers: dict[str, str], content: str | None
    ) -> httpx.Response:
        signature = self.credentials.header()
        signed = headers | ({"Authorization": signature} if signature else {})
        if content is not None:
            signed["Content-Type"] = "application/json"
        self.requests += 1
        timeout = _TIMEOUT if method == "GET" else _IMPORT_TIMEOUT
        try:
            with self._http.stream(
                method, url, headers=signed, content=content, timeout=timeout
            ) as answer:
                return _read(answer)
        except httpx.RequestError as error:
            reason = self.credentials.scrub(str(error)) or type(error).__name__
            partly = isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError)
            said = "gives no whole answer" if partly else "cannot be reached"
            problem = EnvironmentProblem(f"{_shown(url)} {said}: {reason}")
            never = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            tries = _TRIES_TO_REACH if never else _TRIES
            raise _Again(problem, tries=tries) from error

    def _failure(self, answer: httpx.Response, method: str) -> Exception:
        status, where = answer.status_code, _shown(str(answer.request.url))
        told = self.credentials.scrub(_message(answer))
        if status in (401, 403):
            told += "; is the token of this environment, still valid, and its user allowed to read?"
        if status < 400:
            place = urlsplit(answer.headers.get("location", "")).netloc
            told = f"it leads to {place or 'another place'}, perhaps to sign in"
        problem = EnvironmentProblem(
            f"{method} {where} answers {status}: {told}", status
        )
        pause = _retry_after(answer.headers)
        if status == 429 or status in _GATEWAY:
            return _Again(problem, pause)
        return problem


def _read(answer: httpx.Response) -> httpx.Response:
    """The answer with its body, which may have any size: raises EnvironmentProblem for more than anybody needs."""
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > _LARGEST:
            where = _shown(str(answer.request.url))
            most = _LARGEST // 1024**2
            raise EnvironmentProblem(f"{where} answers with more than {most} MB")
        parts.append(part)
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in ("content-encoding", "content-length")
    }
    return httpx.Response(
        answer.status_code,
        headers=headers,
        content=b"".join(parts),
        request=answer.request,
    )


def _message(answer: httpx.Response) -> str:
    """What the service says is wrong, in its own words."""
    try:
        error = json.loads(answer.content)["error"]
        told = str(error.get("message") or error.get("code") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        told = ""
    return " ".join(told.split())[:500] or "no reason given"


def _retry_after(headers: httpx.Headers) -> float | None:
    """The seconds that a service asks for, as a number or as a date."""
    text = headers.get("retry-after", "").strip()
    try:
        return max(float(text), 0.0) if text else None
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0.0)


def _shown(url: str) -> str:
    """A URL for a message: without its query."""
    return url.partition("?")[0]
