"""Value tables and the checks of single values."""

from __future__ import annotations

from datetime import date
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
    WrongType,
    fit_decimal,
    fit_text,
    required,
)
from dwmap.runtime import _functions as fn


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


@pytest.mark.parametrize("value", ["100", "1.001"])
def test_numbers_that_do_not_fit(value: str) -> None:
    """A number is never rounded in silence."""
    with pytest.raises(ValueOutOfRange):
        fit_decimal(Decimal(value), 4, 2, "f")


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("Infinity"),
        "inf",
        "1_000",
        "１２",
        "",
        True,
        "1E+999999999",
    ],
)
def test_what_is_no_number(value: object) -> None:
    """Python would take it for one, no database does; a number of a billion digits would take for ever."""
    with pytest.raises(WrongType):
        fit_decimal(value, 4, 2, "f")
    with pytest.raises(WrongType):
        fn.int_(value)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("upper", (7,)),
        ("contains", (True, "x")),
        ("starts_with", ("x", 1)),
        ("length", (Decimal(1),)),
        ("substring", (date(2026, 1, 1), 0)),
        ("replace", (1, "a", "b")),
        ("less", (1, "x")),
        ("at_least", (True, False)),
        ("plus", (True, Decimal(1))),
        ("round_to", (Decimal(1), 100)),
    ],
)
def test_functions_refuse_what_they_do_not_work_on(
    name: str, arguments: tuple[Any, ...]
) -> None:
    """An undeclared field may hold anything; the record is kept with the reason, the run goes on."""
    with pytest.raises(WrongType):
        getattr(fn, name)(*arguments)


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
