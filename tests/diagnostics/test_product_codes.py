"""The product's validation codes and our findings answer for each other."""

from __future__ import annotations

import re

import pytest
from dwmap.cli.app import CLEAN, run
from dwmap.diagnostics.product_codes import PRODUCT_CODES
from dwmap.problems import load_problems


def test_every_finding_of_the_table_exists() -> None:
    """Codes of ours are renamed in one place, and here."""
    known = load_problems()

    for code, one in PRODUCT_CODES.items():
        assert bool(one.findings) != bool(one.why_not), code
        assert set(one.findings) <= known.keys(), code


def test_a_page_that_names_a_code_is_in_the_table() -> None:
    """And under that code."""
    for name, kind in load_problems().items():
        for code in re.findall(r"DIPV\d{4}", kind.__doc__ or ""):
            assert name in PRODUCT_CODES[code].findings, (name, code)


def test_all_numbers_but_two_are_there() -> None:
    """1009 and 1013 are not in use."""
    numbers = {int(code.removeprefix("DIPV")) for code in PRODUCT_CODES}

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
