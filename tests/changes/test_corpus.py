"""Each change rule fires where it must, not where it must not, and in the directions in which outcomes differ."""

from __future__ import annotations

import json

import pytest
from changes.pairs.base import Case
from changes.pairs.every import CASES_OF, ONE_WAY, WITHOUT_OUTCOME, WITHOUT_PAIR
from dwmap.changes.compared import Compared, State, compare
from dwmap.changes.limits import limits_of
from dwmap.changes.model import Finding, Weight
from dwmap.changes.report.schema import report_schema
from dwmap.changes.rule import By
from dwmap.changes.rule_table import RULES
from harness.projects import compile_text
from jsonschema import Draft202012Validator

EVERY = [
    pytest.param(rule, case, id=f"{rule}-{place}")
    for rule, cases in CASES_OF.items()
    for place, case in enumerate(cases)
]


def compiled(text: str) -> State:
    """The state of a project of one text without errors."""
    project, report = compile_text(text)
    assert project is not None, [one.message for one in report]
    return State("", project, limits=limits_of(report.diagnostics))


def found(rule: str, before: State, after: State) -> list[Finding]:
    """The findings under a rule."""
    return [one for one in compare(before, after).findings if one.rule == rule]


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_a_pair(rule: str, case: Case) -> None:
    """One finding; the twin has none; what differs, differs in the directions that it must."""
    before, after, twin = map(compiled, case.states())

    findings = found(rule, before, after)
    assert len(findings) == 1, [one.rule for one in compare(before, after).findings]
    judged = [
        *findings[0].judgements,
        *(one for effect in findings[0].effects for one in effect.judgements),
    ]
    worse = {one.heading for one in judged if one.weight > Weight.SAFE}
    assert worse == set(case.headings)
    assert found(rule, before, twin) == []


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_the_report_keeps_its_schema(rule: str, case: Case) -> None:
    """Whatever was found."""
    before, after, _ = map(compiled, case.states())
    data = Compared(compare(before, after)).data()

    Draft202012Validator(report_schema()).validate(json.loads(json.dumps(data)))
    assert rule in {one["rule"] for one in data["findings"]}


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.code)
def test_every_rule_has_its_pairs(rule: type) -> None:
    """In both directions where outcomes decide; or a reason why there is none."""
    code = rule.code  # type: ignore[attr-defined]  # a change rule
    if code in WITHOUT_PAIR:
        assert code not in CASES_OF
        return
    headings = {one for case in CASES_OF[code] for one in case.headings}
    if rule.by is By.OUTCOMES and code not in WITHOUT_OUTCOME:  # type: ignore[attr-defined]  # a change rule
        assert headings == (
            {"to_right"} if code in ONE_WAY else {"to_right", "to_left"}
        )


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.code)
def test_every_rule_has_its_page(rule: type) -> None:
    """Why it endangers a running sync, and what to tell the reviewer."""
    page = rule.__doc__ or ""

    assert "## Why it matters" in page
    assert "## Tell the reviewer" in page
    assert page.strip().split("\n\n")[0].strip().endswith(".")
