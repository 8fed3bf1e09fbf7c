"""Reads mapping lines: both sides, the direction, the transform, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any, cast

from dwmap.diagnostics import Report
from dwmap.frozen import frozen
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
)
from dwmap.semantic.expressions import EntityNames, Typer
from dwmap.semantic.fits import joins
from dwmap.semantic.literals import constant, read_value
from dwmap.semantic.operators import check_operator
from dwmap.semantic.paths import keys_of_lookup, read_either, read_path, value_type
from dwmap.semantic.problems import LookupAsValue, MissingDefault
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.transformers import Transformers, direction_of
from dwmap.semantic.types import ANY
from dwmap.semantic.uses import read_use
from dwmap.syntax import ast

NO_POLICIES: Mapping[str, str] = MappingProxyType({})


@frozen
class Line:
    """
    A mapping line as written and as understood. `decl` is None for the implied company pair.

    The types of a side are one, or for values in parentheses as many as there are.
    """

    decl: ast.MappingLine | None
    mapping: FieldMapping
    left_types: tuple[Type, ...] = (ANY,)
    right_types: tuple[Type, ...] = (ANY,)

    left: PathRef | EitherRef | None = field(init=False)
    """The left side if it is a path."""
    right: PathRef | EitherRef | None = field(init=False)
    """The right side if it is a path."""
    _written: Mapping[str, PathRef | EitherRef | None] = field(init=False)

    def __post_init__(self) -> None:
        # Every check asks for these, and a project has many lines.
        line, mapping = cast(Any, self), self.mapping
        left, right = mapping.left, mapping.right
        line.left = left if isinstance(left, PathRef | EitherRef) else None
        line.right = right if isinstance(right, PathRef | EitherRef) else None
        written = {"to_right": line.right, "to_left": line.left}
        if mapping.direction != "both":
            del written["to_left" if mapping.direction == "to_right" else "to_right"]
        line._written = written

    def writes(self, direction: Direction) -> PathRef | EitherRef | None:
        """The path that the line writes in a direction, or None."""
        return self._written.get(direction)


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
        policies: Mapping[str, str] = NO_POLICIES,
    ) -> None:
        self._left = left
        self._right = right
        self._transformers = transformers
        self._scope = scope
        self._report = report
        self._policies = policies

    def read(self, decl: ast.MappingLine, *, check: bool = True) -> Line:
        """The line; what is wrong with it by itself is reported (without `check`, not its operator)."""
        left, left_types = self._side(decl.left, self._left, self._right)
        right, right_types = self._side(decl.right, self._right, self._left)
        direction = direction_of(decl.op)
        if isinstance(decl.left, ast.LiteralExpr) and direction == "to_right":
            left = self._value(decl.left, right_types[0], self._right)
        if isinstance(decl.right, ast.LiteralExpr) and direction == "to_left":
            right = self._value(decl.right, left_types[0], self._left)
        types = left_types, right_types
        use = read_use(decl, types, self._transformers, self._scope, self._report)
        if check:
            check_operator(
                decl, joins(left_types, right_types, direction), self._report
            )
        default = None
        if decl.default is not None and direction != "to_right":
            default = self._value(decl.default, left_types[0], self._left)
        if decl.default is not None and direction != "to_left":
            default = self._value(decl.default, right_types[0], self._right)
        mapping = FieldMapping(
            left=left,
            right=right,
            direction=direction,
            transform=use,
            default=default,
            condition=self._condition(decl, direction),
            winner=self._policy(decl, "winner"),
            on_null=self._policy(decl, "on null"),
            lossy=decl.lossy,
            owner=decl.owner.text if decl.owner else None,
            doc=decl.doc,
        )
        return Line(decl, mapping, left_types, right_types)

    def _policy(self, decl: ast.MappingLine, subject: str) -> str | None:
        """What the line says, else what its map says for all lines."""
        for policy in decl.policies:
            if policy.subject == subject:
                choice = policy.choice.text
                if choice == "default" and decl.default is None:
                    self._report.add(MissingDefault(policy.span))
                return choice
        choice = self._policies.get(subject, "")
        if choice == "default" and decl.default is None:
            return None
        return choice or None

    def _value(
        self, written: ast.LiteralExpr, type_: Type, entity: EntityFacts
    ) -> Constant:
        """A literal that is written into a field of an entity."""
        end = self._scope.end_of(entity)
        return read_value(written, type_, self._scope, self._report, end=end)

    # ------------------------------------------------------------------------------------------------------ sides

    def _side(
        self, written: ast.Expr, entity: EntityFacts, other_end: EntityFacts
    ) -> tuple[Side, tuple[Type, ...]]:
        match written:
            case ast.PathExpr():
                path = read_path(written, entity, self._scope, self._report, other_end)
                if path.type.kind == "lookup":
                    keys = keys_of_lookup(path.type, self._scope)
                    self._report.add(LookupAsValue(written.text, written.span, keys))
                    path = replace(path, type=ANY)
                return path, (value_type(path, entity, self._scope),)
            case ast.EitherExpr():
                either = read_either(written, entity, self._scope, self._report)
                return either, (value_type(either, entity, self._scope),)
            case ast.LiteralExpr():
                value = constant(written)
                return value, (Type(nullable=value.kind == "blank"),)
            case ast.TupleExpr():
                typer = self._typer(entity, other_end)
                read = [typer.read(item) for item in written.items]
                inputs = Inputs(items=tuple(item for item, _ in read))
                return inputs, tuple(type_ for _, type_ in read)
        expr, type_ = self._typer(entity, other_end).read(written)
        return cast(Side, expr), (type_,)  # An entity's names are never parameters.

    def _typer(self, entity: EntityFacts, other_end: EntityFacts) -> Typer:
        names = EntityNames(entity, self._scope, self._report, other_end)
        return Typer(names, self._scope, self._report)

    # ---------------------------------------------------------------------------------------------------- condition

    def _condition(self, decl: ast.MappingLine, direction: Direction) -> Expr | None:
        if decl.condition is None:
            return None
        ends = self._left, self._right
        source, target = ends[::-1] if direction == "to_left" else ends
        return self._typer(source, target).condition(decl.condition)
