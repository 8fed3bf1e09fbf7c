"""Suggestions, which are a function of names alone."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import did_you_mean, suggest


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("nmae", ["name", "phone", "mail"], ("name",)),
        ("NAME", ["name", "phone"], ("name",)),
        ("accountnum", ["AccountNum", "AccountName"], ("AccountNum", "AccountName")),
        ("zebra", ["name", "phone"], ()),
        ("name", [], ()),
        ("", ["name"], ()),
    ],
)
def test_names_that_look_alike(
    name: str, candidates: list[str], expected: tuple[str, ...]
) -> None:
    """Near names are found without regard to case, the nearest first."""
    assert expected == suggest(name, candidates)


def test_at_most_three_are_offered() -> None:
    """Of many near names the three nearest are enough."""
    candidates = [f"field{number}" for number in range(9)]

    assert 3 == len(suggest("field", candidates))
    assert 1 == len(suggest("field", candidates, most=1))


def test_the_order_of_candidates_does_not_matter() -> None:
    """The same names give the same suggestions, however they are stored."""
    candidates = ["Name", "name", "names", "nome"]

    assert suggest("nam", candidates) == suggest("nam", reversed(candidates))


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        (["name"], "did you mean `name`?"),
        (["name", "names"], "did you mean `name` or `names`?"),
        (["name", "names", "named"], "did you mean `name`, `names` or `named`?"),
        (["phone"], None),
    ],
)
def test_suggestions_make_a_sentence(
    candidates: list[str], expected: str | None
) -> None:
    """One, two or three names are listed as people list them."""
    assert expected == did_you_mean("namee", candidates)
