"""Reports for code scanning, CI servers and pull requests."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from diagnostics.cases import marked, read_case
from dwmap.cli.app import CLEAN, FINDINGS, run
from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.diagnostics.fingerprint import with_fingerprints
from dwmap.diagnostics.formats import FORMATS
from dwmap.diagnostics.json_schema import diagnostics_schema
from dwmap.problems import load_problems
from dwmap.source import SourceFile
from harness.golden import cases
from jsonschema import Draft202012Validator

CASES = cases("render")
_WRONG = "map A : fo.Nothing <-> ce.nothing {\n  x = y z\n  1 = 2\n}\n"


def _found(case: Path) -> list[Diagnostic]:
    return [read_case(case / "case.toml")]


@pytest.mark.parametrize("case", CASES)
def test_json_follows_its_schema(case: Path) -> None:
    """Whatever the text is that a finding points at."""
    document = json.loads(FORMATS["json"](_found(case)))

    Draft202012Validator.check_schema(diagnostics_schema())
    Draft202012Validator(diagnostics_schema()).validate(document)


@pytest.mark.parametrize("case", CASES)
def test_every_report_can_be_read(case: Path) -> None:
    """Tabs, wide characters, control characters, long lines: it stays JSON, XML, Markdown."""
    found = _found(case)

    (run_,) = json.loads(FORMATS["sarif"](found))["runs"]
    assert [one["ruleId"] for one in run_["results"]] == [found[0].code]
    assert json.loads(FORMATS["gitlab"](found))[0]["check_name"] == found[0].code
    suite = ElementTree.fromstring(FORMATS["junit"](found))
    assert suite.tag == "testsuite"
    page = FORMATS["markdown"](found)
    assert page.count("<details>") == page.count("</details>") == 1


def test_sarif_points_at_the_place_and_brings_the_manual() -> None:
    """Regions count from 1, in characters; rules have their page."""
    load_problems()
    file, spans = marked("maps/ä b.dwmap", "map a {\n  <1|nmae|1> -> name\n}\n")
    found = Diagnostic(
        "unknown-field", Severity.ERROR, "`nmae` is no field", Label(spans[1], "here")
    )
    (run_,) = json.loads(FORMATS["sarif"]([found, found]))["runs"]

    place = run_["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "maps/%C3%A4%20b.dwmap"}
    assert place["region"] == {
        "startLine": 2,
        "startColumn": 3,
        "endLine": 2,
        "endColumn": 7,
    }
    (rule,) = run_["tool"]["driver"]["rules"]
    assert "Why it matters" in rule["help"]["text"]
    prints = [one["partialFingerprints"]["dwmap/v1"] for one in run_["results"]]
    assert len(set(prints)) == 2
    assert file.path == "maps/ä b.dwmap"


def test_sarif_counts_columns_as_viewers_do() -> None:
    """In units of UTF-16: a character beyond the first 65,536 is two of them."""
    text = 'map a {\n  "🎉顧" >> <1|n🎉me|1> // 🎉\n}\n'
    spans = marked("🎉.dwmap", text)[1]
    found = Diagnostic("unknown-field", Severity.ERROR, "no", Label(spans[1]))

    (run_,) = json.loads(FORMATS["sarif"]([found]))["runs"]
    place = run_["results"][0]["locations"][0]["physicalLocation"]
    line = text.splitlines()[1].replace("<1|", "").replace("|1>", "")
    start = len(line.partition("n🎉me")[0].encode("utf-16-le")) // 2

    assert run_["columnKind"] == "utf16CodeUnits"
    assert place["region"]["startColumn"] == start + 1
    assert place["region"]["endColumn"] == start + 1 + len("n🎉me") + 1
    assert place["artifactLocation"] == {"uri": "%F0%9F%8E%89.dwmap"}


@pytest.mark.parametrize("path", ["a\udcff.dwmap", "a\ud800.dwmap", "a:b?#.dwmap"])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_any_name_of_a_file_can_be_reported(path: str, form: str) -> None:
    """Also one that is no text, as a file system may give it."""
    span = SourceFile(path, "x").span(0, 1)
    found = Diagnostic("unknown-field", Severity.ERROR, "no", Label(span))

    FORMATS[form]([found]).encode("utf-8")


def test_a_fingerprint_survives_lines_above() -> None:
    """And another text in the line, or another message, does not."""

    def mark(text: str, message: str = "wrong") -> str:
        file = SourceFile("a.dwmap", text)
        at = text.index("name")
        place = Label(file.span(at, at + 4))
        one = Diagnostic("unknown-field", Severity.ERROR, message, place)
        return next(fingerprint for _, fingerprint in with_fingerprints([one]))

    assert mark("  name = x\n") == mark("// more\n\n    name  =  x\n")
    assert mark("  name = x\n") != mark("  name = y\n")
    assert mark("  name = x\n") != mark("  name = x\n", "worse")


def test_annotations_of_github_are_capped() -> None:
    """Ten of a level are shown there; one more line counts the others."""
    many = [Diagnostic("no-key", Severity.WARNING, f"no {n}") for n in range(14)]
    few = [Diagnostic("no-key", Severity.ERROR, f"no {n}") for n in range(10)]
    lines = FORMATS["github"]([*many, *few]).splitlines()

    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert lines[0].startswith("::error ") and lines[10].startswith("::warning ")
    assert lines[-1] == "4 more warnings; `dwmap check` shows them all"
    assert len(lines) == 21


def test_all_that_is_left_is_one_line() -> None:
    """Whatever its levels."""
    many = [
        Diagnostic("no-key", severity, f"no {n}")
        for severity in (Severity.NOTE, Severity.ERROR)
        for n in range(12)
    ]

    last = FORMATS["github"](many).splitlines()[20:]
    assert last == ["2 more errors, 2 more notes; `dwmap check` shows them all"]


def test_a_page_shows_the_worst_first_and_has_an_end() -> None:
    """A comment of a pull request is limited."""
    many = [Diagnostic("no-key", Severity.WARNING, f"no {n}") for n in range(70)]
    page = FORMATS["markdown"]([*many, Diagnostic("bad", Severity.ERROR, "<b>")])

    assert page.startswith(
        "<!-- dwmap check -->\n**dwmap check**: 1 error, 70 warnings\n"
    )
    assert page.index("error[bad] &lt;b&gt;") < page.index("warning[no-key]")
    assert "And 21 more;" in page


def test_a_clean_project_is_a_case_that_passed() -> None:
    """A server that sees no case at all reports a failure."""
    suite = ElementTree.fromstring(FORMATS["junit"]([]))

    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_report_goes_into_a_file(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same text; `--exit-zero` leaves the verdict to whoever reads it."""
    (tmp_path / "a.dwmap").write_text(_WRONG)
    report = tmp_path / "out" / "report"
    arguments = ["check", str(tmp_path), "--format", form]

    assert run(arguments) == FINDINGS
    printed = capsys.readouterr().out
    assert run([*arguments, "-o", str(report), "--exit-zero"]) == CLEAN
    assert report.read_text("utf-8").rstrip("\n") == printed.rstrip("\n")


def test_the_schema_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    """By a command, for whoever reads the JSON."""
    assert run(["export", "schema", "diagnostics"]) == CLEAN
    assert json.loads(capsys.readouterr().out) == diagnostics_schema()
