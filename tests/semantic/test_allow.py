"""What an `allow` reaches: a case shows what is left over, not what was taken away."""

from __future__ import annotations

import pytest
from harness.projects import check_text

PROJECT = """
entity fo.A {
  Number text
  Long   string(100)?
}
entity ce.b {
  integration key number
  number text
  short  string(10)?
  brief  string(10)?
}
"""


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("Long > short", ["narrower-target"]),
        ('Long > short allow narrower-target "x"', []),
        ('Long > short lossy "x"', []),
        ('allow narrower-target "x"\nLong > short\nLong > brief', []),
        ('Long > short allow narrower-target "x"\nLong > brief', ["narrower-target"]),
        ('Long > short allow two-writers "x"', ["narrower-target", "unused-allow"]),
        ('Nmuber > short allow unknown-field "x"', ["unknown-field", "unused-allow"]),
        ('Long > short allow narrower-target "x"\nA = = b', ["unexpected-text"]),
        ('Long = = short allow two-writers "x"', ["unexpected-text"]),
    ],
)
def test_an_allow_reaches_its_line_or_its_map(lines: str, left: list[str]) -> None:
    """It accepts warnings and notes, never errors; in a damaged file none is called unused."""
    report = check_text(
        f"{PROJECT}map M : fo.A <-> ce.b {{\nNumber = number\n{lines}\n}}\n"
    )

    assert sorted(each.code for each in report) == left
