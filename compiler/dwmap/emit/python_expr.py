"""Expressions as Python: inline where no value can be missing, else through functions that let it pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from dwmap.emit.constants import constant_value
from dwmap.emit.kinds import Flow
from dwmap.emit.pycode import PyCode, code, identifier, join, literal, tuple_of
from dwmap.emit.python_types import RUNTIME
from dwmap.emit.view_flow import flow_of
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    EitherRef,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    Type,
    Unary,
)
from dwmap.ir.scope import Scope

CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(9)

Name: TypeAlias = PathRef | EitherRef | Parameter

FUNCTIONS: Final = PyCode("fn", frozenset((f"{RUNTIME}:_functions as fn",)))
FUNCTION_NAMES: Final[Mapping[str, str]] = {"int": "int_", "round": "round_to"}
"""Functions of the language that Python, too, has by that name."""

OPERATORS: Final[Mapping[str, tuple[str, int]]] = {
    "+": ("plus", SUM),
    "-": ("minus", SUM),
    "*": ("times", PRODUCT),
    "/": ("divide", PRODUCT),
    "<": ("less", COMPARISON),
    "<=": ("at_most", COMPARISON),
    ">": ("greater", COMPARISON),
    ">=": ("at_least", COMPARISON),
}
"""Operators that a missing value stops, their functions, and how tightly they bind."""


@dataclass(frozen=True)
class Printed:
    """Python for an expression, how tightly it binds, and what is known of its value."""

    code: PyCode
    level: int
    flow: Flow

    def at(self, level: int) -> PyCode:
        """The code where something of this level is expected."""
        return self.code if self.level >= level else code("({it})", it=self.code)

    @property
    def simple(self) -> bool:
        """Whether writing it twice costs and changes nothing."""
        return self.level == ATOM and "(" not in self.code

    @property
    def sure(self) -> bool:
        """Whether it certainly has a value."""
        return not self.flow.nullable and self.flow.kind != "any"


class Printer:
    """Prints expressions of one place, where `names` says what a path or a parameter is called."""

    def __init__(
        self,
        names: Callable[[Name], PyCode],
        types: Callable[[Name], Type],
        scope: Scope,
    ) -> None:
        self._names = names
        self._types = types
        self._scope = scope

    def print(self, expr: Expr, wanted: Type | None = None) -> Printed:
        """The expression; `wanted` is the type that a literal takes."""
        flow = flow_of(expr, self._types, self._scope)
        match expr:
            case Constant():
                value = constant_value(expr, wanted or Type(), self._scope)
                shown = literal(value)
                return Printed(shown, SIGN if shown.startswith("-") else ATOM, flow)
            case PathRef() | EitherRef() | Parameter():
                return Printed(self._names(expr), ATOM, flow)
            case In():
                return self._in(expr, flow)
            case IsBlank():
                return self._is_blank(expr, flow)
            case Unary():
                return self._unary(expr, flow)
            case Binary():
                return self._binary(expr, flow)
            case Call():
                name = FUNCTION_NAMES.get(expr.function, expr.function)
                return call(name, [self.print(each) for each in expr.args], flow)
            case If():
                return self._if(expr, flow, wanted)

    def condition(self, expr: Expr) -> Printed:
        """The expression as a truth: a missing value is no truth."""
        printed = self.print(expr)
        if printed.flow.kind == "bool" and not printed.flow.nullable:
            return printed
        return Printed(
            code("{it} is True", it=printed.at(SUM)), COMPARISON, printed.flow
        )

    def boolean(self, expr: Expr) -> PyCode:
        """The condition as a value of type `bool`, also where a type checker cannot see it."""
        printed = self.condition(expr)
        if self._is_plainly_bool(expr):
            return printed.code
        return code("bool({it})", it=printed.code)

    def type_of(self, expr: Expr) -> Type:
        """The type that literals beside the expression take."""
        if isinstance(expr, PathRef | EitherRef | Parameter):
            return self._types(expr)
        return Type()

    def _is_plainly_bool(self, expr: Expr) -> bool:
        """Whether mypy sees a bool: comparing what may be anything gives anything."""
        match expr:
            case Binary(op="and" | "or"):
                return all(map(self._is_plainly_bool, (expr.left, expr.right)))
            case Binary(op="==" | "!="):
                flow = flow_of(expr.left, self._types, self._scope)
                return flow.kind != "any"
            case Binary():
                sides = (expr.left, expr.right)
                flows = [flow_of(side, self._types, self._scope) for side in sides]
                return all(flow.kind != "any" for flow in flows)
            case _:
                return True

    # ------------------------------------------------------------------------------------------------- by kind

    def _in(self, expr: In, flow: Flow) -> Printed:
        type = self.type_of(expr.operand)
        options = tuple_of(self.print(each, type).code for each in expr.options)
        operand = self.print(expr.operand).at(SUM)
        return Printed(code("{it} in {all}", it=operand, all=options), COMPARISON, flow)

    def _is_blank(self, expr: IsBlank, flow: Flow) -> Printed:
        operand = self.print(expr.operand).at(SUM)
        if expr.negated:
            return Printed(code("{it} is not None", it=operand), COMPARISON, flow)
        return Printed(code("{it} is None", it=operand), COMPARISON, flow)

    def _unary(self, expr: Unary, flow: Flow) -> Printed:
        if expr.op == "not":
            return Printed(
                code("not {it}", it=self.condition(expr.operand).at(NOT)), NOT, flow
            )
        operand = self.print(expr.operand)
        if operand.sure and flow.kind == "int":
            return Printed(code("-{it}", it=operand.at(SIGN)), SIGN, flow)
        return call("negate", [operand], flow)

    def _binary(self, expr: Binary, flow: Flow) -> Printed:
        if expr.op in ("and", "or"):
            return self._connect(expr, flow)
        left = self.print(expr.left, self.type_of(expr.right))
        right = self.print(expr.right, self.type_of(expr.left))
        if expr.op in ("==", "!="):
            return self._equal(expr.op, left, right, flow)
        name, level = OPERATORS[expr.op]
        if level == COMPARISON:
            return self._order(expr.op, name, left, right, flow)
        exact = {left.flow.kind, right.flow.kind} == {"int"} and expr.op != "/"
        if left.sure and right.sure and exact:
            shown = join(_SPACED[expr.op], (left.at(level), right.at(level + 1)))
            return Printed(shown, level, flow)
        return call(name, [left, right], flow)

    def _connect(self, expr: Binary, flow: Flow) -> Printed:
        level = AND if expr.op == "and" else OR
        sides = [self.condition(side).at(level) for side in (expr.left, expr.right)]
        return Printed(join(_SPACED[expr.op], sides), level, flow)

    def _equal(self, op: str, left: Printed, right: Printed, flow: Flow) -> Printed:
        identity = right.code in ("None", "True", "False") and (
            right.code == "None" or left.flow.kind == "bool"
        )
        sign = {"==": "is", "!=": "is not"}[op] if identity else op
        sides = (left.at(SUM), right.at(SUM))
        return Printed(join(_SPACED[sign], sides), COMPARISON, flow)

    def _order(
        self, op: str, name: str, left: Printed, right: Printed, flow: Flow
    ) -> Printed:
        unsure = [side for side in (left, right) if not side.sure]
        # What may be of any kind may have no order with the other, which the function refuses.
        kinds = {side.flow.kind for side in unsure}
        if "any" in kinds or not all(side.simple for side in unsure):
            return call(name, [left, right], flow)
        guards = [code("{it} is not None", it=side.code) for side in unsure]
        compared = join(_SPACED[op], (left.at(SUM), right.at(SUM)))
        if not guards:
            return Printed(compared, COMPARISON, flow)
        return Printed(join(" and ", (*guards, compared)), AND, flow)

    def _if(self, expr: If, flow: Flow, wanted: Type | None) -> Printed:
        shown = code(
            "{then} if {condition} else {otherwise}",
            then=self.print(expr.then, wanted).at(OR),
            condition=self.condition(expr.condition).at(OR),
            otherwise=self.print(expr.otherwise, wanted).at(CHOICE),
        )
        return Printed(shown, CHOICE, flow)


_SPACED: Final[Mapping[str, str]] = {
    sign: f" {sign} "
    for sign in (
        *("and", "or", "is", "is not", "==", "!="),
        *("<", "<=", ">", ">=", "+", "-", "*"),
    )
}


def call(name: str, arguments: list[Printed], flow: Flow) -> Printed:
    """A call of a function of the runtime."""
    shown = code(
        "{fn}.{name}({arguments})",
        fn=FUNCTIONS,
        name=identifier(name),
        arguments=join(", ", (each.code for each in arguments)),
    )
    return Printed(shown, ATOM, flow)
