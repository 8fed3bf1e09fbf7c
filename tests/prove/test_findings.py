"""Broken laws as findings of `check`: where they stand, and how they are accepted."""

from __future__ import annotations

import pytest
from dwmap.driver import LAW_RULES
from dwmap.problems import load_problems
from harness.projects import check_text

ENDS = """
entity fo.A {
  Number string(20)
  Kind   string(1)?
  Worker string(20)?
  Chief  string(20)?
}

entity ce.workers {
  integration key number
  number string(20)
}

entity ce.b {
  integration key number
  number string(20)
  kind   int?
  worker -> ce.workers?
  chief  -> ce.workers?
}

valuemap Kinds : string(1) <-> int {
  "A" = 1
  "B" = 2
  else left 2
}
"""


def _found(lines: str) -> list[str]:
    text = f"{ENDS}map M : fo.A <-> ce.b {{\n  Number = number\n{lines}\n}}\n"
    return [one.code for one in check_text(text)]


def test_the_driver_names_the_rules_of_laws() -> None:
    """So that it need not load them to know which were not asked."""
    laws = [code for code, kind in load_problems().items() if kind.topic == "laws"]

    assert sorted(LAW_RULES) == laws


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("  Kind >< kind : Kinds", ["lossy-round-trip"]),
        ('  Kind >< kind : Kinds lossy "two kinds will do"', []),
        ('  Kind >< kind : Kinds allow lossy-round-trip "two kinds will do"', []),
        ("  Kind >> kind : Kinds", []),
        ("  where ce kind == 1", ["open-scope"]),
        ('  where ce kind == 1\n  allow open-scope "only the first"', []),
        ("  where ce kind == 1\n  1 >> kind", []),
        ("  Worker = worker.number\n  Chief = chief.number", ["unfilled-lookup"]),
        ('  Worker = worker.number allow unfilled-lookup "HR loads them"', []),
    ],
)
def test_what_check_says(lines: str, found: list[str]) -> None:
    """A loss is accepted by its name, everything by an `allow`; lookups to the same rows are one finding."""
    assert _found(lines) == found


def test_laws_wait_until_there_are_no_errors() -> None:
    """An `allow` of one that nobody asked about is not called unused."""
    allowed = '  allow open-scope "only the first"\n  Nmuber = kind'

    assert "unused-allow" not in _found(allowed)


def test_a_witness_is_part_of_the_message() -> None:
    """It is the record that shows what goes wrong, step by step."""
    text = f"{ENDS}map M : fo.A <-> ce.b {{\n  Number = number\n  Kind >< kind : Kinds\n}}\n"
    (one,) = check_text(text)

    assert one.notes == (
        'starts as: Kind = "x"',
        "becomes: kind = 2",
        'comes back as: Kind = "B"',
    )
