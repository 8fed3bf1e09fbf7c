"""All forms of a report say the same: each finding once, with its code, place and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from diagnostics.cases import read_case
from diagnostics.readers import FOR_PEOPLE, READERS, Found, as_shown, expected
from diagnostics.sarif_schema import SARIF
from dwmap.diagnostics import Diagnostic
from dwmap.diagnostics.formats import FORMATS
from dwmap.diagnostics.json_schema import diagnostics_schema
from dwmap.problems import load_problems
from harness.every_message import cases_with_messages, messages_of
from harness.golden import cases
from jsonschema import Draft202012Validator

MOST = {"github": 10, "markdown": 50}
UNLIKE_OURS = {"control_characters": "two lines", "headline_only": "no code"}
"""Cases of the printer whose message is none that the compiler could make."""
PRINTED = [one for one in cases("render") if one.id not in UNLIKE_OURS]
CASES = [*cases_with_messages(), *PRINTED]


def _messages(case: Path) -> list[Diagnostic]:
    if case.parent.name == "render":
        return [read_case(case / "case.toml")]
    return list(messages_of(case))


def _wanted(form: str, found: list[Diagnostic]) -> list[Found]:
    """What a form should say; GitLab knows no finding without a place."""
    wanted = [expected(one) for one in found]
    if form == "gitlab":
        at_settings = ("dwmap.toml", 1)
        wanted = [
            one if one.path else one._replace(path=at_settings[0], line=at_settings[1])
            for one in wanted
        ]
    return [as_shown(one) for one in wanted] if form in FOR_PEOPLE else wanted


def test_every_form_has_a_reader() -> None:
    """Else it would be left out here."""
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("case", CASES)
def test_a_form_says_each_finding_once(case: Path, form: str) -> None:
    """With its code, file, line and message, and nothing else."""
    found = _messages(case)
    most = MOST.get(form, max(len(found), 1))
    for start in range(0, len(found), most):
        part = found[start : start + most]

        said = list(READERS[form](FORMATS[form](part)))

        assert sorted(said) == sorted(_wanted(form, part))


@pytest.mark.parametrize("case", CASES)
def test_reports_follow_their_schemas(case: Path) -> None:
    """The published one of our JSON, and as much of SARIF as we write."""
    load_problems()
    found = _messages(case)

    Draft202012Validator(diagnostics_schema()).validate(
        json.loads(FORMATS["json"](found))
    )
    report = json.loads(FORMATS["sarif"](found))
    Draft202012Validator(SARIF).validate(report)
    (run,) = report["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    prints = [one["partialFingerprints"]["dwmap/v1"] for one in run["results"]]
    assert len({*prints}) == len(prints)


def test_the_json_says_in_what_it_counts() -> None:
    """A column means something else to every editor."""
    offset = diagnostics_schema()["$defs"]["offset"]["properties"]

    assert "code points" in offset["column"]["description"]
    assert "characters" in offset["offset"]["description"]
