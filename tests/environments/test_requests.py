"""What is sent to an environment, and what becomes of answers that are none: nothing is written, nothing is given away."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, run
from dwmap.environments.client import Client
from dwmap.environments.credentials import Credentials
from dwmap.environments.problem import EnvironmentProblem
from harness.environments import TRADE, Environment, compiled, deployed, write_project
from pytest_httpserver import HTTPServer
from werkzeug import Response

SECRET = "eyJhbGciOi.not-for-anybody.s3cr3t"


def test_nothing_but_get_is_sent(environment: Environment, tmp_path: Path) -> None:
    """By no command that looks at an environment, whatever it finds there."""
    environment.link(lambda link: link.update(companies=[]))
    project = write_project(
        tmp_path / "specs", TRADE, environment.settings(companies=["USMF"])
    )
    environment.log.clear()

    run(["verify", "test", str(project)])
    run(["pull", "test", "--out", str(project), "--force"])
    run(["compare", "test", str(project), "-p", str(project)])
    methods = {line.split()[2] for line in environment.log}
    assert methods == {"GET"}
    assert len(environment.log) > 20


def test_secrets_of_the_product_are_not_asked_for(
    environment: Environment, tmp_path: Path
) -> None:
    """The tables of running maps hold connection strings beside what is read."""
    settings = environment.settings(link=None)
    project = write_project(tmp_path / "specs", TRADE, settings)
    environment.log.clear()

    run(["verify", "test", str(project)])
    asked = [line for line in environment.log if "onfig" in line]
    assert asked
    assert all("select=" in line for line in asked)
    assert not any("ConnectionString" in line or "secure," in line for line in asked)


@pytest.mark.parametrize("verb", ["verify", "pull", "compare"])
def test_a_token_is_told_nobody(
    verb: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong one is refused with a way out, and stands in no output and no file."""
    with deployed(compiled(TRADE), token="right") as environment:
        expected = {"token": "TOKEN_OF_TEST", "link-token": "TOKEN_OF_TEST"}
        settings = environment.settings(**expected)
        project = write_project(tmp_path / "specs", TRADE, settings)
        pulled = write_project(tmp_path / "pulled", "", settings)
        arguments = {
            "verify": [str(project)],
            "pull": ["--out", str(pulled), "--force"],
            "compare": [str(project), "-p", str(project)],
        }
        monkeypatch.setenv("TOKEN_OF_TEST", SECRET)
        assert run([verb, "test", *arguments[verb]]) == CANNOT
        refused = capsys.readouterr()
        assert "401" in refused.err
        assert "is the token of this environment" in refused.err
        monkeypatch.delenv("TOKEN_OF_TEST")
        assert run([verb, "test", *arguments[verb]]) == CANNOT
        missing = capsys.readouterr()
        assert "no token in the environment as TOKEN_OF_TEST" in missing.err
        monkeypatch.setenv("TOKEN_OF_TEST", "right")
        assert run([verb, "test", *arguments[verb]]) in (0, 1)
    told = [refused.out, refused.err, missing.out, missing.err, *environment.log]
    assert not any(SECRET in text for text in told)
    files = [one.read_text() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(SECRET in text or "Bearer" in text for text in files)


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("throttle", {"retry_after": 0, "count": 3}),
        ("error", {"status": 503, "count": 2}),
        ("drop-before", {"count": 1}),
        ("drop-after", {"count": 1}),
        ("truncate", {"count": 1, "match": "dualwriteentitymaps"}),
    ],
)
def test_what_passes_is_asked_again(
    environment: Environment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    members: dict[str, object],
) -> None:
    """Throttling, a gateway, a lost connection: the report is as if nothing had happened."""
    project = write_project(tmp_path / "specs", TRADE, environment.settings())
    environment.fault(kind, **members)

    assert run(["verify", "test", str(project), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_a_pause_that_is_too_long(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is told, and not waited for."""
    project = write_project(tmp_path / "specs", TRADE, environment.settings())
    environment.fault("throttle", retry_after=4000)

    assert run(["verify", "test", str(project)]) == CANNOT
    assert "it asks for a pause of 4000 seconds" in capsys.readouterr().err


def test_maps_come_in_pages() -> None:
    """More of them than one answer holds."""
    many = TRADE
    for number in range(520):
        many += f"\nentity ce.t{number} {{ integration key a\n a string(5) }}\n"
        many += f"map M{number} : fo.Groups <-> ce.t{number} {{ GroupId = a }}\n"
    with deployed(compiled(many)) as environment:
        with_root = f"{environment.dataverse_url}/api/data/v9.2/"
        client = Client(with_root, Credentials(with_root, is_local=True))
        rows = list(client.rows("msdyn_dualwriteentitymaps?$select=msdyn_name"))
        client.close()

    assert len(rows) == 523
    assert len(environment.log) == 2


def _client(server: HTTPServer, limit: float = 5.0) -> Client:
    return Client(server.url_for("/api/"), Credentials("x", is_local=True), limit)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Response("<html>sign in", content_type="text/html"),
            "a web page, perhaps one to sign in",
        ),
        (
            Response(status=302, headers={"Location": "https://login.example/x"}),
            "it leads to login.example",
        ),
        (Response("[1, 2]", content_type="application/json"), "answers without rows"),
        (
            Response('{"value": 3}', content_type="application/json"),
            "answers without rows",
        ),
        (Response("nobody", status=404), "answers 404: no reason given"),
        (
            Response('{"error": {"message": "No\\nsuch  set"}}', status=400),
            "answers 400: No such set",
        ),
        (
            Response('{"value": [], "@odata.nextLink": "https://evil.example/api/x"}'),
            "a link leads away to evil.example",
        ),
    ],
)
def test_answers_that_are_none(
    httpserver: HTTPServer, answer: Response, said: str
) -> None:
    """Each is told in one sentence, without the query, and never followed elsewhere."""
    httpserver.expect_request("/api/x").respond_with_response(answer)
    client = _client(httpserver)

    with pytest.raises(EnvironmentProblem) as caught:
        list(client.rows("x?$filter=secret eq 'value'"))
    client.close()
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("verb", ["verify", "pull"])
def test_an_answer_that_cannot_be_unpacked(
    verb: str,
    httpserver: HTTPServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Is no bug of dwmap; it is asked for again, and then told."""
    monkeypatch.setattr("dwmap.environments.client._TRIES", 2)
    garbled = Response(b"\x1f\x8bno", headers={"Content-Encoding": "gzip"})
    httpserver.expect_request(re.compile("/api/.*")).respond_with_response(garbled)
    settings = f'[environments.test]\ndataverse = "{httpserver.url_for("")}"\n'
    project = write_project(tmp_path, TRADE, settings)
    arguments = {"verify": [str(project)], "pull": ["--out", str(project)]}

    assert run([verb, "test", *arguments[verb]]) == CANNOT
    assert "gives no whole answer" in capsys.readouterr().err
    assert len(httpserver.log) == 2


def test_pages_that_never_end(httpserver: HTTPServer) -> None:
    """A link that leads back is not followed for ever."""
    url = httpserver.url_for("/api/x")
    httpserver.expect_request("/api/x").respond_with_json(
        {"value": [{}], "@odata.nextLink": url}
    )
    client = _client(httpserver)

    with pytest.raises(EnvironmentProblem, match="its pages never end"):
        list(client.rows("x"))
    client.close()


def test_an_answer_that_is_too_large(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is not taken into memory."""
    monkeypatch.setattr("dwmap.environments.client._LARGEST", 1000)
    httpserver.expect_request("/api/x").respond_with_data("x" * 5000)
    client = _client(httpserver)

    with pytest.raises(EnvironmentProblem, match="answers with more than"):
        client.get("x")
    client.close()


def test_nobody_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told after a few tries, with the address."""
    settings = '[environments.test]\ndataverse = "http://127.0.0.1:9"\n'
    project = write_project(tmp_path, TRADE, settings)

    assert run(["verify", "test", str(project)]) == CANNOT
    assert (
        "http://127.0.0.1:9/api/data/v9.2/msdyn_dualwriteentitymaps cannot be reached"
        in capsys.readouterr().err
    )


def test_an_environment_without_dual_write(
    httpserver: HTTPServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is missing there is said, and not only that a set is."""
    maps = "/api/data/v9.2/msdyn_dualwriteentitymaps"
    httpserver.expect_request(maps).respond_with_data(status=404)
    address = httpserver.url_for("").rstrip("/")
    settings = f'[environments.test]\ndataverse = "{address}"\n'
    project = write_project(tmp_path, TRADE, settings)

    assert run(["verify", "test", str(project)]) == CANNOT
    assert "is dual-write installed there?" in capsys.readouterr().err


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress(
    is_terminal: bool,
    environment: Environment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a terminal it is said what is read, on a line that is gone at the end; elsewhere nothing."""
    project = write_project(tmp_path, TRADE, environment.settings())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    assert run(["--color", "never", "verify", "test", str(project)]) == 0
    told = capsys.readouterr().err
    assert ("reading maps ..." in told) is is_terminal
    assert ("reading the link ..." in told) is is_terminal
    assert told.endswith("\x1b[K") if is_terminal else told == ""


def test_a_service_that_does_not_answer_costs_only_its_facts(
    environment: Environment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Maps are compared all the same, and what is not known is named with the reason."""
    project = write_project(tmp_path, TRADE, environment.settings(finops=None))
    environment.fault("error", status=404, match="ConnectionSet")

    assert run(["verify", "test", str(project), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["rule"], one["message"]) for one in found] == [
        ("fact-not-told", "integration keys of test were not compared"),
    ]
    assert "ConnectionSet/sandbox answers 404" in found[0]["help"]
