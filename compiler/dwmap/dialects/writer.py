"""How every dialect writes a filter: one walk over the expression, and what each of them spells in its own way."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, assert_never

from dwmap.dialects.parts import (
    COMPARISONS,
    NO_DATE,
    PATTERNS,
    CannotSay,
    Notes,
    column,
    kind_of,
    operands,
    terms,
)
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Enum,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    SystemKind,
    TypeKind,
    Unary,
)

_ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_EMPTIES: Mapping[TypeKind, str] = {"text": "", "date": NO_DATE, "datetime": NO_DATE}
CASE_NOTE = "Finance and operations and Dataverse compare text without case; dwmap and the code that it generates compare it exactly."


@dataclass(frozen=True)
class Reading:
    """Who reads the filter: the kind of the end, the enums of the project, and where remarks go."""

    system: SystemKind
    enums: Mapping[str, Enum]
    notes: Notes


@dataclass(frozen=True)
class Term:
    """A condition as text. `joined` is `and` or `or` where the outermost operator is one."""

    text: str
    joined: str = ""


class Writer(ABC):
    """
    Writes conditions. `denied` says that a `not` stands somewhere around: only there it shows whether a
    comparison with no value is false, as it is in dwmap, or unknown.
    """

    dialect: ClassVar[str]
    keeps_empties: ClassVar[bool] = True
    """Whether the dialect sees the values by which finance and operations says that there is none."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def write(self, expr: Expr) -> str:
        """The whole filter; raises CannotSay with the reason."""
        return self.condition(expr, denied=False).text

    def condition(self, expr: Expr, denied: bool) -> Term:
        """A condition, or CannotSay."""
        match expr:
            case Binary(op="and" | "or"):
                parts = [self.condition(each, denied) for each in terms(expr, expr.op)]
                return self.joined(expr.op, parts)
            case Binary():
                return self._comparison(expr, denied)
            case Unary(op="not"):
                return self.denial(self.condition(expr.operand, denied=True))
            case In():
                return self._choice(expr, denied)
            case IsBlank():
                return self.blank(expr.operand, expr.negated)
            case Call():
                return self._call(expr, denied)
            case PathRef():
                return self.compare(expr, "==", _TRUE, denied)
            case Constant(kind="bool"):
                raise CannotSay("a filter that is always true or false has no form")
            case Constant() | EitherRef() | Unary() | If() | Parameter():
                column(expr)
                raise CannotSay("this is no condition")
            case _ as never:
                assert_never(never)

    def _comparison(self, expr: Binary, denied: bool) -> Term:
        if expr.op not in COMPARISONS:
            raise CannotSay(f"{self.dialect} has no arithmetic")
        left, op, right = operands(expr)
        if isinstance(right, Constant) and right.kind == "blank":
            if op in _ORDERED:
                raise CannotSay("nothing is less or more than no value")
            return self.blank(left, negated=op == "!=")
        written = self.compare(left, op, right, denied)
        seen = [
            each for each in (left, right) if self._would_pass(each, op, left, right)
        ]
        if not seen:
            return written
        filled = [self.blank(each, negated=True) for each in seen]
        return self.joined("and", [written, *filled])

    def _would_pass(self, one: Expr, op: str, left: Expr, right: Expr) -> bool:
        """Whether a row that has no value in `one` would pass, since it has an empty one that has an order."""
        if not isinstance(one, PathRef):
            return False
        empty = self.empty(kind_of(one, right if one is left else left))
        if empty is None:
            return False
        if not isinstance(right, Constant):
            return op in _ORDERED
        if right.text[: len(NO_DATE)] == empty:
            raise CannotSay(
                f"finance and operations keeps no value as {_SPOKEN[empty]}: write `is blank`"
            )
        return op in _ORDERED and _ORDERED[op](empty, right.text)

    def empty(self, kind: TypeKind) -> str | None:
        """The empty value that stands for no value in a column of the kind, as ISO text."""
        if self.keeps_empties and self.reading.system == "finops":
            return _EMPTIES.get(kind)
        return None

    def _choice(self, expr: In, denied: bool) -> Term:
        filled = [option for option in expr.options if option.kind != "blank"]
        if not filled:
            raise CannotSay("a list without values has no form")
        if len(filled) == 1:
            same = Binary(op="==", left=expr.operand, right=filled[0])
            return self._comparison(same, denied)
        return self.one_of(expr.operand, filled, denied)

    def one_of(self, operand: Expr, options: list[Constant], denied: bool) -> Term:
        """Whether a column has one of two values or more."""
        parts = [
            self._comparison(Binary(op="==", left=operand, right=each), denied)
            for each in options
        ]
        return self.joined("or", parts)

    def _call(self, expr: Call, denied: bool) -> Term:
        if expr.function not in PATTERNS or len(expr.args) != 2:
            raise CannotSay(f"{self.dialect} has no function `{expr.function}`")
        operand, part = expr.args
        if not isinstance(part, Constant) or part.kind != "string":
            raise CannotSay(f"`{expr.function}` wants a text as its second value")
        if not part.text:
            raise CannotSay(
                f"`{expr.function}` of an empty text asks whether there is a value: write `is not blank`"
            )
        return self.pattern(expr.function, operand, part, denied)

    @abstractmethod
    def joined(self, op: str, parts: list[Term]) -> Term:
        """Two conditions or more under `and` or `or`."""

    @abstractmethod
    def denial(self, term: Term) -> Term:
        """The opposite."""

    @abstractmethod
    def compare(self, left: Expr, op: str, right: Expr, denied: bool) -> Term:
        """A column against a value that is not blank, or against another column."""

    @abstractmethod
    def blank(self, operand: Expr, negated: bool) -> Term:
        """Whether a column has no value."""

    @abstractmethod
    def pattern(
        self, function: str, operand: Expr, part: Constant, denied: bool
    ) -> Term:
        """Whether a text begins with, ends with, or has a part."""


_TRUE = Constant(kind="bool", text="true")
_SPOKEN: Mapping[str, str] = {"": "an empty text", NO_DATE: "1 January 1900"}


def has_letters(constant: Constant) -> bool:
    """Whether it matters for a text if case counts."""
    return constant.text.lower() != constant.text.upper()
