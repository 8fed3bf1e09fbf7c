"""What counts as a slip of the pen: a case shows one pair of names, this shows the borders."""

from __future__ import annotations

import pytest
from dwmap.semantic.paths import edit_distance
from harness.projects import check_text
from hypothesis import given
from hypothesis import strategies as st

names = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("name", "name", 0),
        ("nmae", "name", 1),
        ("name", "names", 1),
        ("name", "nam", 1),
        ("name", "nape", 1),
        ("ca", "abc", 3),
        ("customer", "costumer", 2),
    ],
)
def test_a_swap_of_neighbours_is_one_step(one: str, other: str, distance: int) -> None:
    """Adding, dropping and changing a character are the others."""
    assert edit_distance(one, other) == distance


@given(names, names)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    """It is nothing only between equals, and never more than the longer name."""
    distance = edit_distance(one, other)

    assert distance == edit_distance(other, one)
    assert (distance == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("written", "declared", "code"),
    [
        ("Nmae", "Name", "unknown-field"),
        ("NAME", "Name", None),
        ("Address1", "Address2", "undeclared-field"),
        ("Cty", "City", "undeclared-field"),
        ("Street", "City", "undeclared-field"),
        ("null", "Name", "unknown-field"),
    ],
)
def test_only_a_likely_slip_is_an_error(
    written: str, declared: str, code: str | None
) -> None:
    """Another digit means another field, and short names are alike by chance."""
    report = check_text(f"""
entity fo.A {{ {declared} text }}
entity ce.b {{
  integration key n
  n text
}}
map M : fo.A <-> ce.b {{
  key n
  {written} = n
}}
""")

    assert [each.code for each in report] == ([code] if code else [])
