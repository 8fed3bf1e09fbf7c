"""
Filters as the condition behind WHERE, for the tables of SQLite, PostgreSQL and MariaDB as generated packages keep them.

Exact or refused: values are parameters, a comparison is never unknown where that would show, and what a
database computes in its own way (floating sums, its own small letters) is not left to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from dwmap.dialects.parts import (
    NO_DATE,
    CannotSay,
    column,
    kind_of,
    option_code,
    type_of,
)
from dwmap.dialects.writer import Reading, Term, Writer
from dwmap.ir.model import Constant, Expr, PathRef, Type, TypeKind

Database: TypeAlias = Literal["sqlite", "postgresql", "mariadb"]
Value: TypeAlias = str | int | float | bool | Decimal | date | datetime | time

_MOST_EXACT_DIGITS = 15
"""Decimals of as many digits are told apart by a double (IEEE 754, DBL_DIG); SQLite has no exact ones."""
_LARGEST = 2**63
_TOGETHER: Mapping[TypeKind, str] = {
    "int": "number",
    "long": "number",
    "options": "number",
    "decimal": "number",
    "double": "double",
    "text": "text",
    "enum": "text",
    "guid": "text",
}


_SAME: Mapping[Database, tuple[str, str]] = {
    "sqlite": ("IS", "IS NOT"),
    "postgresql": ("IS NOT DISTINCT FROM", "IS DISTINCT FROM"),
    "mariadb": ("<=>", ""),
}
"""The comparisons that know two values for equal and for different where one may be NULL."""


@dataclass(frozen=True)
class SqlFilter:
    """The condition, with parameters written `:p1`, `:p2` …, and their values as Python has them."""

    text: str
    values: Mapping[str, Value]


def sql_filter(expr: Expr, database: Database, reading: Reading) -> SqlFilter:
    """The filter for a database; raises CannotSay with the reason."""
    writer = _SqlWriter(reading, database)
    return SqlFilter(writer.write(expr), writer.values)


class _SqlWriter(Writer):
    dialect: ClassVar[str] = "a condition for a database"
    keeps_empties: ClassVar[bool] = False

    def __init__(self, reading: Reading, database: Database) -> None:
        super().__init__(reading)
        self.database = database
        self.sqlite = database == "sqlite"
        self.values: dict[str, Value] = {}

    def joined(self, op: str, parts: list[Term]) -> Term:
        texts = [
            f"({each.text})" if each.joined not in ("", op) else each.text
            for each in parts
        ]
        return Term(f" {op.upper()} ".join(texts), op)

    def denial(self, term: Term) -> Term:
        return Term(f"NOT ({term.text})")

    def compare(self, left: Expr, op: str, right: Expr, denied: bool) -> Term:
        kind = kind_of(left, right)
        if not isinstance(right, Constant):
            return self._compare_columns(left, op, right, denied)
        a, b = self._read(left, kind), self._bind(right, kind, type_of(left))
        if self.sqlite and kind == "decimal":
            b = f"CAST({b} AS REAL)"
        return self._compared(a, op, b, kind, denied)

    def _compare_columns(self, left: Expr, op: str, right: Expr, denied: bool) -> Term:
        kinds = [type_of(left).kind, type_of(right).kind]
        families = [_TOGETHER.get(kind, kind) for kind in kinds]
        if families[0] != families[1]:
            raise CannotSay(f"databases compare {kinds[0]} with {kinds[1]} differently")
        a, b = self._read(left, kinds[0]), self._read(right, kinds[1])
        if self.sqlite and "decimal" in kinds and kinds[0] != kinds[1]:
            raise CannotSay("SQLite keeps exact decimals as text")
        if op in ("==", "!="):
            return Term(self._same(a, op, b))
        return self._compared(a, op, b, kinds[0], denied)

    def _compared(self, a: str, op: str, b: str, kind: TypeKind, denied: bool) -> Term:
        if op == "!=":
            return Term(self._same(a, op, b))
        if op != "==" and self.database == "postgresql" and kind in ("text", "any"):
            a = f'{a} COLLATE "C"'
        return _two_valued(f"{a} {'=' if op == '==' else op} {b}", denied)

    def _same(self, a: str, op: str, b: str) -> str:
        same, other = _SAME[self.database]
        if op == "!=" and not other:
            return f"NOT ({a} {same} {b})"
        return f"{a} {same if op == '==' else other} {b}"

    def one_of(self, operand: Expr, options: list[Constant], denied: bool) -> Term:
        kind = kind_of(operand, options[0])
        if self.sqlite and kind == "decimal":
            return super().one_of(operand, options, denied)
        listed = [self._bind(each, kind, type_of(operand)) for each in options]
        return _two_valued(
            f"{self._read(operand, kind)} IN ({', '.join(listed)})", denied
        )

    def blank(self, operand: Expr, negated: bool) -> Term:
        kind = type_of(operand).kind
        read = self._column(operand, kind)
        return Term(f"{read} IS {'NOT ' if negated else ''}NULL")

    def pattern(
        self, function: str, operand: Expr, part: Constant, denied: bool
    ) -> Term:
        read, count = self._read(operand, "text"), len(part.text)
        bound = self._bind(part, "text", Type(kind="text"))
        if function == "starts_with":
            test = f"substr({read}, 1, {count}) = {bound}"
        elif function == "contains":
            place = "strpos" if self.database == "postgresql" else "instr"
            test = f"{place}({read}, {bound}) > 0"
        elif self.sqlite:
            test = f"substr({read}, -{count}) = {bound}"
        else:
            test = f"right({read}, {count}) = {bound}"
        return _two_valued(test, denied)

    def _read(self, expr: Expr, kind: TypeKind) -> str:
        """The value of a column, so that equal values are equal to the database and ordered as dwmap orders them."""
        name, type = self._column(expr, kind), type_of(expr)
        if type.kind == "any":
            raise CannotSay(f"the type of `{column(expr)}` is not declared")
        if type.kind == "guid" and self.database == "postgresql":
            return f"CAST({name} AS TEXT)"
        if type.kind == "decimal" and self.sqlite:
            if type.precision is None or type.precision > _MOST_EXACT_DIGITS:
                raise CannotSay("SQLite has no exact decimals of more than 15 digits")
            return f"CAST({name} AS REAL)"
        return name

    def _column(self, expr: Expr, kind: TypeKind) -> str:
        quote = "`" if self.database == "mariadb" else '"'
        name = f"{quote}{column(expr)}{quote}"
        empty = _EMPTIES.get(kind) if self.reading.system == "finops" else None
        if empty is None or not isinstance(expr, PathRef):
            return name
        if kind == "datetime" and self.sqlite:
            return f"CASE WHEN substr({name}, 1, 10) <> '{NO_DATE}' THEN {name} END"
        if kind == "datetime" and self.database == "mariadb":
            empty = f"TIMESTAMP '{NO_DATE} 00:00:00'"
        return f"NULLIF({name}, {empty if not self.sqlite else empty.split()[-1]})"

    def _bind(self, constant: Constant, kind: TypeKind, type: Type) -> str:
        code = option_code(constant, type, self.reading.enums)
        value = int(code) if code else _value_of(constant, kind)
        if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            raise CannotSay(
                f"{value} is more than the whole numbers of a database hold"
            )
        if isinstance(value, str) and "\0" in value:
            raise CannotSay("databases keep no text with a character of code 0")
        if isinstance(value, Decimal) and self.sqlite:
            if len(value.as_tuple().digits) > _MOST_EXACT_DIGITS:
                raise CannotSay("SQLite has no exact decimals of more than 15 digits")
        name = f"p{len(self.values) + 1}"
        self.values[name] = value
        return f":{name}"


_EMPTIES: Mapping[TypeKind, str] = {
    "text": "''",
    "enum": "''",
    "date": f"DATE '{NO_DATE}'",
    "datetime": f"TIMESTAMPTZ '{NO_DATE} 00:00:00+00:00'",
}


def _two_valued(test: str, denied: bool) -> Term:
    """A test that may be unknown; under a `not` that has to be false."""
    return Term(f"COALESCE({test}, FALSE)" if denied else test)


def _value_of(constant: Constant, kind: TypeKind) -> Value:
    try:
        return _VALUES[kind](constant.text)
    except (KeyError, ValueError, ArithmeticError):
        raise CannotSay(
            f"databases compare {kind} with {constant.kind} differently"
        ) from None


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


_VALUES: Mapping[TypeKind, Callable[[str], Value]] = {
    "text": str,
    "enum": str,
    "guid": str,
    "int": Decimal,
    "long": Decimal,
    "options": int,
    "decimal": Decimal,
    "double": float,
    "bool": "true".__eq__,
    "date": date.fromisoformat,
    "datetime": _moment,
    "time": time.fromisoformat,
}
