"""Types expressions: filters, conditions, the bodies of transforms."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Protocol, cast

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    PathRef,
    Type,
    TypeKind,
    Unary,
)
from dwmap.semantic import foreign
from dwmap.semantic.literals import constant, read_value
from dwmap.semantic.paths import keys_of_lookup, read_either, read_path
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
from dwmap.semantic.stdlib import FUNCTIONS, NUMBERS, TEXTUAL
from dwmap.semantic.types import ANY, describe
from dwmap.syntax import ast

LONG_CHAIN = 64
BOOL = Type(kind="bool", nullable=False)
_ORDERED: frozenset[str] = NUMBERS | {"text", "date", "datetime", "time", "any"}


class Names(Protocol):
    """Where the paths of an expression lead."""

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

    def read(self, path: ast.PathExpr | ast.EitherExpr) -> tuple[Expr, Type]:
        if isinstance(path, ast.EitherExpr):
            either = read_either(path, self._entity, self._scope, self._report)
            return either, either.type
        ref = read_path(path, self._entity, self._scope, self._report, self._other_end)
        return ref, ref.type

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
                return self.read(written.items[0])

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
            return expr.model_copy(update={"type": ANY})
        return expr

    def _unary(self, written: ast.UnaryExpr) -> tuple[Expr, Type]:
        operand, type_ = self.read(written.operand)
        if written.op == "not":
            self._want(type_, {"bool"}, "`not`", "true or false", written.operand)
            return Unary(op="not", operand=operand), BOOL
        self._want(type_, NUMBERS, "`-`", "numbers", written.operand)
        negated = type_ if type_.kind in NUMBERS else ANY
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
        left, left_type = self.read(written.left)
        bare = self._bare(written.right, left_type)
        right, right_type = bare or self.read(written.right)
        result = BOOL
        if op in ("==", "!="):
            left, right = self._comparable(written, left, left_type, right, right_type)
        elif op in ("<", "<=", ">", ">="):
            left, right = self._comparable(written, left, left_type, right, right_type)
            self._want(
                left_type,
                _ORDERED,
                f"`{op}`",
                "values that have an order",
                written.left,
            )
        else:
            self._want(left_type, NUMBERS, f"`{op}`", "numbers", written.left)
            self._want(right_type, NUMBERS, f"`{op}`", "numbers", written.right)
            result = _arithmetic(op, left_type, right_type)
        return (
            Binary.model_construct(op=op, left=left, right=right, node="binary"),
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
        self,
        written: ast.BinaryExpr,
        left: Expr,
        left_type: Type,
        right: Expr,
        right_type: Type,
    ) -> tuple[Expr, Expr]:
        if isinstance(written.right, ast.LiteralExpr):
            return left, read_value(written.right, left_type, self._scope, self._report)
        if isinstance(written.left, ast.LiteralExpr):
            return (
                read_value(written.left, right_type, self._scope, self._report),
                right,
            )
        if not _same_family(left_type.kind, right_type.kind):
            what = f"comparing with {describe(left_type)}"
            self._report.add(
                WrongOperand(
                    what, "values of its kind", describe(right_type), written.right.span
                )
            )
        return left, right

    def _in(self, written: ast.InExpr) -> tuple[Expr, Type]:
        operand, type_ = self.read(written.operand)
        options = tuple(
            read_value(each, type_, self._scope, self._report)
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
        takes = signature.takes
        most = len(args) if signature.more else len(takes)
        given = list(zip(args, written.args, strict=True))[:most]
        for index, ((_, type_), arg) in enumerate(given):
            wanted = takes[min(index, len(takes) - 1)]
            self._want(type_, _family(wanted), f"`{name}`", f"{wanted} values", arg)
        if signature.gives == "any" and args:
            return call, args[0][1]
        return call, Type(kind=signature.gives)

    def _if(self, written: ast.IfExpr) -> tuple[Expr, Type]:
        condition = self.condition(written.condition)
        then, then_type = self.read(written.then)
        otherwise, other_type = self.read(written.otherwise)
        found = other_type if then_type.kind == "any" else then_type
        nullable = then_type.nullable or other_type.nullable
        return (
            If(condition=condition, then=then, otherwise=otherwise),
            found.model_copy(update={"nullable": nullable}),
        )

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
        joined = Binary.model_construct(
            op=op, left=joined, right=operand, node="binary"
        )
    return joined


def literal_type(value: Constant) -> Type:
    """The type that a literal has by itself."""
    kinds: dict[str, TypeKind] = {"string": "text", "blank": "any", "symbol": "any"}
    kind = kinds.get(value.kind) or cast(TypeKind, value.kind)
    return Type(kind=kind, nullable=value.kind == "blank")


def _family(kind: TypeKind) -> frozenset[str]:
    if kind == "any":
        return frozenset(
            {*NUMBERS, *TEXTUAL, "bool", "date", "datetime", "time", "options", "any"}
        )
    if kind == "text":
        return frozenset(TEXTUAL)
    if kind in NUMBERS:
        return frozenset(NUMBERS)
    return frozenset({kind})


def _same_family(one: TypeKind, other: TypeKind) -> bool:
    if "any" in (one, other) or one == other:
        return True
    families: tuple[frozenset[str], ...] = (
        NUMBERS | {"options"},
        frozenset(TEXTUAL),
        frozenset({"date", "datetime"}),
    )
    return any(one in family and other in family for family in families)


def _arithmetic(op: str, left: Type, right: Type) -> Type:
    nullable = left.nullable or right.nullable
    if op != "/" and {left.kind, right.kind} <= {"int", "long"}:
        return Type(
            kind="int" if "long" not in (left.kind, right.kind) else "long",
            nullable=nullable,
        )
    return Type(
        kind="any" if "any" in (left.kind, right.kind) else "decimal", nullable=nullable
    )
