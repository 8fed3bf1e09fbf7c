"""`dwmap compare` and `dwmap verify` as commands: what sides there are, every format, exit codes, what is accepted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from dwmap.changes.report.schema import report_schema
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from harness.environments import (
    MAPS,
    TRADE,
    Environment,
    compiled,
    deployed,
    write_project,
)
from harness.repositories import commit, git
from jsonschema import Draft202012Validator

FORMATS = ("text", "json", "markdown", "github", "gitlab", "junit", "sarif", "concise")
Capture = pytest.CaptureFixture[str]


def narrowed(leg: dict[str, Any]) -> None:
    """Somebody takes out a line."""
    leg["fieldMappings"].pop(1)


def findings(capsys: Capture) -> list[dict[str, Any]]:
    """Those of a report in JSON."""
    return list(json.loads(capsys.readouterr().out)["findings"])


def test_every_side_is_like_every_other(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """An environment, a folder of specs, a zip, an unpacked solution, customizations.xml: all of the same maps."""
    project = write_project(tmp_path / "specs", TRADE, environment.settings())
    zipped, folder = tmp_path / "Trade.zip", tmp_path / "unpacked"
    assert run(["export", "solution", str(project), "-o", str(zipped)]) == CLEAN
    import zipfile

    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    sides = ["test", project, zipped, folder, folder / "customizations.xml"]
    for one in sides:
        for other in sides:
            capsys.readouterr()
            arguments = ["compare", str(one), str(other), "-p", str(project)]
            assert run([*arguments, "--format", "json"]) == CLEAN
            found = findings(capsys)
            told = [f for f in found if f["rule"] != "fact-not-told"]
            assert [f["message"] for f in told] == [], (one, other)


def test_two_environments(tmp_path: Path, capsys: Capture) -> None:
    """Lines, states, companies, keys, active versions and tables, from both sides."""
    other = TRADE.replace(
        "  name      string(100)?\n  group", "  name string(90)?\n  group"
    )
    with deployed(compiled(TRADE)) as a, deployed(compiled(other)) as b:
        settings = a.settings("a") + b.settings("b")
        project = write_project(tmp_path, TRADE, settings)
        b.change("accounts - Customers V3", narrowed)

        def edit(link: dict[str, Any]) -> None:
            link["companies"] = ["USMF", "DEMF"]
            link["keys"]["groups"] = ["code", "name"]
            link["entities"][0]["detail"]["state"] = "1"
            link["entities"][1]["detail"]["template"]["version"]["major"] = 2

        b.link(edit)
        assert run(["compare", "a", "b", "-p", str(project), "--format", "json"]) == 1
        there = findings(capsys)
        assert run(["compare", "b", "a", "-p", str(project), "--format", "json"]) == 1
        back = findings(capsys)

    rules = {one["rule"] for one in there} - {"fact-not-told"}
    assert rules >= {
        "active-version-differs",
        "column-differs",
        "company-not-linked",
        "integration-key-differs",
        "line-removed",
        "map-state-differs",
    }
    mirrored = {
        "company-not-linked": "company-not-expected",
        "line-removed": "line-added",
    }
    expected = {mirrored.get(one, one) for one in rules}
    assert {one["rule"] for one in back} - {"fact-not-told"} == expected
    for one in there:
        if not one["rule"].startswith(("line", "version", "fact", "company")):
            (same,) = (o for o in back if o["symbol"] == one["symbol"])
            assert (same["before"], same["after"]) == (one["after"], one["before"])


def test_two_environments_run_otherwise(tmp_path: Path, capsys: Capture) -> None:
    """Order, alerts, who wins conflicts, versions that wait; and a map that one of them has as something unreadable."""
    with deployed(compiled(TRADE)) as a, deployed(compiled(TRADE)) as b:
        project = write_project(tmp_path, TRADE, a.settings("a") + b.settings("b"))
        for one, places in ((a, (1, 2, 3)), (b, (1, 3, 2))):
            for row, place in zip(
                one.rows("msdyn_dualwriteentitymaps"), places, strict=True
            ):
                mapping = json.loads(row["msdyn_mapping"]) | {"order": place}
                one.patch(row, msdyn_mapping=json.dumps(mapping))
        a.link(lambda link: link.update(master="CRM", alerts=[{"name": "Mail"}]))
        row = b.row_of("groups - Customer groups")
        waiting = {
            n: row[n] for n in ("msdyn_name", "msdyn_displayname", "msdyn_mapping")
        }
        body = waiting | {"msdyn_version": "1.0.0.10"}
        b.dataverse.post(MAPS, json=body).raise_for_status()
        run(["compare", "a", "b", "-p", str(project), "--format", "json"])
        there = findings(capsys)
        b.patch(b.row_of("accounts - Customers V3"), msdyn_mapping="{")
        run(["compare", "a", "b", "-p", str(project), "--format", "json"])
        broken = findings(capsys)

    assert [
        (one["rule"], one["map"]) for one in there if one["rule"] != "fact-not-told"
    ] == [
        ("master-differs", None),
        ("alert-differs", None),
        ("order-differs", None),
        ("newer-version-there", "CustomerGroups_groups"),
    ]
    known = {(one["rule"], one["map"]) for one in there}
    new = {(one["rule"], one["map"]) for one in broken} - known
    assert new == {("map-unreadable", "CustomersV3_accounts")}


def test_a_git_ref(environment: Environment, tmp_path: Path, capsys: Capture) -> None:
    """What the specs were, against what is there."""
    project = write_project(tmp_path, TRADE, environment.settings())
    git(project, "init", "--quiet", "--initial-branch", "main")
    commit(project)
    git(project, "tag", "v1")
    less = TRADE.replace("  Name    = name\n  Group", "  Group")
    (project / "trade.dwmap").write_text(less)
    options = ["-p", str(project), "--format", "json"]

    assert run(["compare", "v1", "test", *options]) == CLEAN
    assert {one["rule"] for one in findings(capsys)} <= {"fact-not-told"}
    assert run(["compare", str(project), "test", *options]) == CLEAN
    assert "line-added" in {one["rule"] for one in findings(capsys)}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(
    form: str, environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """Also for what has no place in the specs."""
    environment.change("accounts - Customers V3", narrowed)
    environment.link(lambda link: link.update(companies=[]))
    project = write_project(tmp_path, TRADE, environment.settings(companies=["USMF"]))

    assert run(["verify", "test", str(project), "--format", form]) == FINDINGS
    out = capsys.readouterr().out
    assert "company-not-linked" in out
    if form == "json":
        Draft202012Validator(report_schema()).validate(json.loads(out))
    assert "line-added" in out


def test_exit_codes(environment: Environment, tmp_path: Path, capsys: Capture) -> None:
    """By the class that fails, as `dwmap diff` has it; 2 where nothing could be compared."""
    environment.change("accounts - Customers V3", narrowed)
    project = write_project(tmp_path, TRADE, environment.settings())

    assert run(["verify", "test", str(project)]) == CLEAN
    assert run(["verify", "test", str(project), "--fail-on", "caution"]) == FINDINGS
    capsys.readouterr()
    assert run(["verify", "prod", str(project)]) == CANNOT
    assert "dwmap.toml has test" in capsys.readouterr().err
    assert run(["verify", "http://example.com", str(project)]) == CANNOT
    assert "is http, which is for localhost only" in capsys.readouterr().err
    assert run(["compare", "test", "nothing", "-p", str(project)]) == CANNOT
    assert "`nothing` is no environment of dwmap.toml (test)" in capsys.readouterr().err
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no zip")
    assert (
        run(["compare", "test", str(tmp_path / "broken.zip"), "-p", str(project)])
        == CANNOT
    )


def test_accepted_drift(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """It is accepted in a file of its environment, which a diff does not look at, and is told again when it is over."""
    environment.link(lambda link: link["keys"].update(accounts=["name"]))
    project = write_project(tmp_path, TRADE, environment.settings())
    verify = ["verify", "test", str(project), "--format", "json"]
    assert run(verify) == FINDINGS
    (finding,) = findings(capsys)
    reason = ["--environment", "test", "--reason", "until March", "-p", str(project)]

    assert run(["approve", finding["fingerprint"], *reason]) == CLEAN
    assert run(verify) == CLEAN
    assert (project / "approvals-test.toml").is_file()
    assert not (project / "approvals.toml").exists()
    capsys.readouterr()
    environment.link(lambda link: link["keys"].update(accounts=["number"]))
    assert run(verify) == CLEAN
    assert (
        "no change `integration-key-differs` has this fingerprint"
        in capsys.readouterr().err
    )
    assert run(["approve", "0" * 12, *reason]) == CANNOT
    assert "`dwmap verify` lists them" in capsys.readouterr().err


def test_the_hint_names_the_environment(
    environment: Environment, tmp_path: Path, capsys: Capture
) -> None:
    """And a comparison, which nobody accepts, has none."""
    environment.link(lambda link: link["keys"].update(accounts=["name"]))
    project = write_project(tmp_path, TRADE, environment.settings())

    run(["verify", "test", str(project), "--format", "markdown"])
    assert "--environment test --reason" in capsys.readouterr().out
    run(["compare", "test", str(project), "-p", str(project), "--format", "markdown"])
    assert "approve" not in capsys.readouterr().out


@pytest.mark.parametrize("library", ["httpx", "tenacity"])
def test_without_a_library(library: str, tmp_path: Path) -> None:
    """It is said which one is missing, and how to get it."""
    settings = '[environments.test]\ndataverse = "http://127.0.0.1:9"\n'
    project = write_project(tmp_path, TRADE, settings)
    code = f"import sys; sys.modules['{library}'] = None; from dwmap.cli import main; main()"
    command = [sys.executable, "-c", code, "verify", "test", str(project)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == CANNOT
    assert (
        f"asking an environment needs {library}: pip install 'dwmap[odata]'"
        in done.stderr
    )


def test_the_sandbox_is_such_an_environment(tmp_path: Path, capsys: Capture) -> None:
    """`dwmap sandbox --maps` serves what a project deploys, and keeps what is changed in it."""
    from harness.sandboxes import serving

    project = write_project(tmp_path / "specs", TRADE)
    for size in (0, 1):
        with serving(project, "--maps", "--data", str(tmp_path / "rows")) as sandbox:
            host = "/".join(sandbox.right_url.split("/")[:3])
            text = f'[environments.test]\ndataverse = "{host}"\nlink = "{host}"\n'
            (project / "dwmap.toml").write_text(f'name = "trade"\n{text}')
            assert run(["verify", "test", str(project), "--format", "json"]) == CLEAN
            assert len(findings(capsys)) == size
            solutions = sandbox.right.get("/api/data/v9.2/solutions").json()["value"]
            url = f"/api/data/v9.2/solutions({solutions[0]['solutionid']})"
            sandbox.right.patch(url, json={"version": "1.4.0.1"}).raise_for_status()


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "ftp"])
@pytest.mark.parametrize("command", [("verify",), ("pull",), ("compare", "x")])
def test_credentials_in_an_address_are_not_shown(
    scheme: str, command: tuple[str, ...], tmp_path: Path, capsys: Capture
) -> None:
    """However the address is wrong."""
    name, *more = command
    write_project(tmp_path, TRADE)
    arguments = {"pull": ["--out", str(tmp_path)], "verify": [str(tmp_path)]}
    given = [f"{scheme}://user:hunter2@contoso.example", *more]

    assert run([name, *given, *arguments.get(name, [])]) == CANNOT
    told = capsys.readouterr()
    assert "the address of the environment" in told.err
    assert "hunter2" not in told.out + told.err


@pytest.mark.parametrize("token", [None, "secret-of-the-sandbox"])
def test_the_sandbox_says_how_to_reach_it(
    token: str | None,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it prints is a part of `dwmap.toml`, with which `verify` reads all of its services."""
    project = write_project(tmp_path / "specs", TRADE)
    command = [sys.executable, "-m", "dwmap", "sandbox", str(project), "--maps"]
    if token is not None:
        monkeypatch.setenv("DWMAP_TOKEN_SANDBOX", token)
        command += ["--token", "DWMAP_TOKEN_SANDBOX"]
    last = "link " if token is None else "link-token"
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith(last):
            lines.append(process.stderr.readline())
            assert lines[-1], lines
        text = "".join(lines[lines.index("[environments.sandbox]\n") :])
        (project / "dwmap.toml").write_text(f'name = "trade"\n{text}', "utf-8")

        code = run(["verify", "sandbox", str(project)])
        process.terminate()
        process.communicate()

    assert code == CLEAN
    told = capsys.readouterr()
    assert "compared the specs with sandbox" in told.out
    assert "not compared" not in told.out
    assert token is None or token not in text + told.out + told.err
