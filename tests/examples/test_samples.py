"""Files of sample records: typed by their entity, refused with a place, carried over and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from dwmap.cli.app import CLEAN, FINDINGS, run
from dwmap.diagnostics import Report
from dwmap.examples.samples import Sample, read_samples
from dwmap.ir.model import Samples
from dwmap.ir.scope import Scope
from dwmap.source import SourceFile
from harness.projects import compile_text

PROJECT = """
enum fo.Kind { Person, Robot }

options ce.stage {
  1 Open
  2 Closed
}

entity fo.A {
  Id     string(5)
  Kind   Kind?
  Price  decimal(9, 2)?
  Day    date?
  At     datetime?
  Flag   bool?
  Count  int?
}

entity ce.a {
  id     string(5)
  stage  stage?
  price  decimal(9, 2)?
}

valuemap V : fo.Kind <-> stage {
  Person = Open
  Robot  = Closed
}

map A : fo.A <-> ce.a {
  where fo Kind is not blank

  Id     =   id
  Kind   ><  stage  : V
  Price  =   price
}
"""


def _read(
    text: str, name: str = "a.csv", system: str | None = "fo"
) -> tuple[list[Sample], Report]:
    project, report = compile_text(PROJECT)
    assert project is not None, report.diagnostics
    found = Report()
    samples = Samples(path=name, map="A", system=system)
    read = read_samples(SourceFile(name, text), samples, Scope(project), found)
    return read, found


def test_values_have_the_types_of_their_fields() -> None:
    """A decimal is exact, an enum has its declared spelling, an empty cell is no value."""
    text = (
        "Id,Kind,Price,Day,At,Flag,Count\n"
        "007,robot,10.10,2026-02-28,2026-02-28T12:00:00+01:00,TRUE,12\n"
        ",Person,,,,,\n"
    )
    (first, second), report = _read(text)

    assert report.diagnostics == ()
    assert first.record == {
        "id": "007",
        "kind": "Robot",
        "price": Decimal("10.10"),
        "day": date(2026, 2, 28),
        "at": datetime(2026, 2, 28, 11, tzinfo=UTC),
        "flag": True,
        "count": 12,
    }
    assert set(second.record.values()) == {None, "Person"}
    assert (first.line, second.line) == (2, 3)


def test_json_lines_have_types_of_their_own() -> None:
    """A number is no text, a text may write a number; blank lines do not count."""
    text = '{"Id": "1", "Price": 1.10, "Flag": false}\n\n{"id": "2", "Price": "1.10"}\n'
    (first, second), report = _read(text, "a.jsonl")

    assert report.diagnostics == ()
    assert first.record == {"id": "1", "price": Decimal("1.10"), "flag": False}
    assert (second.line, second.record["price"]) == (3, Decimal("1.10"))


def test_options_by_number_and_by_label() -> None:
    """Both are the number."""
    samples, _ = _read("id,stage\n1,2\n2,closed\n", system="ce")

    assert [one.record["stage"] for one in samples] == [2, 2]
    assert {one.heading for one in samples} == {"to_left"}


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Kind\nRobot\n", "to_right"),
        ("stage\n1\n", "to_left"),
        ("Id\n1\n", None),
    ],
)
def test_fields_say_of_which_side_they_are(text: str, heading: str | None) -> None:
    """Where they are fields of one side only."""
    samples, report = _read(text, system=None)

    assert {one.heading for one in samples} == ({heading} if heading else set())
    assert [one.code for one in report] == ([] if heading else ["ambiguous-samples"])


@pytest.mark.parametrize(
    ("text", "name", "code", "line", "column"),
    [
        ("Id,Kidn\n1,Robot\n", "a.csv", "unknown-sample-field", 1, 4),
        ("Id,Kind\n1,Robto\n", "a.csv", "wrong-sample", 2, 3),
        ("Id,Price\n1,1e400\n", "a.csv", "wrong-sample", 2, 3),
        ("Id,Price\n1,inf\n", "a.csv", "wrong-sample", 2, 3),
        ("Id,Price\n1,1.234\n", "a.csv", "wrong-sample", 2, 3),
        ("Id\n123456\n", "a.csv", "wrong-sample", 2, 1),
        ('Kind,Id\n"Robot",123456\n', "a.csv", "wrong-sample", 2, 9),
        ("Id,Kind.nonsense\n1,2\n", "a.csv", "unknown-sample-field", 1, 4),
        ("Id,Day\n1,2026-02-30\n", "a.csv", "wrong-sample", 2, 3),
        ("Id,Flag\n1,maybe\n", "a.csv", "wrong-sample", 2, 3),
        ("Id,Kind\n1\n", "a.csv", "broken-sample", 2, 1),
        ('Id,Kind\n"1,Robot\n2,Robot\n', "a.csv", "broken-sample", 2, 1),
        ("Id,id\n1,2\n", "a.csv", "broken-sample", 1, 1),
        ("Id,\n1,2\n", "a.csv", "broken-sample", 1, 1),
        ('{"Id": 1}\n', "a.jsonl", "wrong-sample", 1, 2),
        ('{"Count": 1e9999999}\n', "a.jsonl", "broken-sample", 1, 1),
        ('{"Count": 1' + "0" * 5000 + "}\n", "a.jsonl", "broken-sample", 1, 1),
        ('{"Id": ["1"]}\n', "a.jsonl", "wrong-sample", 1, 2),
        ('{"Id": "1"\n', "a.jsonl", "broken-sample", 1, 1),
        ('{"Id": NaN}\n', "a.jsonl", "broken-sample", 1, 1),
        ('{"Id": "1", "id": "2"}\n', "a.jsonl", "broken-sample", 1, 1),
        ("[1]\n", "a.jsonl", "broken-sample", 1, 1),
        ("[" * 100_000 + "\n", "a.jsonl", "broken-sample", 1, 1),
        ("Id\n1\n", "a.xlsx", "broken-sample", 1, 1),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    text: str, name: str, code: str, line: int, column: int
) -> None:
    """By file, line and column, once; never a traceback."""
    _, report = _read(text, name)

    (found,) = report.diagnostics
    assert found.primary is not None
    assert (found.code, *found.primary.span.position) == (code, line, column)


def test_one_mistake_of_many_rows_is_one_finding() -> None:
    """It says in how many lines more it stands."""
    _, report = _read("Id,Kind\n" + "1,Robto\n" * 500)

    (found,) = report.diagnostics
    assert found.message == '`Kind` cannot be "Robto", and in 499 more lines'


def _project(folder: Path, sample: str, text: str = PROJECT) -> str:
    (folder / "m.dwmap").write_text(f'{text}\nsamples fo "data/a.csv" for A\n')
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text(sample, encoding="utf-8")
    return str(folder)


def test_the_command_carries_them_over_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What does not come back is shown field by field, with its file and line."""
    merged = PROJECT.replace("Robot  = Closed", "Robot  > Open")
    project = _project(tmp_path, "Id,Kind\n1,Robot\n2,Person\n3,\n", merged)
    report = tmp_path / "junit.xml"

    assert run(["test", "-p", project, "--junit", str(report)]) == FINDINGS
    out = capsys.readouterr().out
    assert "FAILED A -> a sample  data/a.csv:2\n  field  expected  is\n" in out
    assert '  Kind   "Robot"   "Person"\n' in out
    assert (
        "3 samples run: 2 carried over and back, 1 outside the filter, 1 not as they were"
        in out
    )
    suite = ElementTree.parse(report).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert run(["test", "-p", project, "--format", "json"]) == FINDINGS
    samples = json.loads(capsys.readouterr().out)["samples"]
    assert [one["fate"] for one in samples] == ["carried", "carried", "outside"]


def test_a_loss_that_is_named_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `lossy` on its line."""
    lossy = PROJECT.replace("Robot  = Closed", "Robot  > Open").replace(
        ": V", ': V  lossy "one stage"'
    )
    project = _project(tmp_path, "Id,Kind\n1,Robot\n", lossy)

    assert run(["test", "-p", project]) == CLEAN
    assert "1 carried over and back" in capsys.readouterr().out


@pytest.mark.parametrize("outside", ["../a.csv", "/etc/hostname", "C:\\\\a.csv"])
def test_files_outside_the_project_are_refused(
    outside: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read."""
    (tmp_path / "m.dwmap").write_text(f'{PROJECT}\nsamples fo "{outside}" for A\n')

    assert run(["test", "-p", str(tmp_path)]) == FINDINGS
    assert "error[outside-samples]" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a\\u0000.csv", "loop.csv"])
def test_paths_that_lead_nowhere(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A zero byte in a path, a link to itself: a finding like any other."""
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "m.dwmap").write_text(f'{PROJECT}\nsamples fo "{name}" for A\n')

    assert run(["test", "-p", str(tmp_path)]) == FINDINGS
    assert "its path leads nowhere" in capsys.readouterr().err


def test_what_cannot_be_read_fails_in_every_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CI reads the JUnit file or the JSON, not the exit code alone."""
    project = _project(tmp_path, "Id,Kind\n1,Robto\n")
    report = tmp_path / "junit.xml"

    code = run(["test", "-p", project, "--junit", str(report), "--format", "json"])

    assert code == FINDINGS
    suite = ElementTree.parse(report).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    unread = json.loads(capsys.readouterr().out)["unread"]
    assert [one["code"] for one in unread] == ["wrong-sample"]


def test_a_record_of_which_nothing_is_carried_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would show nothing: no line reads a field of it, or none goes its way."""
    one_way = PROJECT.replace("  where fo Kind is not blank\n", "")
    project = _project(tmp_path, "Flag,Count\ntrue,1\n", one_way)

    assert run(["test", "-p", project]) == FINDINGS
    assert "no line of the map carries a field" in capsys.readouterr().out


def test_links_out_of_the_project_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A link inside that leads outside is outside."""
    (tmp_path / "secret.csv").write_text("Id\n1\n")
    inner = tmp_path / "project"
    inner.mkdir()
    project = _project(inner, "Id\n1\n")
    (inner / "data" / "a.csv").unlink()
    (inner / "data" / "a.csv").symlink_to(tmp_path / "secret.csv")

    assert run(["test", "-p", project]) == FINDINGS
    assert "it leads out of the project's folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file"),
        (b"\xff\xfeI\x00d\x00", "it is UTF-16"),
        (b"Id\n\xe9", "it is not UTF-8"),
    ],
)
def test_files_that_cannot_be_read(
    content: bytes | None,
    reason: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A missing file, another encoding: a finding, and the other tests still run."""
    project = _project(tmp_path, "")
    place = tmp_path / "data" / "a.csv"
    place.unlink() if content is None else place.write_bytes(content)

    assert run(["test", "-p", project]) == FINDINGS
    captured = capsys.readouterr()
    assert reason in captured.err
    assert "0 examples run, 0 failed" in captured.out
