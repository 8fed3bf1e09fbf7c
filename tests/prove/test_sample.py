"""`dwmap sample`: records of a map for a person, a spreadsheet or another program."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from dwmap.cli.app import CANNOT, CLEAN, FINDINGS, run
from prove.test_records import MAP


@pytest.fixture
def project(tmp_path: Path) -> str:
    """A project with one map."""
    (tmp_path / "a.dwmap").write_text(MAP)
    return str(tmp_path)


def test_a_record_is_a_line(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With every path of the side; decimals and dates are texts."""
    arguments = ["sample", "customers", "-p", project, "-n", "40", "--seed", "3"]

    assert run(arguments) == CLEAN
    lines = capsys.readouterr().out.splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 40
    assert [*records[0]] == [
        "dataAreaId",
        "CustomerAccount",
        "CreditLimit",
        "Opened",
        "Closed",
        "PartyType",
    ]
    assert "9999999.99" in {one["CreditLimit"] for one in records}
    assert "2026-03-29T01:00:00+00:00" in {one["Opened"] for one in records}
    assert all(line.isprintable() for line in lines)
    assert run(arguments) == CLEAN
    assert capsys.readouterr().out.splitlines() == lines


def test_a_record_is_a_row(project: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every cell comes back; an empty text is not the same as no value."""
    assert run(["sample", "Customers", "-p", project, "--side", "ce"]) == CLEAN
    records = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    arguments = ["sample", "Customers", "-p", project, "--side", "right"]
    assert run([*arguments, "--format", "csv"]) == CLEAN
    text = capsys.readouterr().out

    head, *rows = csv.reader(StringIO(text, newline=""))
    assert head == [*records[0]]
    assert rows == [
        ["" if value is None else str(value) for value in one.values()]
        for one in records
    ]
    assert '""' in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Custmers"], "there is no map `Custmers`: did you mean `Customers`?"),
        (["Zebra"], "there is no map `Zebra`: see `dwmap graph`"),
        (["Customers", "--side", "crm"], "no side `crm`: its sides are `fo` and `ce`"),
        (["Customers", "-n", "0"], "0 is not in the range x>=1"),
        (["Customers", "--format", "xml"], "'xml' is not one of 'jsonl', 'csv'"),
        ([], "Missing argument 'MAP'"),
    ],
)
def test_what_cannot_be_sampled_is_told(
    project: str,
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Before anything is printed."""
    assert run(["sample", *arguments, "-p", project]) == CANNOT
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_errors_of_the_project_come_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for every command that compiles."""
    (tmp_path / "a.dwmap").write_text("map M : fo.A <-> ce.b { nothing }\n")

    assert run(["sample", "M", "-p", str(tmp_path)]) == FINDINGS
    assert "error[" in capsys.readouterr().err


def test_a_limit_without_end_is_tried_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text of a thousand million characters is nothing to print."""
    text = MAP.replace("number     string(20)", "number     string(1000000000)")
    (tmp_path / "a.dwmap").write_text(text)

    assert run(["sample", "Customers", "-p", str(tmp_path), "--side", "ce"]) == CLEAN
    assert max(map(len, capsys.readouterr().out.splitlines())) < 1_500_000
