"""`dwmap sandbox`: addresses, rows that stay, tokens, https, logs, and a clean end."""

from __future__ import annotations

import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import trustme
from harness.sandboxes import SHOP, serving, write_shop

CE = "/api/data/v9.2"
ROOT = Path(__file__).parents[2]


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dwmap", "sandbox", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False
    )


def test_rows_are_there_next_time(tmp_path: Path) -> None:
    """In a folder of databases, which take up columns that the project has got since."""
    project, data = write_shop(tmp_path), tmp_path / "rows"
    arguments = ("--data", str(data), "--company", "DEMF")
    with serving(project, *arguments) as sandbox:
        body = {"Account": "C1", "Name": "A"}
        sandbox.left.post("/data/Customers", json=body).raise_for_status()
        made = sandbox.right.post(f"{CE}/accounts", json={"name": "A"})
        sandbox.stop()
    more = SHOP.replace("  note      any\n", "  note      any\n  more      int?\n")
    (project / "shop.dwmap").write_text(more)
    with serving(project, *arguments) as sandbox:
        row = sandbox.left.get("/data/Customers").json()["value"][0]
        assert (row["dataAreaId"], row["Account"]) == ("DEMF", "C1")
        address = httpx.URL(made.headers["OData-EntityId"]).path
        assert sandbox.right.patch(address, json={"more": 1}).status_code == 204
        assert sandbox.right.get(address).json()["name"] == "A"


def test_a_request_without_the_token_is_turned_away(tmp_path: Path) -> None:
    """On the admin address as well; the token is in no output."""
    environment = {"SHOP_TOKEN": "s3cret"}
    arguments = ("--token", "SHOP_TOKEN")
    with serving(write_shop(tmp_path), *arguments, environment=environment) as sandbox:
        bearer = {"Authorization": "Bearer s3cret"}
        wrong = {"Authorization": "Bearer s3cre"}
        for client in (sandbox.left, sandbox.right):
            for address in ("/data/Customers", f"{CE}/WhoAmI", "/_sandbox/faults"):
                for headers in ({}, wrong):
                    answer = client.get(address, headers=headers)
                    assert answer.status_code == 401
                    assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert sandbox.left.get("/data/Customers", headers=bearer).is_success
        assert sandbox.right.get(f"{CE}/WhoAmI", headers=bearer).is_success
        assert "s3cret" not in "".join(sandbox.stop())


def test_https_is_served_with_a_certificate(tmp_path: Path) -> None:
    """That of a given authority."""
    authority = trustme.CA()
    pem = tmp_path / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        str(pem)
    )
    context = ssl.create_default_context()
    authority.configure_trust(context)
    arguments = ("--certificate", str(pem))
    with serving(write_shop(tmp_path), *arguments, verify=context) as sandbox:
        answer = sandbox.left.get("/data")
        assert sandbox.left_url.startswith("https://")
        assert answer.json()["@odata.context"] == f"{sandbox.left_url}$metadata"


@pytest.mark.parametrize("quiet", [True, False])
def test_a_request_is_a_line_of_the_log(tmp_path: Path, quiet: bool) -> None:
    """With the system, the status, the address and the time; headers and bodies are not in it."""
    arguments = ["--quiet"] if quiet else []
    with serving(write_shop(tmp_path), *arguments) as sandbox:
        secret = {"Authorization": "Bearer s3cret"}
        sandbox.right.post(f"{CE}/accounts", json={"name": "Ann"}, headers=secret)
        sandbox.left.get("/data/Nothings", headers=secret)
        out, log = sandbox.stop()

    assert (sandbox.process.returncode, out) == (0, "")
    lines = [line.rpartition(" ")[0].rpartition(" ")[0] for line in log.splitlines()]
    asked = [f"ce 204 POST {CE}/accounts", "fo 404 GET /data/Nothings"]
    assert lines == ([] if quiet else asked)
    assert "s3cret" not in log
    assert "Ann" not in log


def test_a_bug_is_answered_and_logged(tmp_path: Path) -> None:
    """Here somebody takes a table away under the running service; the others go on."""
    rows = tmp_path / "rows"
    with serving(write_shop(tmp_path), "--data", str(rows), "--quiet") as sandbox:
        with closing(sqlite3.connect(rows / "ce.sqlite")) as database:
            database.execute("DROP TABLE accounts")
        answer = sandbox.right.post(f"{CE}/accounts", json={"name": "A"})
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "0x80040216"
        assert sandbox.right.get(f"{CE}/contacts").json()["value"] == []
        _, log = sandbox.stop()

    assert "no such table: accounts" in log
    assert f"POST {CE}/accounts" in log


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(tmp_path: Path, by: signal.Signals) -> None:
    """Also while somebody waits for an answer, and what was written is kept."""
    data = ("--data", str(tmp_path / "rows"), "--quiet")
    with serving(write_shop(tmp_path), *data) as sandbox:
        sandbox.right.post(f"{CE}/accounts", json={"name": "A"}).raise_for_status()
        fault = {"kind": "latency", "seconds": 60}
        sandbox.right.post("/_sandbox/faults", json=fault).raise_for_status()
        with pytest.raises(httpx.ReadTimeout):
            sandbox.right.get(f"{CE}/accounts", timeout=httpx.Timeout(20, read=0.1))
        assert sandbox.stop(by) == ("", "")
        assert sandbox.process.returncode == 0
    with serving(tmp_path, *data) as sandbox:
        assert sandbox.right.get(f"{CE}/accounts/$count").text == "1"


def test_ports_may_be_chosen(tmp_path: Path) -> None:
    """One that is taken is an error that names it."""
    project = write_shop(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = _run(project, "--port-left", str(port))
        assert (run.returncode, run.stdout) == (2, "")
        assert str(port) in run.stderr
    with serving(project, "--port-left", str(port)) as sandbox:
        assert sandbox.left_url == f"http://127.0.0.1:{port}/data/"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--token", "SHOP_NO_TOKEN"], "no token in the environment as SHOP_NO_TOKEN"),
        (["--limit", "0/5"], "lets nobody in"),
        (["--limit", "many"], "is not REQUESTS/SECONDS"),
        (["--fault", "flood"], "the kind of a fault is one of"),
        (["--key", "shop.dwmap"], "--key goes with --certificate"),
        (["--certificate", "shop.dwmap"], "shop.dwmap"),
    ],
)
def test_an_option_that_makes_no_sense_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    part: str,
) -> None:
    """And nothing is served."""
    monkeypatch.chdir(write_shop(tmp_path))
    run = _run(".", *arguments)

    assert (run.returncode, run.stdout) == (2, "")
    assert part in run.stderr


def test_a_project_of_other_ends_has_nothing_to_serve(tmp_path: Path) -> None:
    """The message says which ends can be."""
    (tmp_path / "dwmap.toml").write_text('name = "none"\n')
    (tmp_path / "one.dwmap").write_text(
        "system a sql\nsystem b sql\n"
        "entity a.x { key k\n k int\n }\nentity b.x { key k\n k int\n }\n"
        "map x : a.x <-> b.x { k = k }\n"
    )
    run = _run(tmp_path)

    assert run.returncode == 2
    assert "finops or dataverse" in run.stderr


def test_the_libraries_are_asked_for_when_they_are_missing(tmp_path: Path) -> None:
    """With the words to install them."""
    code = (
        "import sys; sys.modules['aiohttp'] = None; from dwmap.cli import main; "
        f"main(['sandbox', {str(write_shop(tmp_path))!r}])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "pip install 'dwmap[sandbox]'" in run.stderr


def test_samples_are_the_first_rows(tmp_path: Path) -> None:
    """With the rows that their lookups name; one that a service refuses is counted."""
    project = write_shop(tmp_path)
    with (project / "shop.dwmap").open("a") as file:
        file.write('\nsamples fo "fo.csv" for Customers_accounts\n')
        file.write('samples ce "ce.csv" for Customers_accounts\n')
    (project / "fo.csv").write_text(
        "dataAreaId,Account,Name,Blocked,Credit,Since\n"
        "usmf,C1,Ann,Yes,1.50,2026-01-31\nusmf,C2,,No,,\nusmf,C1,Bob,No,,\n"
    )
    (project / "ce.csv").write_text(
        "number,name,firm.code,kind\nC1,Ann,USMF,1\nC2,Bob,USMF,\nC1,Cy,USMF,\n"
    )
    with serving(project, "--samples") as sandbox:
        (customer,) = sandbox.left.get("/data/Customers").json()["value"]
        answer = sandbox.right.get(f"{CE}/accounts?$expand=firm&$orderby=number")
        _, log = sandbox.stop()

    assert (customer["Name"], customer["Blocked"]) == ("Bob", "No")
    accounts = [
        (row["number"], row["name"], row["firm"]["code"], row["kind"])
        for row in answer.json()["value"]
    ]
    assert accounts == [("C1", "Cy", "USMF", None), ("C2", "Bob", "USMF", None)]
    assert "fo: 2 samples, 1 refused" in log
    assert "ce: 3 samples\n" in log


def test_the_readme_shows_what_is_answered() -> None:
    """Its requests, sent to the sandbox that it starts, on other ports."""
    text = (ROOT / "README.md").read_text("utf-8")
    shown = text.partition("<!-- sandbox -->")[2].partition("```http\n")[2]
    requests = shown.partition("```")[0].strip().split("\n\n")
    assert len(requests) == 5
    with serving(ROOT / "specs", "--samples", "--quiet") as sandbox:
        clients = {"8080": sandbox.left, "8081": sandbox.right}
        for request in requests:
            first, *body, wanted = request.splitlines()
            method, url = first.split(" ")
            port, _, path = url.partition("127.0.0.1:")[2].partition("/")
            answer = clients[port].request(method, f"/{path}", content="".join(body))
            code = answer.json()["error"]["code"] if answer.is_error else ""
            assert f"{answer.status_code} {code}".strip() == wanted, answer.text
        for client, count in ((sandbox.left, 109), (sandbox.right, 106)):
            root = sandbox.left_url if client is sandbox.left else sandbox.right_url
            assert len(client.get(root).json()["value"]) == count
            assert f"{count} sets" in text
