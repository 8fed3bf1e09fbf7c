"""`make demo` shows what it says, and a second run changes nothing."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "specs" / "demo"


def _run(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(DEMO), "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the databases of the demo lie."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def runs(folder: Path) -> tuple[str, str]:
    """The output of two runs, one after the other."""
    return _run(folder), _run(folder)


def test_the_first_run_shows_edits_and_a_refusal(runs: tuple[str, str]) -> None:
    """An edit reaches the other side, and one is refused with its code."""
    assert "creditlimit: 17500 -> 99000" in runs[0]
    assert "refused (CustomersV3_accounts, C-00003, DEMF)" in runs[0]
    assert "missing-reference" in runs[0]


def test_orders_lines_and_contacts_are_among_it(runs: tuple[str, str]) -> None:
    """Not only master data."""
    pairs = dict(re.findall(r"^  (\w+) +(\d+) +\d+$", runs[0], re.MULTILINE))

    assert int(pairs["CDSSalesOrderLines_salesorderdetails"]) > 400
    assert int(pairs["CDSSalesOrderHeaders_salesorders"]) > 100
    assert int(pairs["CustomersV3_contacts"]) > 50


def test_every_edit_shows_what_it_did(runs: tuple[str, str]) -> None:
    """The first time, on the other side; the second time there is nothing to do."""
    for edit in re.findall(r"^  \S.*: .*\n(.*)", _live(runs[0]), re.MULTILINE):
        assert "      -> " in edit
    for edit in re.findall(r"^  \S.*: .*\n(.*)", _live(runs[1]), re.MULTILINE):
        assert "      nothing to do" in edit


def _live(output: str) -> str:
    return output.partition("Live: ")[2].partition("In the end")[0]


def test_the_readme_shows_it_word_for_word(runs: tuple[str, str]) -> None:
    """In this order, timings and what it leaves out aside."""
    readme = (DEMO.parents[1] / "README.md").read_text("utf-8")
    shown = readme.partition("`make demo` shows, among more:\n\n```\n")[2]
    shown = shown.partition("\n```")[0]
    assert shown
    rest = _timeless(runs[0])
    for line in _timeless(shown).splitlines():
        start = line.partition("…")[0]
        assert start.strip() == "" or start in rest, line
        rest = rest[rest.find(start) + len(start) :]


def _timeless(text: str) -> str:
    return re.sub(r"in \d+\.\d s", "in 0.0 s", text)


def test_the_second_run_writes_nothing_and_says_so(runs: tuple[str, str]) -> None:
    """Everything agrees already, but for the record that is still refused."""
    assert "\n  0 rows written" in runs[1]
    assert "This run wrote nothing new" in runs[1]
    assert "This run wrote nothing new" not in runs[0]
    assert "Refused: CustomersV3_accounts, C-00003, DEMF" in runs[1]


def test_both_ends_agree(runs: tuple[str, str], folder: Path) -> None:
    """The databases themselves hold the same values, whichever side they began on."""
    with (
        closing(sqlite3.connect(folder / "fo.sqlite")) as fo,
        closing(sqlite3.connect(folder / "ce.sqlite")) as ce,
    ):
        left = fo.execute(
            "SELECT PartyNumber, OrganizationName FROM DirPartyCDSEntity"
        ).fetchall()
        right = ce.execute(
            "SELECT msdyn_partynumber, msdyn_organizationname FROM msdyn_party"
        ).fetchall()
        limits = ce.execute(
            "SELECT creditlimit FROM account WHERE accountnumber = 'C-00001'"
        ).fetchall()

    assert {(n, name or None) for n, name in left} == {
        (n, name or None) for n, name in right
    }
    assert 408 == len(left)
    assert [99000.0] == [float(limit) for (limit,) in limits]
