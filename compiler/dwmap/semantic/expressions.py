"""Types expressions: filters, conditions, the bodies of transforms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Protocol, cast

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import (
    Binary,
    BinaryOp,
    Call,
    Constant,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    SystemKind,
    Type,
    TypeKind,
    Unary,
)
from dwmap.semantic import foreign
from dwmap.semantic.literals import constant, read_value
from dwmap.semantic.paths import keys_of_lookup, read_either, read_path, value_type
from dwmap.semantic.problems import (
    ArgumentCount,
    LookupAsValue,
    UnknownField,
    UnknownFunction,
    UnknownInput,
    WrongOperand,
)
from dwmap.semantic.retype import retype
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.sizes import (
    Typed,
    arithmetic_type,
    call_type,
    literal_type,
    merged_type,
)
from dwmap.semantic.stdlib import (
    ARGUMENTS,
    EXACT,
    FUNCTIONS,
    ORDERED,
    comparable,
)
from dwmap.semantic.types import ANY, describe
from dwmap.syntax import ast

LONG_CHAIN = 64
BOOL = Type(kind="bool", nullable=False)


class Names(Protocol):
    """Where the paths of an expression lead."""

    end: SystemKind | None
    """The kind of the end that the paths belong to."""

    def read(self, path: ast.PathExpr | ast.EitherExpr) -> tuple[Expr, Type]:
        """The meaning of a path and its type."""

    def read_bare(self, path: ast.PathExpr, value: str) -> bool:
        """Whether nothing is called so, where a value may be meant; it is reported then."""


class EntityNames:
    """Paths are fields of one entity."""

    def __init__(
        self,
        entity: EntityFacts,
        scope: Scope,
        report: Report,
        other_end: EntityFacts | None = None,
    ) -> None:
        self._entity = entity
        self._scope = scope
        self._report = report
        self._other_end = other_end
        self.end = scope.end_of(entity)

    def read(self, path: ast.PathExpr | ast.EitherExpr) -> tuple[Expr, Type]:
        if isinstance(path, ast.EitherExpr):
            either = read_either(path, self._entity, self._scope, self._report)
            return either, value_type(either, self._entity, self._scope)
        ref = read_path(path, self._entity, self._scope, self._report, self._other_end)
        return ref, value_type(ref, self._entity, self._scope)

    def read_bare(self, path: ast.PathExpr, value: str) -> bool:
        entity = self._entity
        if entity.open or entity.field(path.text):
            return False
        help = f"as a value it is written `{value}`"
        meant = (value,)
        self._report.add(
            UnknownField(path.text, entity.name, path.span, meant, help=help)
        )
        return True


class ParameterNames:
    """Paths are the inputs of a transform or state table."""

    end: SystemKind | None = None

    def __init__(self, parameters: Mapping[str, Type], report: Report) -> None:
        self._parameters = parameters
        self._report = report

    def read(self, path: ast.PathExpr | ast.EitherExpr) -> tuple[Expr, Type]:
        name = path.text
        if name not in self._parameters:
            meant = suggest(name, self._parameters)
            inputs = tuple(self._parameters)
            self._report.add(UnknownInput(name, path.span, meant, inputs))
            return Parameter(name=name), ANY
        return Parameter(name=name), self._parameters[name]

    def read_bare(self, path: ast.PathExpr, value: str) -> bool:
        if path.text in self._parameters:
            return False
        self._report.add(UnknownInput(path.text, path.span, (), (), value))
        return True


class Typer:
    """Turns written expressions into the IR's and finds their types; every mistake is reported once."""

    def __init__(self, names: Names, scope: Scope, report: Report) -> None:
        self._names = names
        self._scope = scope
        self._report = report

    def condition(self, written: ast.Expr) -> Expr:
        """An expression that is true or false."""
        expr, type_ = self.read(written)
        self._want(type_, {"bool"}, "a condition", "true or false", written)
        return expr

    def read(self, written: ast.Expr) -> tuple[Expr, Type]:
        """The expression and its type."""
        match written:
            case ast.LiteralExpr():
                value = constant(written)
                return value, literal_type(value)
            case ast.PathExpr() | ast.EitherExpr():
                return self._path(written)
            case ast.UnaryExpr():
                return self._unary(written)
            case ast.BinaryExpr():
                return self._binary(written)
            case ast.InExpr():
                return self._in(written)
            case ast.BlankExpr():
                operand = self._blank_operand(written.operand)
                return IsBlank(operand=operand, negated=written.negated), BOOL
            case ast.CallExpr():
                return self._call(written)
            case ast.IfExpr():
                return self._if(written)
            case ast.TupleExpr():
                self._report.add(
                    WrongOperand(
                        "an expression", "one value", "several values", written.span
                    )
                )
                return self.read(written.items[0])[0], ANY

    def _path(self, written: ast.PathExpr | ast.EitherExpr) -> tuple[Expr, Type]:
        expr, type_ = self._names.read(written)
        if type_.kind == "lookup" and isinstance(expr, PathRef):
            self._report.add(
                LookupAsValue(
                    expr.text, written.span, keys_of_lookup(type_, self._scope)
                )
            )
            return expr, ANY
        return expr, type_

    def _blank_operand(self, written: ast.Expr) -> Expr:
        """Also a lookup may be asked whether it is empty."""
        if not isinstance(written, ast.PathExpr):
            return self.read(written)[0]
        expr, type_ = self._names.read(written)
        if type_.kind == "lookup" and isinstance(expr, PathRef):
            return replace(expr, type=ANY)
        return expr

    def _unary(self, written: ast.UnaryExpr) -> tuple[Expr, Type]:
        operand, type_ = self.read(written.operand)
        if written.op == "not":
            self._want(type_, {"bool"}, "`not`", "true or false", written.operand)
            return Unary(op="not", operand=operand), BOOL
        self._want_exact(type_, "-", written.operand)
        negated = type_ if type_.kind in EXACT else ANY
        return Unary(op="-", operand=operand), negated

    def _logical(self, written: ast.BinaryExpr) -> tuple[Expr, Type]:
        """A chain of one operator, read from left to right without descending into it."""
        op = written.op
        chain: list[ast.Expr] = []
        here: ast.Expr = written
        while isinstance(here, ast.BinaryExpr) and here.op == op:
            chain.append(here.right)
            here = here.left
        operands: list[Expr] = []
        for part in (here, *reversed(chain)):
            expr, type_ = self.read(part)
            self._want(type_, {"bool"}, f"`{op}`", "true or false", part)
            operands.append(expr)
        return _join(op, operands), BOOL

    def _binary(self, written: ast.BinaryExpr) -> tuple[Expr, Type]:
        op = written.op
        if op in ("and", "or"):
            return self._logical(written)
        left = self.read(written.left)
        right = self._bare(written.right, left[1]) or self.read(written.right)
        result = BOOL
        if op in ("==", "!=", "<", "<=", ">", ">="):
            operands = self._comparable(written, left, right)
        else:
            self._want_exact(left[1], op, written.left)
            self._want_exact(right[1], op, written.right)
            operands = left[0], right[0]
            result = arithmetic_type(op, left, right)
        return (
            Binary(op=cast(BinaryOp, op), left=operands[0], right=operands[1]),
            result,
        )

    def _bare(self, written: ast.Expr, type_: Type) -> tuple[Expr, Type] | None:
        """A value of an enum or option set that stands there as if it were a name."""
        if not isinstance(written, ast.PathExpr) or len(written.segments) > 1:
            return None
        value = retype(Constant(kind="symbol", text=written.text), type_, self._scope)
        if value is None or type_.kind not in ("enum", "options"):
            return None
        if not self._names.read_bare(written, value):
            return None
        return Constant(kind="blank"), ANY

    def _comparable(
        self, written: ast.BinaryExpr, left: Typed, right: Typed
    ) -> tuple[Expr, Expr]:
        ordered = written.op not in ("==", "!=")
        if ordered:
            what, wants = f"`{written.op}`", "values that have an order"
            known = left[1].kind != "any" and left[1].kind not in ORDERED
            type_, at = (left[1], written.left) if known else (right[1], written.right)
            self._want(type_, ORDERED, what, wants, at)
        if isinstance(written.right, ast.LiteralExpr):
            ranged = not ordered and _is_path(written.left)
            return left[0], self._literal(written.right, left[1], ranged=ranged)
        if isinstance(written.left, ast.LiteralExpr):
            ranged = not ordered and _is_path(written.right)
            return self._literal(written.left, right[1], ranged=ranged), right[0]
        if not _may_compare(left[1], right[1]):
            what = f"comparing with {describe(left[1])}"
            kinds, got = "values of its kind", describe(right[1])
            self._report.add(WrongOperand(what, kinds, got, written.right.span))
        return left[0], right[0]

    def _literal(self, written: ast.LiteralExpr, type_: Type, *, ranged: bool) -> Expr:
        """A literal beside an operand; only of a field it is known what its values can be."""
        end = self._names.end
        return read_value(
            written, type_, self._scope, self._report, end=end, ranged=ranged
        )

    def _in(self, written: ast.InExpr) -> tuple[Expr, Type]:
        operand, type_ = self.read(written.operand)
        ranged = _is_path(written.operand)
        options = tuple(
            cast(Constant, self._literal(each, type_, ranged=ranged))
            for each in written.options
        )
        return In(operand=operand, options=options), BOOL

    def _call(self, written: ast.CallExpr) -> tuple[Expr, Type]:
        name = written.function.text
        args = [self.read(arg) for arg in written.args]
        signature = FUNCTIONS.get(name)
        call = Call(function=name, args=tuple(expr for expr, _ in args))
        if signature is None:
            self._report.add(
                UnknownFunction(
                    name,
                    written.function.span,
                    suggest(name, FUNCTIONS),
                    foreign.FUNCTIONS.get(name.lower()),
                    name in self._scope.transformers,
                )
            )
            return call, ANY
        if not signature.accepts_count(len(args)):
            most = None if signature.more else len(signature.takes)
            span = written.function.span
            self._report.add(
                ArgumentCount(name, len(args), signature.fewest, most, span)
            )
        most = len(args) if signature.more else len(signature.takes)
        given = list(zip(args, written.args, strict=True))[:most]
        for place, ((_, type_), arg) in enumerate(given):
            wanted = signature.wants(place)
            self._want(type_, ARGUMENTS[wanted], f"`{name}`", _WANTS[wanted], arg)
        if signature.gives == "any" and args:
            found = self._merged(f"`{name}`", args, written.args)
            nullable = all(type_.nullable for _, type_ in args)
            return call, replace(found, nullable=nullable)
        return call, call_type(signature, args, self._scope)

    def _if(self, written: ast.IfExpr) -> tuple[Expr, Type]:
        condition = self.condition(written.condition)
        then, otherwise = self.read(written.then), self.read(written.otherwise)
        parts = (written.then, written.otherwise)
        type_ = self._merged("`if`", (then, otherwise), parts)
        return If(condition=condition, then=then[0], otherwise=otherwise[0]), type_

    def _merged(
        self, what: str, values: Sequence[Typed], parts: Sequence[ast.Expr]
    ) -> Type:
        """The type of one of several values, which is empty where one of them is."""
        known = [
            (type_, part)
            for (expr, type_), part in zip(values, parts, strict=True)
            if not (isinstance(expr, Constant) and expr.kind == "blank")
        ]
        if not known:
            return ANY
        found = known[0][0]
        for type_, part in known[1:]:
            merged = merged_type(found, type_, self._scope)
            if merged is None:
                kinds = f"values of one kind, here {describe(found)}"
                self._report.add(WrongOperand(what, kinds, describe(type_), part.span))
                return ANY
            found = merged
        nullable = any(type_.nullable for _, type_ in values)
        return replace(found, nullable=nullable)

    def _want_exact(self, got: Type, op: str, at: ast.Expr) -> None:
        wants = "whole numbers and decimals"
        if got.kind == "double":
            wants += " (write `decimal(…)` around it)"
        self._want(got, EXACT, f"`{op}`", wants, at)

    def _want(
        self, got: Type, kinds: Set[str], what: str, wants: str, at: ast.Expr
    ) -> None:
        if got.kind != "any" and got.kind not in kinds:
            self._report.add(WrongOperand(what, wants, describe(got), at.span))


def _join(op: str, operands: list[Expr]) -> Expr:
    """
    The operands under one operator: to the left as written, or balanced where they are many.

    A condition that is one of a thousand is then ten deep, and everybody can descend it.
    """
    if len(operands) > LONG_CHAIN:
        half = len(operands) // 2
        operands = [_join(op, operands[:half]), _join(op, operands[half:])]
    joined = operands[0]
    for operand in operands[1:]:
        joined = Binary(op=cast(BinaryOp, op), left=joined, right=operand)
    return joined


def _is_path(written: ast.Expr) -> bool:
    return isinstance(written, ast.PathExpr | ast.EitherExpr)


def _may_compare(one: Type, other: Type) -> bool:
    """Values of two enums or option sets are never of one kind."""
    named = one.kind == other.kind in ("enum", "options")
    same = not named or None in (one.name, other.name) or one.name == other.name
    return same and comparable(one.kind, other.kind)


_WANTS: Mapping[TypeKind, str] = {
    "any": "any values",
    "text": "texts",
    "int": "whole numbers",
    "decimal": "whole numbers and decimals",
}
"""How a message names what a function takes."""
