"""The product's validation codes and our findings answer for each other."""

from __future__ import annotations

import json
import re

import pytest
from dwmap.cli.app import CLEAN, run
from dwmap.cli.prove import LAW_NAMES
from dwmap.diagnostics.product_codes import PRODUCT_CODES
from dwmap.problems import load_problems


def test_every_finding_of_the_table_exists() -> None:
    """Codes of ours are renamed in one place, and here."""
    known = load_problems()

    for code, one in PRODUCT_CODES.items():
        assert bool(one.findings or one.laws) != bool(one.why_not), code
        assert set(one.findings) <= known.keys(), code
        assert set(one.laws) <= set(LAW_NAMES), code


def test_a_page_that_names_a_code_is_in_the_table() -> None:
    """And under that code."""
    for name, kind in load_problems().items():
        for code in re.findall(r"DIPV\d{4}", kind.__doc__ or ""):
            assert name in PRODUCT_CODES[code].findings, (name, code)


def test_all_numbers_but_two_are_there() -> None:
    """1009 and 1013 are not in use."""
    codes = [code for code in PRODUCT_CODES if code.startswith("DIPV")]
    numbers = {int(code.removeprefix("DIPV")) for code in codes}

    assert numbers == set(range(1000, 1032)) - {1009, 1013}


@pytest.mark.parametrize("code", ["DIPV1004", "dipv1004"])
def test_explain_leads_to_the_finding(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the code that a consultant has on the screen."""
    assert run(["explain", code]) == CLEAN
    assert "dwmap explain key-one-way" in capsys.readouterr().out


def test_explain_says_what_only_a_live_system_knows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And what to do then."""
    assert run(["explain", "DIPV1005"]) == CLEAN
    assert "It cannot be found in a specification." in capsys.readouterr().out


@pytest.mark.parametrize(
    "code", ["1300", "health 1300", "health-1300", "Health check 1300"]
)
def test_a_number_of_the_health_check(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The product shows it as a number."""
    assert run(["explain", code]) == CLEAN
    out = capsys.readouterr().out
    assert out.startswith("health-1300 (a code of the health check of a running map)")
    assert "dwmap explain untracked-source" in out


def test_a_number_of_the_health_check_that_a_law_answers_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Filters are not checked by a rule, but proved."""
    assert run(["explain", "1800"]) == CLEAN
    assert "dwmap explain scope-closure" in capsys.readouterr().out


def test_a_number_that_two_lists_have(capsys: pytest.CaptureFixture[str]) -> None:
    """The page of the one names the other; where only one has it there is no doubt."""
    assert run(["explain", "1000"]) == CLEAN
    assert "The validation code of that number is DIPV1000." in capsys.readouterr().out
    assert run(["explain", "1004"]) == CLEAN
    assert "dwmap explain key-one-way" in capsys.readouterr().out


def test_a_code_of_the_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the environments know; the page says so."""
    assert run(["explain", "dwdvev1003", "--format", "json"]) == CLEAN
    page = json.loads(capsys.readouterr().out)
    assert page["code"] == "DWDVEV1003"
    assert page["findings"] == []
    assert page["why_not"]


def test_the_limits_are_a_topic(capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule with its number, and what only a running system reaches."""
    assert run(["explain", "limits"]) == CLEAN
    out = capsys.readouterr().out
    assert "many-lookups      10 lookups a map, initial synchronization\n" in out
    assert "Only a running system reaches\n    1,000 rows and 2 minutes" in out

    assert run(["explain", "limits", "--format", "json"]) == CLEAN
    page = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in page["rules"] if not one["limit"]} == set()
    assert run(["explain", "keys"]) == CLEAN
    assert "key-one-way" in capsys.readouterr().out
