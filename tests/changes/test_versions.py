"""The version that a change asks for: newer than before, and the worse the change, the newer."""

from __future__ import annotations

import pytest
from dwmap.changes.model import Weight
from dwmap.changes.versions import needed_version
from hypothesis import given
from hypothesis import strategies as st

VERSIONS = st.lists(st.integers(0, 99), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("version", "weight", "needed"),
    [
        ("1.4.0.2", Weight.DESTRUCTIVE, "2.0.0.0"),
        ("1.4.0.2", Weight.BREAKING, "2.0.0.0"),
        ("1.4.0.2", Weight.CAUTION, "1.5.0.0"),
        ("1.4.0.2", Weight.NOTE, "1.4.0.3"),
        ("1.4.0.2", Weight.SAFE, "1.4.0.3"),
        ("0.4.0.2", Weight.BREAKING, "0.5.0.0"),
        ("0.4.0.2", Weight.CAUTION, "0.4.1.0"),
        ("0.4.0.2", Weight.NOTE, "0.4.0.3"),
        ("1.4", Weight.CAUTION, "1.5"),
        ("7", Weight.NOTE, "8"),
    ],
)
def test_the_needed_version(version: str, weight: Weight, needed: str) -> None:
    """The first number for what breaks, the second for caution, the last for the rest."""
    assert needed_version(version, weight) == needed


@given(VERSIONS)
def test_worse_changes_ask_for_newer_versions(numbers: list[int]) -> None:
    """A version that is enough for one class is enough for every milder one."""
    version = ".".join(map(str, numbers))
    asked = [
        [int(part) for part in needed_version(version, weight).split(".")]
        for weight in Weight
    ]

    assert asked[0] > numbers
    assert asked == sorted(asked)
