"""Reads mapping lines: both sides, the direction, the transform, and whether they fit each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import (
    Constant,
    Direction,
    EitherRef,
    Expr,
    FieldMapping,
    Inputs,
    PathRef,
    Side,
    Type,
    Use,
)
from dwmap.semantic.expressions import EntityNames, Typer
from dwmap.semantic.literals import constant, read_value
from dwmap.semantic.paths import read_either, read_path
from dwmap.semantic.problems import (
    ConstantTarget,
    LookupAsValue,
    OneWayOnly,
    OperatorMismatch,
    TransformInputs,
    TransformOneWay,
    UnknownPolicyChoice,
    UnknownTransform,
)
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.transformers import Transformers, direction_of
from dwmap.semantic.types import ANY
from dwmap.source import Span
from dwmap.syntax import ast

_PLAIN = {"><": "=", ">>": ">", "<<": "<"}
_TRANSFORMING = {plain: other for other, plain in _PLAIN.items()}
_TURNED = {">": "<", "<": ">", ">>": "<<", "<<": ">>"}


@dataclass(frozen=True)
class Line:
    """A mapping line as written and as understood. `decl` is None for the implied company pair."""

    decl: ast.MappingLine | None
    mapping: FieldMapping

    @property
    def left(self) -> PathRef | EitherRef | None:
        """The left side if it is a path."""
        side = self.mapping.left
        return side if isinstance(side, PathRef | EitherRef) else None

    @property
    def right(self) -> PathRef | EitherRef | None:
        """The right side if it is a path."""
        side = self.mapping.right
        return side if isinstance(side, PathRef | EitherRef) else None

    def writes(self, direction: Direction) -> PathRef | EitherRef | None:
        """The path that the line writes in a direction, or None."""
        if self.mapping.direction not in ("both", direction):
            return None
        return self.right if direction == "to_right" else self.left


def column_of(path: PathRef | EitherRef) -> str:
    """The column of the entity itself that a path begins with."""
    return path.column if isinstance(path, EitherRef) else path.segments[0]


class LineReader:
    """Reads the lines of one map."""

    def __init__(
        self,
        left: EntityFacts,
        right: EntityFacts,
        transformers: Transformers,
        scope: Scope,
        report: Report,
    ) -> None:
        self._left = left
        self._right = right
        self._transformers = transformers
        self._scope = scope
        self._report = report

    def read(self, decl: ast.MappingLine) -> Line:
        """The line; what is wrong with it by itself is reported."""
        left, left_type = self._side(decl.left, self._left)
        right, right_type = self._side(decl.right, self._right)
        direction = direction_of(decl.op)
        left, right = self._type_constants(decl, left, left_type, right, right_type)
        use = self._use(decl)
        self._check_operator(decl, use is not None)
        default = self._default(decl, direction, left_type, right_type)
        policies = {policy.subject: policy.choice.text for policy in decl.policies}
        if policies.get("on null") == "default" and default is None:
            span = next(
                policy.span for policy in decl.policies if policy.subject == "on null"
            )
            self._report.add(UnknownPolicyChoice(span))
        mapping = FieldMapping(
            left=cast(Side, left),
            right=cast(Side, right),
            direction=direction,
            transform=use,
            default=default,
            condition=self._condition(decl, direction),
            winner=policies.get("winner"),
            on_null=policies.get("on null"),
            lossy=decl.lossy,
            owner=decl.owner.text if decl.owner else None,
            doc=decl.doc,
        )
        return Line(decl, mapping)

    # ------------------------------------------------------------------------------------------------------ sides

    def _side(
        self, written: ast.Expr, entity: EntityFacts
    ) -> tuple[FieldMappingSide, Type]:
        match written:
            case ast.PathExpr():
                path = read_path(written, entity, self._scope, self._report)
                if path.type.kind == "lookup":
                    keys = self._keys_of(path.type)
                    self._report.add(LookupAsValue(written.text, written.span, keys))
                    path = path.model_copy(update={"type": ANY})
                return path, path.type
            case ast.EitherExpr():
                either = read_either(written, entity, self._scope, self._report)
                return either, either.type
            case ast.LiteralExpr():
                return constant(written), ANY
            case ast.TupleExpr():
                items = tuple(
                    self._typer(entity).read(item)[0] for item in written.items
                )
                return Inputs(items=items), ANY
        expr, type_ = self._typer(entity).read(written)
        return expr, type_

    def _typer(self, entity: EntityFacts) -> Typer:
        return Typer(
            EntityNames(entity, self._scope, self._report), self._scope, self._report
        )

    def _keys_of(self, type_: Type) -> tuple[str, ...]:
        keys: list[str] = []
        for target in type_.targets:
            for key in self._scope.entity(target).keys("integration"):
                keys += [path.text for path in key.paths]
        return tuple(keys)

    def _type_constants(
        self,
        decl: ast.MappingLine,
        left: FieldMappingSide,
        left_type: Type,
        right: FieldMappingSide,
        right_type: Type,
    ) -> tuple[FieldMappingSide, FieldMappingSide]:
        if isinstance(decl.left, ast.LiteralExpr):
            left = read_value(decl.left, right_type, self._scope, self._report)
        if isinstance(decl.right, ast.LiteralExpr):
            right = read_value(decl.right, left_type, self._scope, self._report)
        return left, right

    # -------------------------------------------------------------------------------------- operator and transform

    def _check_operator(self, decl: ast.MappingLine, transformed: bool) -> None:
        left_path = _is_path(decl.left)
        right_path = _is_path(decl.right)
        direction = direction_of(decl.op)
        if direction == "both" and not (left_path and right_path):
            side, one_way = (decl.right, "<<") if left_path else (decl.left, ">>")
            self._report.add(OneWayOnly(_name(side), side.span, decl.op_span, one_way))
            return
        if (
            direction == "to_right"
            and not right_path
            or direction == "to_left"
            and not left_path
        ):
            target = decl.right if direction == "to_right" else decl.left
            turned = _TRANSFORMING.get(_TURNED[decl.op], _TURNED[decl.op])
            self._report.add(
                ConstantTarget(_name(target), target.span, decl.op_span, turned)
            )
            return
        transforms = (
            transformed or decl.default is not None or not (left_path and right_path)
        )
        if transforms and decl.op in _TRANSFORMING:
            reason = "this line transforms the value"
            if not transformed:
                reason = (
                    "a default counts as a transform"
                    if decl.default
                    else "this side is no path"
                )
            right_op = _TRANSFORMING[decl.op]
            self._report.add(OperatorMismatch(decl.op, right_op, reason, decl.op_span))
        elif not transforms and decl.op in _PLAIN:
            right_op = _PLAIN[decl.op]
            self._report.add(
                OperatorMismatch(decl.op, right_op, "this line has none", decl.op_span)
            )

    def _use(self, decl: ast.MappingLine) -> Use | None:
        written = decl.transform
        if written is None:
            return None
        name = written.name.text
        args = tuple(
            constant(arg) for arg in written.args if isinstance(arg, ast.LiteralExpr)
        )
        declared = self._scope.transformers.get(name)
        if declared is None:
            if not self._scope.is_damaged(name):
                meant = suggest(name, self._scope.transformers)
                self._report.add(UnknownTransform(name, written.name.span, meant))
            return Use(kind="transform", name=name, args=args)
        self._check_use(decl, written, declared)
        kinds = {
            ast.ValueMapDecl: "value_map",
            ast.TransformDecl: "transform",
            ast.StatesDecl: "states",
        }
        return Use.model_construct(kind=kinds[type(declared)], name=name, args=args)

    def _check_use(
        self,
        decl: ast.MappingLine,
        written: ast.TransformUse,
        declared: ast.ValueMapDecl | ast.TransformDecl | ast.StatesDecl,
    ) -> None:
        name = written.name.text
        two_way = direction_of(decl.op) == "both"
        source = decl.right if direction_of(decl.op) == "to_left" else decl.left
        given = len(source.items) if isinstance(source, ast.TupleExpr) else 1
        takes = (
            1 if isinstance(declared, ast.ValueMapDecl) else len(declared.parameters)
        )
        if isinstance(declared, ast.TransformDecl):
            given += len(written.args)
        if given != takes:
            self._report.add(
                TransformInputs(name, takes, given, written.span, declared.name.span)
            )
        if two_way and isinstance(declared, ast.StatesDecl):
            reason = "a state table decides one way only"
            self._one_way(name, reason, written.span, decl.op_span, declared.name.span)
        elif (
            two_way
            and isinstance(declared, ast.TransformDecl)
            and declared.backward is None
        ):
            self._one_way(
                name,
                "it has no `backward`",
                written.span,
                decl.op_span,
                declared.name.span,
            )

    def _one_way(
        self, name: str, reason: str, use: Span, op: Span, declared: Span
    ) -> None:
        self._report.add(TransformOneWay(name, reason, use, op, declared))

    # ------------------------------------------------------------------------------------------ default, condition

    def _default(
        self, decl: ast.MappingLine, direction: Direction, left: Type, right: Type
    ) -> Constant | None:
        if decl.default is None:
            return None
        target = left if direction == "to_left" else right
        return read_value(decl.default, target, self._scope, self._report)

    def _condition(self, decl: ast.MappingLine, direction: Direction) -> Expr | None:
        if decl.condition is None:
            return None
        entity = self._right if direction == "to_left" else self._left
        return self._typer(entity).condition(decl.condition)


FieldMappingSide = PathRef | EitherRef | Constant | Inputs | Expr


def _is_path(written: ast.Expr) -> bool:
    return isinstance(written, ast.PathExpr | ast.EitherExpr)


def _name(written: ast.Expr) -> str:
    match written:
        case ast.LiteralExpr():
            return "a literal"
        case ast.CallExpr():
            return "the result of a call"
        case ast.TupleExpr():
            return "a list of values"
    return "an expression"
