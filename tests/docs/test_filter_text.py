"""Filters in words and in both dialects; the words of the language have no case of their own here."""

from __future__ import annotations

import pytest
from dwmap.dialects.texts import (
    Dialect,
    FilterText,
    Refusal,
    filter_text,
)
from dwmap.emit.filter_words import filter_words
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Enum,
    EnumMember,
    Expr,
    In,
    IsBlank,
    LiteralKind,
    PathRef,
    Type,
    TypeKind,
    Unary,
)

ENUMS = {
    "ce.kind": Enum(
        name="ce.kind", numbered=True, members=(EnumMember(name="Customer", code=3),)
    )
}


def _path(name: str, kind: TypeKind = "text", type_name: str | None = None) -> PathRef:
    return PathRef(
        segments=tuple(name.split(".")), type=Type(kind=kind, name=type_name)
    )


def _value(kind: LiteralKind, text: str = "") -> Constant:
    return Constant(kind=kind, text=text)


NAME, COUNT = _path("name"), _path("count", "int")
IS_A = Binary(op="==", left=NAME, right=_value("string", "A"))
MANY = Binary(op=">", left=COUNT, right=_value("int", "3"))
EITHER = Binary(op="or", left=IS_A, right=MANY)
DAY = Binary(op="<=", left=_path("day", "date"), right=_value("date", "2021-06-23"))
KIND = _path("kind", "options", "ce.kind")
STARTS = Call(function="starts_with", args=(NAME, _value("string", "A")))

SAID: list[tuple[Expr, str, str, str]] = [
    (IS_A, "name is A", "name eq 'A'", '(name == "A")'),
    (
        Binary(op="and", left=EITHER, right=IS_A),
        "(name is A or count is more than 3) and name is A",
        "(name eq 'A' or count gt 3) and name eq 'A'",
        '(((name == "A") || (count > 3)) && (name == "A"))',
    ),
    (
        Unary(op="not", operand=EITHER),
        "it is not so that (name is A or count is more than 3)",
        "not (name eq 'A' or count gt 3)",
        '(!((name == "A") || (count > 3)))',
    ),
    (
        Binary(op="<", left=_value("int", "3"), right=COUNT),
        "3 is less than count",
        "count gt 3",
        "(count > 3)",
    ),
    (
        Binary(op="!=", left=NAME, right=_value("string", 'O\'Neil "x" \\')),
        'name is not “O\'Neil "x" \\”',
        "name ne 'O''Neil \"x\" \\'",
        '(name != "O\'Neil \\"x\\" \\\\")',
    ),
    (
        DAY,
        "day is on or before 2021-06-23",
        "day le '2021-06-23'",
        r"((day <= 23\06\2021) && (day != 01\01\1900))",
    ),
    (
        Binary(op="==", left=KIND, right=_value("symbol", "Customer")),
        "kind is Customer (3)",
        "kind eq 3",
        "(kind == 3)",
    ),
    (
        In(operand=NAME, options=(_value("string", "A"), _value("string", "B"))),
        "name is one of A or B",
        "name eq 'A' or name eq 'B'",
        '((name == "A") || (name == "B"))',
    ),
    (
        IsBlank(operand=NAME, negated=True),
        "name is not empty",
        "name ne null",
        '(name != "")',
    ),
    (_path("active", "bool"), "active is true", "active eq true", "(active == 1)"),
    (STARTS, "name starts with A", "startswith(name, 'A')", '(name like "A*")'),
    (
        Unary(op="not", operand=STARTS),
        "name does not start with A",
        "not (name ne null and startswith(name, 'A'))",
        '(!(name like "A*"))',
    ),
]


@pytest.mark.parametrize(("expr", "words", "odata", "xpp"), SAID)
def test_said(expr: Expr, words: str, odata: str, xpp: str) -> None:
    """What all three forms can say."""
    texts = [filter_text(expr, dialect, ENUMS) for dialect in ("odata", "query_range")]

    assert filter_words(expr, ENUMS) == words
    assert [one.text for one in texts if isinstance(one, FilterText)] == [odata, xpp]


REFUSED: list[tuple[Expr, Dialect, str]] = [
    (
        Binary(op="==", left=_path("a.b"), right=_value("int", "1")),
        "odata",
        "walks a lookup",
    ),
    (
        Binary(op="==", left=_path("a.b"), right=_value("int", "1")),
        "query_range",
        "walks a lookup",
    ),
    (IsBlank(operand=COUNT), "query_range", "no empty value"),
    (
        Binary(
            op="==",
            left=_path("at", "datetime"),
            right=_value("datetime", "2021-06-23T10:00:00"),
        ),
        "query_range",
        "no literal for a datetime",
    ),
    (
        Call(function="contains", args=(NAME, _value("string", "*"))),
        "query_range",
        "wildcards",
    ),
    (Binary(op="==", left=NAME, right=_value("string", "a\nb")), "odata", "line break"),
    (In(operand=NAME, options=()), "odata", "without values"),
    (
        Binary(op="==", left=KIND, right=_value("symbol", "Nobody")),
        "odata",
        "number of the option",
    ),
    (
        Binary(
            op="==",
            left=Call(function="upper", args=(NAME,)),
            right=_value("string", "A"),
        ),
        "query_range",
        "cannot compute",
    ),
    (_value("bool", "true"), "odata", "always true"),
]


@pytest.mark.parametrize(("expr", "dialect", "reason"), REFUSED)
def test_refused(expr: Expr, dialect: Dialect, reason: str) -> None:
    """What a dialect has no form for is refused with the reason."""
    said = filter_text(expr, dialect, ENUMS)

    assert isinstance(said, Refusal)
    assert reason in said.reason


def test_an_empty_text_of_a_query_range_has_a_note() -> None:
    """NULL of an outer join is not the empty text."""
    said = filter_text(IsBlank(operand=NAME), "query_range", {})

    assert isinstance(said, FilterText)
    assert "outer join" in said.notes[0]


def test_odata_of_finance_and_operations_names_the_enum() -> None:
    """Its service wants the type before the value, and dates without quotes."""
    path = _path("kind", "enum", "fo.NoYes")
    expr = Binary(
        op="and",
        left=Binary(op="==", left=path, right=_value("symbol", "Yes")),
        right=DAY,
    )

    assert filter_text(expr, "odata", {}, "finops") == FilterText(
        "odata",
        "kind eq Microsoft.Dynamics.DataEntities.NoYes'Yes' and day le 2021-06-23"
        " and day ne 1900-01-01",
    )
