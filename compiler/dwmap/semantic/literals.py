"""Literals: what they are in the IR, and whether a type has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from dwmap.diagnostics import Report
from dwmap.ir.model import Constant, SystemKind, Type
from dwmap.semantic.problems import LiteralOutOfRange, UnknownMember, WrongValueType
from dwmap.semantic.ranges import limit_of
from dwmap.semantic.renames import renamed_member
from dwmap.semantic.retype import FORMS, retype
from dwmap.semantic.scope import Scope
from dwmap.semantic.stdlib import LITERALS
from dwmap.semantic.types import describe
from dwmap.source import Span
from dwmap.syntax import ast


def _moment(text: str) -> datetime:
    """Kept in UTC, which the first and the last hours of the calendar may not have."""
    read = datetime.fromisoformat(text)
    return read.astimezone(UTC) if read.tzinfo else read


_CALENDAR: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "datetime": _moment,
}


def constant(literal: ast.LiteralExpr) -> Constant:
    """The IR's form of a literal."""
    value = literal.value
    if literal.kind == "blank":
        return Constant(kind="blank")
    if isinstance(value, bool):
        return Constant(kind="bool", text="true" if value else "false")
    if isinstance(value, Decimal):
        return Constant(kind="decimal", text=f"{value:f}")
    return Constant(kind=literal.kind, text=str(value))


def read_value(
    written: ast.LiteralExpr | ast.Name,
    type_: Type,
    scope: Scope,
    report: Report,
    *,
    end: SystemKind | None = None,
    ranged: bool = True,
) -> Constant:
    """
    A literal or symbol as a value of `type_` in an `end` of that kind; what is no such value is reported.

    A symbol of an option set becomes its code, a symbol of an enum takes its declared spelling. Where it need
    not be one that the type can keep, as in `x < 5000000000`, it is not `ranged`.
    """
    if isinstance(written, ast.Name):
        return _symbol(written.text, written.span, type_, scope, report)
    value = constant(written)
    if type_.kind == "enum" and value.kind == "string":
        return _symbol(value.text, written.span, type_, scope, report)
    if _check_literal(value, written.span, type_, scope, report) and ranged:
        _check_range(value, written.span, type_, end, scope, report)
    return value


def _check_literal(
    value: Constant, span: Span, type_: Type, scope: Scope, report: Report
) -> bool:
    """Whether a literal is well formed and of a kind that `type_` takes; else it is reported."""
    kind = "guid" if value.kind == "string" and type_.kind == "guid" else value.kind
    if not _is_well_formed(kind, value.text):
        report.add(WrongValueType(value.text, f"type `{kind}`", span))
        return False
    accepted = LITERALS.get(type_.kind)
    if accepted is None or value.kind == "blank" or value.kind in accepted:
        return True
    meant = retype(value, type_, scope)
    report.add(WrongValueType(_show(value), describe(type_), span, meant))
    return False


def _check_range(
    value: Constant,
    span: Span,
    type_: Type,
    end: SystemKind | None,
    scope: Scope,
    report: Report,
) -> None:
    limit = limit_of(value, type_, end)
    if limit is not None:
        report.add(LiteralOutOfRange(_show(value), describe(type_), limit, span))
    elif type_.kind == "options" and value.kind == "int":
        declared = scope.enums.get(type_.name or "")
        codes = [
            str(each.code)
            for each in getattr(declared, "members", ())
            if isinstance(each, ast.OptionMember)
        ]
        # In a damaged file the option may stand in a part that could not be read.
        if codes and value.text not in codes and not scope.damaged:
            meant = scope.meant(value.text, codes, most=1)
            report.add(UnknownMember(value.text, type_.name or "", span, meant))


def _is_well_formed(kind: str, text: str) -> bool:
    form = FORMS.get(kind)
    if form is not None and not form.match(text):
        return False
    try:
        _CALENDAR.get(kind, str)(text)
    except (ValueError, OverflowError):
        return False
    return True


def _show(value: Constant) -> str:
    return f'"{value.text}"' if value.kind == "string" else value.text


def _symbol(
    name: str, span: Span, type_: Type, scope: Scope, report: Report
) -> Constant:
    declared = scope.enums.get(type_.name) if type_.name else None
    if declared is None:
        if type_.kind not in ("any", "text", "enum"):
            report.add(WrongValueType(name, describe(type_), span))
        return Constant(kind="symbol", text=name)
    if isinstance(declared, ast.OptionsDecl):
        for member in declared.members:
            if member.name.text.lower() == name.lower():
                return Constant(kind="int", text=str(member.code))
    known = scope.members(declared)
    if name.lower() not in known and not scope.is_damaged(name):
        meant = scope.meant(name, known.values(), most=1)
        values = tuple(known.values())
        now = renamed_member(name, declared)
        report.add(UnknownMember(name, declared.qname.text, span, meant, values, now))
    return Constant(kind="symbol", text=known.get(name.lower(), name))
