"""Makes nodes of the tree that nobody has written: for importers, and for what the compiler proposes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from dwmap.source import SourceFile
from dwmap.syntax.ast import (
    Candidate,
    Decl,
    EitherExpr,
    ExampleDecl,
    ExampleField,
    ExampleRecord,
    File,
    LiteralExpr,
    Name,
    PathExpr,
    QName,
)

_NOWHERE: Final = SourceFile("imported", "")
NOWHERE: Final = _NOWHERE.span(0, 0)
BLANK: Final = LiteralExpr("blank", None, NOWHERE)


def name(text: str) -> Name:
    """A name."""
    return Name(text, NOWHERE)


def qname(system: str, text: str) -> QName:
    """A name in a system."""
    return QName(name(system), name(text))


def path(segments: tuple[str, ...]) -> PathExpr:
    """A path of columns."""
    return PathExpr(tuple(map(name, segments)), NOWHERE)


def either(column: str, candidates: tuple[tuple[str, str], ...]) -> EitherExpr:
    """A polymorphic lookup; a candidate is a table and its key."""
    made = tuple(Candidate(name(entity), name(key)) for entity, key in candidates)
    return EitherExpr(name(column), made, NOWHERE)


def text_literal(text: str) -> LiteralExpr:
    """A quoted text."""
    return LiteralExpr("string", text, NOWHERE)


def value_literal(value: object) -> LiteralExpr:
    """The literal of a value of a record; raises ValueError for one that has none."""
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return LiteralExpr("bool", value, NOWHERE)
    if isinstance(value, int):
        return LiteralExpr("int", value, NOWHERE)
    if isinstance(value, float | Decimal):
        return LiteralExpr("decimal", Decimal(str(value)), NOWHERE)
    if isinstance(value, datetime):
        return LiteralExpr(
            "datetime", value.isoformat().replace("+00:00", "Z"), NOWHERE
        )
    if isinstance(value, date):
        return LiteralExpr("date", value.isoformat(), NOWHERE)
    if isinstance(value, time) and not value.microsecond:
        return LiteralExpr("time", value.isoformat(), NOWHERE)
    if isinstance(value, str):
        return text_literal(value)
    raise ValueError(f"{value!r} has no literal")


def example(
    title: str, map: str, records: Iterable[tuple[str, dict[str, object]]]
) -> ExampleDecl:
    """An example of records, each the system and its fields by path; raises ValueError as `value_literal`."""
    made = tuple(
        ExampleRecord(
            "record",
            name(system),
            tuple(
                ExampleField(
                    path(tuple(field.split("."))), value_literal(value), NOWHERE
                )
                for field, value in fields.items()
            ),
            NOWHERE,
        )
        for system, fields in records
    )
    return ExampleDecl(title, name(map), made, "", NOWHERE)


def file(declarations: Iterable[Decl]) -> File:
    """A file of these declarations."""
    return File(_NOWHERE, tuple(declarations))
