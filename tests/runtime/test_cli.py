"""The command line that generated packages have."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest
from dwmap.runtime import EndError
from dwmap.runtime._cli import _parser, main
from runtime.bench import Bench, customer
from runtime.sample_project import PROJECT


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    """Two SQLite files with something to synchronize, and how to name them."""
    urls = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    bench = Bench(PROJECT, urls)
    bench.seed()
    bench.put("fo.Customers", customer("C9", CurrencyCode="XXX"))
    bench.sync.close()
    ends = [word for name, url in urls.items() for word in ("--end", f"{name}={url}")]
    return [*ends, "--state", f"{tmp_path}/state.db"]


def test_a_first_and_a_second_run(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Records that wait make the exit code 1; the counts are there for a machine."""
    assert main(PROJECT, ["initial-sync", *given, "--format", "json"]) == 1
    first = json.loads(capsys.readouterr().out)
    assert main(PROJECT, ["initial-sync", *given, "--format", "json"]) == 1
    second = json.loads(capsys.readouterr().out)

    assert (first["total"]["created"], first["total"]["failed"]) == (7, 1)
    assert (second["total"]["created"], second["total"]["updated"]) == (0, 0)


def test_one_map_alone(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m PACKAGE.MAP` knows its own map only."""
    assert main(PROJECT, ["initial-sync", *given], only_map="Currencies") == 0

    out = capsys.readouterr().out
    assert "Currencies" in out
    assert "Customers" not in out


def test_one_map_alone_reads_no_feed_of_all(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A state in which the others run too keeps their changes."""
    assert main(PROJECT, ["initial-sync", *given]) == 1
    assert main(PROJECT, ["live", *given]) in (0, 1)
    capsys.readouterr()

    for command in ("live", "initial-sync"):
        assert main(PROJECT, [command, *given], only_map="Currencies") == 2
        error = capsys.readouterr().err
        assert "this state also carries Companies, " in error

    assert main(PROJECT, ["stop", *given[-2:]]) == 0
    assert main(PROJECT, ["start", *given], only_map="Currencies") == 0
    assert main(PROJECT, ["live", *given], only_map="Currencies") == 0


def test_failures_can_be_seen_exported_and_retried(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What waits is listed, shown with its record, written to a file, and tried again."""
    state = given[-2:]
    main(PROJECT, ["initial-sync", *given])
    capsys.readouterr()

    assert main(PROJECT, ["errors", "list", *state, "--format", "json"]) == 1
    (failure,) = json.loads(capsys.readouterr().out)
    assert main(PROJECT, ["errors", "show", failure["id"], *state]) == 0
    assert "missing-reference" in capsys.readouterr().out
    for name in ("failures.csv", "failures.json"):
        assert main(PROJECT, ["errors", "export", str(tmp_path / name), *state]) == 0
    assert main(PROJECT, ["errors", "retry", *given]) == 1

    with open(tmp_path / "failures.csv", encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    (written,) = json.loads((tmp_path / "failures.json").read_text(encoding="utf-8"))
    assert json.loads(row["record"]) == written["record"] == failure["record"]
    assert row["key"] == '["USMF","C9"]'


def test_live_carries_what_changed(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Between two looks from two processes nothing is lost, and nothing comes back."""
    main(PROJECT, ["live", *given])
    main(PROJECT, ["initial-sync", *given])
    capsys.readouterr()
    urls = dict(word.split("=", 1) for word in given if "=" in word)
    bench = Bench(PROJECT, urls)
    bench.change("fo.Customers", ("USMF", "C1"), OrganizationName="New")
    bench.sync.close()

    assert main(PROJECT, ["live", *given]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Customers -> USMF, C1: updated",
        "    name: 'Customer C1' -> 'New'",
    ]
    assert main(PROJECT, ["live", *given]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", ["plan", "maps"])
def test_what_there_is(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan and the maps are told without any end."""
    assert main(PROJECT, [command]) == 0
    text = capsys.readouterr().out
    assert main(PROJECT, [command, "--format", "json"]) == 0

    assert "SalesOrders" in text
    assert "SalesOrders" in str(json.loads(capsys.readouterr().out))


def test_status(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Pairs, failures and runs."""
    main(PROJECT, ["initial-sync", *given])
    capsys.readouterr()

    assert main(PROJECT, ["status", *given[-2:], "--format", "json"]) == 1

    status = json.loads(capsys.readouterr().out)
    assert ("Customers", 3, 1) in [
        (one["map"], one["pairs"], one["failures"]) for one in status["maps"]
    ]
    assert status["runs"][0]["kind"] == "initial-sync"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["live", "--end", "fo=memory:", "--state", ":memory:"],
            "no end is given for ce",
        ),
        (["live", "--end", "xx=memory:"], "NAME is ce or fo"),
        (["status", "--state", "/nowhere/state.db"], "there is no state file"),
        (["initial-sync", "--map", "Nope", "--state", ":memory:"], "no map Nope"),
    ],
)
def test_work_that_cannot_be_done(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2 and the reason stands on stderr."""
    assert main(PROJECT, words) == 2
    assert message in capsys.readouterr().err


def test_passwords_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """An end that cannot be opened is named without its password."""
    url = "postgresql+psycopg://user:s3cret@127.0.0.1:1/none"

    main(
        PROJECT,
        ["live", "--end", f"fo={url}", "--end", "ce=memory:", "--state", ":memory:"],
    )

    error = capsys.readouterr().err
    assert "cannot open fo" in error
    assert "s3cret" not in error


def test_ends_may_come_from_the_environment(
    given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password need not stand in the list of processes."""
    for word in given:
        if "=" in word:
            name, url = word.split("=", 1)
            monkeypatch.setenv(f"DWMAP_END_{name.upper()}", url)

    assert main(PROJECT, ["initial-sync", *given[-2:]]) == 1


def test_steering_from_another_terminal(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """States, the queue and the activity need the state file only; what forgets changes asks first."""
    state = given[-2:]
    main(PROJECT, ["initial-sync", *given])
    assert main(PROJECT, ["start", *given]) == 0
    assert main(PROJECT, ["pause", "Customers", *state, "--reason", "cutover"]) == 0
    main(PROJECT, ["live", *given])
    capsys.readouterr()

    main(PROJECT, ["status", *state, "--format", "json"])
    maps = {one["map"]: one for one in json.loads(capsys.readouterr().out)["maps"]}
    assert maps["Customers"]["state"] == "paused"
    assert maps["Currencies"]["state"] == "running"
    assert main(PROJECT, ["queue", "list", *state]) == 0
    assert "nothing is queued" in capsys.readouterr().out
    assert main(PROJECT, ["resume", "--how", "replay", *state]) == 0
    assert main(PROJECT, ["activity", *state, "--limit", "3", "--format", "json"]) == 0
    assert main(PROJECT, ["pause", "Nobody", *state]) == 2
    assert "no map Nobody" in capsys.readouterr().err


def test_alert_rules_by_command(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Added, listed, removed; a number that is not there is an error."""
    state = given[-2:]
    main(PROJECT, ["initial-sync", *given])
    rule = ["--code", "missing-reference", "--threshold", "5", "--action", "pause"]
    assert main(PROJECT, ["alerts", "add", *rule, *state]) == 0
    capsys.readouterr()
    assert main(PROJECT, ["alerts", "list", *state, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["threshold"] == 5
    assert main(PROJECT, ["alerts", "remove", "1", *state]) == 0
    assert main(PROJECT, ["alerts", "remove", "1", *state]) == 2
    assert main(PROJECT, ["alerts", "fired", *state]) == 0
    assert "no alert" in capsys.readouterr().out


def test_forgetting_changes_wants_a_yes(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal to ask on, --yes has to be said."""
    state = given[-2:]
    main(PROJECT, ["initial-sync", *given])
    main(PROJECT, ["start", *given])
    main(PROJECT, ["pause", *state])
    with sqlite3.connect(tmp_path / "fo.db") as database:
        database.execute('UPDATE "Currencies" SET "Name" = \'New\'')
    main(PROJECT, ["live", *given])
    capsys.readouterr()

    assert main(PROJECT, ["queue", "discard", *state]) == 2
    assert "2 changes would be forgotten" in capsys.readouterr().err
    assert main(PROJECT, ["queue", "discard", "--yes", *state]) == 0
    assert "forgotten: 2" in capsys.readouterr().out


def test_the_readme_names_commands_that_are_there() -> None:
    """Every command of the table, with the words that stand behind it, is understood."""
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    section = readme.split("## Running a sync")[1].split("\n## ")[0]
    rows = [
        line.split("|")[1] for line in section.splitlines() if line.startswith("| `")
    ]
    commands = [each for row in rows for each in re.findall(r"`([a-z][^`]*)`", row)]
    assert len(commands) > 15
    parser = _parser(PROJECT, None)
    for command in commands:
        words = command.replace("TABLE", "ce.accounts").replace("SECONDS", "5").split()
        words = [w.replace("FIELD=VALUE:COMPANY", "name=x:USMF") for w in words]
        words += ["id"] if words[-1] == "show" else []
        assert parser.parse_args(words).run


def test_a_file_takes_one_worker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two are refused, with what to use instead; one is a sync as ever."""
    ends = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("fo", "ce")}
    state = str(tmp_path / "state.db")
    live = ["live", *(f"--end={n}={url}" for n, url in ends.items()), "--state", state]
    bench = Bench(PROJECT, ends, state)
    bench.sync.start()
    with pytest.raises(EndError, match="keep it in PostgreSQL"):
        bench.sync.work()
    bench.put("fo.Currencies", {"CurrencyCode": "USD", "Name": "Dollar", "Decimals": 2})
    bench.sync.close()

    assert main(PROJECT, [*live, "--workers", "2"]) == 2
    assert "postgresql+psycopg://" in capsys.readouterr().err
    assert main(PROJECT, [*live, "--workers", "1"]) == 0
    assert "Currencies -> USD: created" in capsys.readouterr().out
