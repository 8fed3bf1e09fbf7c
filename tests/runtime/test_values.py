"""Value tables and the checks of single values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from dwmap.runtime import (
    KEEP,
    NULL,
    MissingValue,
    ValueMapMiss,
    ValueOutOfRange,
    ValueTable,
    ValueTooLong,
    fit_decimal,
    fit_text,
    required,
)


def test_a_value_without_an_entry_fails_by_name() -> None:
    """The error names the table, the value, the field and what the table knows."""
    table = ValueTable({"a": 1, "b": 2}, table="Letters", field="number")

    with pytest.raises(ValueMapMiss, match="Letters has no entry for 'c'") as caught:
        table["c"]

    assert (caught.value.field, caught.value.value) == ("number", "c")
    assert "it knows a, b" in caught.value.help
    assert table[None] is None


@pytest.mark.parametrize(("otherwise", "expected"), [(KEEP, "c"), (NULL, None), (7, 7)])
def test_otherwise(otherwise: Any, expected: Any) -> None:
    """A table may say what becomes of other values."""
    assert ValueTable({}, table="T", field="f", otherwise=otherwise)["c"] == expected


def test_case_may_be_ignored() -> None:
    """Only where the map says so."""
    assert ValueTable({"Ab": 1}, table="T", field="f", ignore_case=True)["aB"] == 1


@pytest.mark.parametrize(
    "value", ["1.10", "99.99", "-99.99", "1.1000", "0", "0E-9", "9E+1", None]
)
def test_numbers_that_fit(value: str | None) -> None:
    """Zeros at the end are no digits."""
    number = None if value is None else Decimal(value)

    assert fit_decimal(number, 4, 2, "f") == number


@pytest.mark.parametrize("value", ["100", "1.001", "NaN", "Infinity"])
def test_numbers_that_do_not_fit(value: str) -> None:
    """A number is never rounded in silence."""
    with pytest.raises(ValueOutOfRange):
        fit_decimal(Decimal(value), 4, 2, "f")


def test_numbers_of_many_digits() -> None:
    """More digits than Python's arithmetic keeps by default are counted, not lost."""
    number = Decimal("12345678901234567890123456.123456")

    assert fit_decimal(number, 32, 6, "f") == number


def test_texts_and_required_values() -> None:
    """Checks give the value back or say which field it was."""
    assert fit_text("abc", 3, "f") == "abc"
    assert required(0, "f") == 0
    with pytest.raises(ValueTooLong, match="holds 2 characters, the value has 3"):
        fit_text("abc", 2, "f")
    with pytest.raises(MissingValue, match="f is required"):
        required(None, "f")
