"""A service that throttles, breaks off, lies or asks to sign in: obeyed, repeated where that is safe, or told."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from dwmap.runtime import EndError, path
from dwmap.runtime.connectors._base import write_each
from dwmap.runtime.connectors.odata import ODataEnd
from harness.web_service import WebService, refusal
from pytest_httpserver import HTTPServer
from runtime.connectors.contract_tables import KINDS, SYSTEM, TABLES
from runtime.connectors.odata_service import CODE, FOUND, KEY, ROW, SECRET, rows
from werkzeug import Request, Response

PAGE = Response("<html>Sign in</html>", mimetype="text/html")


def throttled(status: int, after: str) -> Response:
    """An answer that asks for a pause."""
    answer = refusal(status, "Number of requests exceeded the limit")
    answer.headers["Retry-After"] = after
    return answer


# Reading


def no_unicode() -> Response:
    """An answer that is cut within a letter."""
    return Response(b'{"value": [{"code": "\xc3"}]}', mimetype="application/json")


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_asked_for_is_made(
    odata_service: WebService, odata_end: ODataEnd, status: int
) -> None:
    """In seconds."""
    odata_service.on("GET", "Kinds", throttled(status, "1"), FOUND)
    started = time.monotonic()

    assert rows(odata_end) == [("A",)]
    assert time.monotonic() - started >= 1


def test_a_pause_until_a_date_is_made(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """The other form of the header."""
    moment = (datetime.now(UTC) + timedelta(seconds=2)).replace(microsecond=0)
    until = format_datetime(moment, usegmt=True)
    odata_service.on("GET", "Kinds", throttled(429, until), FOUND)

    assert rows(odata_end) == [("A",)]
    assert datetime.now(UTC) >= moment - timedelta(seconds=0.1)


def test_a_pause_longer_than_our_time_is_not_begun(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """The error says how long the service wants to be left alone."""
    odata_service.on("GET", "Kinds", throttled(429, "3600"))
    started = time.monotonic()

    with pytest.raises(EndError, match=r"asks for 3600 seconds, \d\d are left"):
        rows(odata_end)
    assert time.monotonic() - started < 30


def broken_off() -> Response:
    """An answer that is shorter than it says."""
    return Response(
        '{"value": [', headers={"Content-Length": "1000"}, mimetype="application/json"
    )


def cut_short() -> Response:
    """An answer of the right length that is no whole JSON."""
    return Response('{"value": [{"code": "A"', mimetype="application/json")


@pytest.mark.parametrize(
    "fault",
    [
        broken_off,
        cut_short,
        no_unicode,
        lambda: Response("no", 502),
        lambda: Response("no", 504),
    ],
)
def test_a_question_is_asked_again(
    odata_service: WebService, odata_end: ODataEnd, fault: Callable[[], Response]
) -> None:
    """It changes nothing, so it may be."""
    odata_service.on("GET", "Kinds", fault, fault, FOUND)

    assert rows(odata_end) == [("A",)]
    assert odata_end.requests == 4


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (PAGE, "200 with text/html.*, perhaps one to sign in"),
        (Response("fine", mimetype="text/plain"), "200 with text/plain"),
        (
            Response(status=302, headers={"Location": "https://login.example/x?y"}),
            "answered 302: it leads to login.example, perhaps to sign in",
        ),
        (refusal(401, "token expired"), "401: token expired; look at the credentials"),
        (refusal(403, "no right"), "403: no right; look at the credentials of it"),
        (Response("<b>oh</b>", 500, mimetype="text/html"), "500: no reason given"),
        (Response("[1]", mimetype="application/json"), "an answer holds no rows"),
        (Response("{}", mimetype="application/json"), "an answer holds no rows"),
    ],
)
def test_what_cannot_be_used_is_told(
    odata_service: WebService, odata_end: ODataEnd, answer: Response, told: str
) -> None:
    """With the status, once, and without a second try."""
    answer.headers["x-ms-request-id"] = "r-7"
    odata_service.on("GET", "Kinds", answer)

    with pytest.raises(EndError, match=told) as caught:
        rows(odata_end)
    assert SECRET not in str(caught.value)
    assert odata_end.requests == 2
    if answer.status_code >= 400:
        assert "(request r-7)" in str(caught.value)


def test_a_server_that_is_not_there_is_told() -> None:
    """After the time that is given."""
    end = ODataEnd("odata+http://localhost:1/?limit=1", SYSTEM, TABLES)

    with pytest.raises(EndError, match=r"it: GET http://localhost:1/\$metadata"):
        rows(end)
    end.close()


def test_a_link_to_another_host_is_not_followed(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """Our token would go with it."""
    odata_service.on(
        "GET", "Kinds", FOUND | {"@odata.nextLink": "http://127.0.0.1:9/x"}
    )

    with pytest.raises(EndError, match="a link leads away to 127.0.0.1:9"):
        rows(odata_end)


def test_a_secret_is_in_no_error(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """Not even where the service sends it back."""
    odata_service.on("GET", "Kinds", refusal(400, f"what is Bearer {SECRET}?"))

    with pytest.raises(EndError, match=r"what is Bearer \*\*\*\?"):
        rows(odata_end)


def test_a_service_that_is_asked_too_much_is_asked_for_less(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """Some count the parts of a filter; the keys are asked for in smaller groups, then and later."""

    def answer() -> Any:
        tests = odata_service.asked[-1].url.count("code eq")
        if tests > 10:
            return refusal(400, "The node count limit of 100 has been exceeded.")
        return FOUND

    odata_service.on("GET", "Kinds", answer)
    keys = [("USMF", f"{n}") for n in range(40)] + [("USMF", "A")]

    found = odata_end.find(KINDS, CODE, [path(name) for name in KEY], keys)
    assert set(found) == {("A",)}
    before = odata_service.batches
    odata_end.find(KINDS, CODE, [path(name) for name in KEY], keys)
    assert odata_service.batches == before + 1


def test_pages_are_followed_out_of_a_batch(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """An answer within it may be only the first page."""
    first = FOUND | {"@odata.nextLink": "Kinds?$skiptoken=1"}
    odata_service.on("GET", "Kinds?$select", first, {"value": []})
    odata_service.on("GET", "Kinds?$skiptoken=1", {"value": [{**ROW, "code": "B"}]})

    keys = [("USMF", f"{n}") for n in range(150)] + [("USMF", "A"), ("USMF", "B")]
    by = [path(name) for name in KEY]
    assert odata_end.find(KINDS, CODE, by, keys) == [("A",), ("B",)]


# Writing


def test_throttled_operations_alone_are_sent_again(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """The others are done."""
    name = "Kinds(company='USMF',code='B')"
    odata_service.on("PATCH", "Kinds", 204)
    odata_service.on("PATCH", name, refusal(400, "no"), throttled(429, "0"), 204)

    keys = [("x", "USMF", code) for code in "ABC"]
    with odata_end.transaction():
        refused = write_each(
            odata_end, lambda some: odata_end.update(KINDS, ("name",), some), keys
        )
    assert refused == {}
    assert odata_service.urls("PATCH")[-1] == name
    assert len(odata_service.urls("PATCH")) == 7


def test_a_throttled_change_set_is_sent_again(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """As a whole, since nothing of it was done."""
    odata_service.on("PATCH", "Kinds", throttled(429, "0"), 204)

    with odata_end.transaction():
        odata_end.update(KINDS, ("name",), [("x", "USMF", "A"), ("x", "USMF", "B")])
    assert len(odata_service.urls("PATCH")) == 4


class Dropping:
    """Drops the connection after a batch was done, so many times."""

    def __init__(self, odata_service: WebService, times: int) -> None:
        self.service, self.left = odata_service, times

    def __call__(self, request: Request) -> Response:
        """The answer, or none."""
        answer = self.service(request)
        if request.path.endswith("$batch") and self.left:
            self.left -= 1
            request.environ["werkzeug.socket"].shutdown(2)
        return answer


@pytest.fixture
def dropping(httpserver: HTTPServer, odata_service: WebService) -> Dropping:
    """The service, dropping the connection of the first batch."""
    made = Dropping(odata_service, 1)
    httpserver.clear_all_handlers()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(made)
    return made


def test_a_create_whose_answer_was_lost_is_looked_for(
    odata_service: WebService, dropping: Dropping, odata_end: ODataEnd
) -> None:
    """It was done: a second create would be refused, or make a second row."""
    odata_service.on("POST", "Kinds", Response("{}", 201, mimetype="application/json"))
    odata_service.on("GET", "Kinds", FOUND)
    odata_service.on("PATCH", "Kinds", 204)

    with odata_end.transaction():
        odata_end.insert(
            KINDS, (*KEY, "name"), [("USMF", "A", "x"), ("USMF", "B", "y")]
        )
    methods = [each.method for each in odata_service.asked]
    assert methods == ["GET", "POST", "POST", "GET", "PATCH", "POST"]
    assert odata_service.asked[-1].json["code"] == "B"


def test_an_update_whose_answer_was_lost_is_sent_again(
    odata_service: WebService, dropping: Dropping, odata_end: ODataEnd
) -> None:
    """It sets what it has set."""
    odata_service.on("PATCH", "Kinds", 204)

    odata_end.update(KINDS, ("name",), [("x", "USMF", "A")])
    assert [each.method for each in odata_service.asked] == ["GET", "PATCH", "PATCH"]


def test_a_text_that_is_no_unicode_is_refused(
    odata_service: WebService, odata_end: ODataEnd
) -> None:
    """A half of a pair, alone with its row."""
    odata_service.on("POST", "Kinds", Response("{}", 201, mimetype="application/json"))

    with odata_end.transaction():
        refused = write_each(
            odata_end,
            lambda some: odata_end.insert(KINDS, KEY, some),
            [("USMF", "\ud800"), ("USMF", "A")],
        )
    assert list(refused) == [0]
    assert "surrogates not allowed" in refused[0].message
