"""What the dialects share: refusals, notes, and how operands are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dwmap.diagnostics.cells import visible
from dwmap.ir.model import (
    Binary,
    Constant,
    EitherRef,
    Enum,
    Expr,
    PathRef,
    Type,
    TypeKind,
)

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
PATTERNS = ("starts_with", "ends_with", "contains")
NO_DATE = "1900-01-01"
"""How finance and operations keeps an empty date; an empty text is a text without characters there."""

_COLUMN = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)


class CannotSay(Exception):
    """The dialect has no form for a part of the filter; the message is the reason."""


@dataclass
class Notes:
    """Remarks on a filter, each once, in the order they came up."""

    _lines: dict[str, None] = field(default_factory=dict)

    def add(self, line: str) -> None:
        """Keep the remark unless it is there already."""
        self._lines[line] = None

    def lines(self) -> tuple[str, ...]:
        """All remarks."""
        return tuple(self._lines)


def column(expr: Expr) -> str:
    """The name of a column of the table itself; refuses everything else."""
    if isinstance(expr, PathRef) and len(expr.segments) == 1:
        if not _COLUMN.match(expr.segments[0]):
            raise CannotSay(f"`{expr.text}` is no name that the dialect can spell")
        return expr.segments[0]
    if isinstance(expr, PathRef | EitherRef):
        raise CannotSay(
            f"`{expr.text}` walks a lookup, and a filter may only use columns of the table itself"
        )
    raise CannotSay("a filter compares columns with values; it cannot compute")


def operands(expr: Binary) -> tuple[Expr, str, Expr]:
    """Column, operator, value: a value on the left changes places with the column on the right."""
    if isinstance(expr.left, Constant) and not isinstance(expr.right, Constant):
        return expr.right, FLIPPED.get(expr.op, expr.op), expr.left
    return expr.left, expr.op, expr.right


def terms(expr: Expr, op: str) -> Iterator[Expr]:
    """The terms of a chain of one operator: `a or b or c` has three."""
    if isinstance(expr, Binary) and expr.op == op:
        yield from terms(expr.left, op)
        yield from terms(expr.right, op)
    else:
        yield expr


def type_of(expr: Expr) -> Type:
    """The type of a column; nothing is known of other expressions."""
    return expr.type if isinstance(expr, PathRef | EitherRef) else Type()


def kind_of(expr: Expr, partner: Expr) -> TypeKind:
    """The kind of a column; where it is not declared, that of the value it is compared with."""
    kind = type_of(expr).kind
    if kind == "any" and isinstance(partner, Constant):
        return type_of_literal(partner)
    return kind


def type_of_literal(constant: Constant) -> TypeKind:
    """The kind that a literal has by itself."""
    match constant.kind:
        case "string":
            return "text"
        case "symbol" | "blank":
            return "any"
        case kind:
            return kind


def option_code(constant: Constant, partner: Type, enums: Mapping[str, Enum]) -> str:
    """The number of a numbered option's label; empty where the option is not numbered."""
    enum = enums.get(partner.name or "")
    wanted = constant.text.casefold()
    for member in enum.members if enum is not None else ():
        if member.name.casefold() == wanted and member.code is not None:
            return str(member.code)
    return ""


def plain_text(text: str) -> str:
    """The text, refused where a character that nobody sees would end or bend the literal."""
    if visible(text) != text:
        raise CannotSay("a text of the filter holds a line break or control character")
    return text


def utc_text(text: str) -> str:
    """A moment in UTC and with its `Z`: one without an offset is in UTC."""
    read = datetime.fromisoformat(text)
    aware = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")
