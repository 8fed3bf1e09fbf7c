"""Filters of both systems, construct by construct: a table says it shorter than a case each."""

from __future__ import annotations

import pytest
from dwmap.diagnostics import Report
from dwmap.source import SourceFile, Span
from dwmap.syntax.ast import (
    BinaryExpr,
    BlankExpr,
    CallExpr,
    Expr,
    InExpr,
    LiteralExpr,
    PathExpr,
    UnaryExpr,
)
from dwmap.syntax.dialects import parse_odata_filter, parse_query_range

RANGES = [
    ('((PartyType == "Organization"))', "(PartyType == string Organization)"),
    ('((CURRENCYCODE != "999"))', "(CURRENCYCODE != string 999)"),
    ("(A = 1)", "(A == int 1)"),
    ("((n > 1000) && (n <= 2000))", "((n > int 1000) and (n <= int 2000))"),
    (
        "(a == 1) || (b == 2) && (c == 3)",
        "((a == int 1) or ((b == int 2) and (c == int 3)))",
    ),
    ('(!(name like "*A*"))', "not contains(name, string A)"),
    ('name like "A*"', "starts_with(name, string A)"),
    ('name like "*A"', "ends_with(name, string A)"),
    ('name like "A"', "(name == string A)"),
    ("(AccountType == AccountType::Customer)", "(AccountType == string Customer)"),
    (
        r"(TransactionDate <= 23\06\2021)",
        "((TransactionDate <= date 2021-06-23) or TransactionDate is blank)",
    ),
    ('INTERCOMPANYORDER == ""', "INTERCOMPANYORDER is blank"),
    ('"" != INTERCOMPANYORDER', "INTERCOMPANYORDER is not blank"),
    ('name < "B"', "((name < string B) or name is blank)"),
    ('name < "B" && name != ""', "(name < string B)"),
    ('CUSTGROUP != "<company>"', "(CUSTGROUP != string <company>)"),
    ("a == -1.50", "(a == decimal -1.50)"),
    ("Table.Field == 'x'", "(Table.Field == string x)"),
    (r'a == "say \"hi\""', '(a == string say "hi")'),
]
ODATA = [
    ("customertypecode eq 3", "(customertypecode == int 3)"),
    ("a eq 1 and b ne 2", "((a == int 1) and (b != int 2))"),
    ("a gt 1 or a ge 1 or a lt 1", "(((a > int 1) or (a >= int 1)) or (a < int 1))"),
    ("a le 1", "(a <= int 1)"),
    ("msdyn_contactpersonid ne null", "msdyn_contactpersonid is not blank"),
    ("null eq a", "a is blank"),
    ("(msdyn_b2bcommerceprospect eq true)", "(msdyn_b2bcommerceprospect == bool True)"),
    ("startswith(name, 'A')", "starts_with(name, string A)"),
    ("endswith(name,'A')", "ends_with(name, string A)"),
    ("not contains(name, 'A')", "not contains(name, string A)"),
    ("TransactionDate le '2021-06-23'", "(TransactionDate <= date 2021-06-23)"),
    ("TransactionDate le 2021-06-23", "(TransactionDate <= date 2021-06-23)"),
    (
        "createdon ge 2021-06-23T10:00:00Z",
        "(createdon >= datetime 2021-06-23T10:00:00Z)",
    ),
    ("AccountType eq '3'", "(AccountType == string 3)"),
    ("name eq 'O''Neil'", "(name == string O'Neil)"),
    ("a in (1, 2)", "a in [int 1, int 2]"),
    ("organization eq 1", "(organization == int 1)"),
    (
        "id eq 00000000-0000-0000-0000-000000000001",
        "(id == guid 00000000-0000-0000-0000-000000000001)",
    ),
]


def _shown(expr: Expr | None) -> str:
    match expr:
        case PathExpr():
            return expr.text
        case LiteralExpr():
            return f"{expr.kind} {expr.value}"
        case BinaryExpr():
            return f"({_shown(expr.left)} {expr.op} {_shown(expr.right)})"
        case UnaryExpr():
            return f"{expr.op} {_shown(expr.operand)}"
        case BlankExpr():
            return f"{_shown(expr.operand)} is {'not ' if expr.negated else ''}blank"
        case CallExpr():
            return f"{expr.function.text}({', '.join(map(_shown, expr.args))})"
        case InExpr():
            return f"{_shown(expr.operand)} in [{', '.join(map(_shown, expr.options))}]"
    return str(expr)


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_query_range(text: str, expected: str) -> None:
    """What finance and operations apps write."""
    report = Report()

    assert _shown(parse_query_range(_span(text), report)) == expected
    assert not report.has_errors


@pytest.mark.parametrize(("text", "expected"), ODATA)
def test_odata_filter(text: str, expected: str) -> None:
    """What Dataverse writes."""
    report = Report()

    assert _shown(parse_odata_filter(_span(text), report)) == expected
    assert not report.has_errors


def _span(text: str) -> Span:
    return SourceFile("filter", text).span(0, len(text))
