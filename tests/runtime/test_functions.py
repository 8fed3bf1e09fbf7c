"""The functions that expressions of maps call."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact
from typing import Any

import pytest
from dwmap.runtime import WrongType
from dwmap.runtime import _functions as fn
from hypothesis import given
from hypothesis import strategies as st

LARGEST = 10**12
NUMBERS = st.one_of(
    st.integers(-LARGEST, LARGEST),
    st.integers(0, 120).flatmap(
        lambda places: st.decimals(-LARGEST, LARGEST, places=places)
    ),
)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (fn.concat("a", None, 1, True), "a1true"),
        (fn.concat(None, None), None),
        (fn.trim("  x "), "x"),
        (fn.upper("ß"), "SS"),
        (fn.lower("ÄB"), "äb"),
        (fn.length("abc"), 3),
        (fn.substring("abcdef", 1, 3), "bcd"),
        (fn.substring("abcdef", 4), "ef"),
        (fn.substring("abc", 9, 2), ""),
        (fn.replace("a-b-c", "-", None), "abc"),
        (fn.left("abc", 2), "ab"),
        (fn.right("abc", 2), "bc"),
        (fn.right("abc", 0), ""),
        (fn.starts_with("abc", "ab"), True),
        (fn.ends_with("abc", "bc"), True),
        (fn.contains("abc", "b"), True),
        (fn.contains(None, "b"), False),
        (fn.plus(1, 2), 3),
        (fn.plus(Decimal("0.1"), Decimal("0.2")), Decimal("0.3")),
        (fn.times(Decimal("12.34"), 100), Decimal("1234.00")),
        (fn.divide(1234, 100), Decimal("12.34")),
        (fn.negate(Decimal("-1.5")), Decimal("1.5")),
        (fn.round_to(Decimal("2.345"), 2), Decimal("2.35")),
        (fn.round_to(Decimal("-2.345"), 2), Decimal("-2.35")),
        (fn.decimal(" 1.50 "), Decimal("1.50")),
        (fn.int_("12"), 12),
        (fn.text(Decimal("1E+2")), "100"),
        (fn.text(True), "true"),
        (fn.coalesce(None, 0, 1), 0),
        (fn.less(1, Decimal("1.5")), True),
        (fn.less(None, 1), False),
        (fn.at_least(None, None), False),
    ],
)
def test_what_functions_make(made: Any, expected: Any) -> None:
    """Each function does what its page says."""
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(
    "made",
    [
        fn.trim(None),
        fn.upper(None),
        fn.length(None),
        fn.substring(None, 1, 2),
        fn.left("a", None),
        fn.plus(None, 1),
        fn.minus(1, None),
        fn.times(None, None),
        fn.divide(None, 0),
        fn.negate(None),
        fn.round_to(None, 2),
        fn.int_(None),
        fn.text(None),
        fn.coalesce(),
    ],
)
def test_an_empty_value_passes_through(made: Any) -> None:
    """A function of an empty value is empty."""
    assert made is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: fn.divide(1, 0),
        lambda: fn.plus(0.1, 1),
        lambda: fn.decimal("ten"),
        lambda: fn.plus(Decimal("1e60"), Decimal("1e-60")),
        lambda: fn.int_(Decimal("1.5")),
    ],
)
def test_what_has_no_exact_answer_is_refused(make: Any) -> None:
    """Nothing is rounded in silence."""
    with pytest.raises(WrongType):
        make()


@given(NUMBERS, NUMBERS)
def test_a_sum_is_exact_or_refused(a: Any, b: Any) -> None:
    """Never a rounded one; refused only when it has more digits than decimals are given."""
    exact = Context(prec=1_000, traps=[Inexact]).add(Decimal(a), Decimal(b))
    try:
        total = fn.plus(a, b)
    except WrongType:
        assert len(exact.normalize(Context(prec=1_000)).as_tuple().digits) > 80
    else:
        assert total == exact
