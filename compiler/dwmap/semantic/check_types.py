"""Whether the values of each line fit into what they are written to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.ir.model import Constant, Direction, EitherRef, PathRef, Type, ValueMap
from dwmap.semantic.fits import fits, narrower
from dwmap.semantic.joints import Joint, joints
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.operators import lacks_transform
from dwmap.semantic.problems import IncompatibleTypes, NarrowerTarget, ReadonlyTarget
from dwmap.semantic.ranges import limit_of
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.sizes import literal_type
from dwmap.semantic.transformers import Transformers
from dwmap.semantic.types import describe
from dwmap.source import Span
from dwmap.syntax import ast

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


@dataclass(frozen=True)
class _End:
    """One end of a way that a value goes: what it is called, its type, where it stands."""

    name: str
    type: Type
    span: Span


def check_types(
    lines: Iterable[Line],
    left: EntityFacts,
    right: EntityFacts,
    transformers: Transformers,
    scope: Scope,
    report: Report,
) -> None:
    """Report lines that join what cannot be joined, may cut a value, or write what is read-only."""
    for line in lines:
        if line.decl is None:
            continue
        for direction in _BOTH_WAYS:
            target = line.writes(direction)
            if target is not None:
                entity = right if direction == "to_right" else left
                _check_writable(line, target, entity, direction, report)
        # What is lost on purpose, or may be by a guess, is no finding.
        exempt = bool(line.mapping.lossy) or _is_inferred(line, (left, right))
        check = _Check(line, line.decl, exempt, transformers, scope, report)
        if line.mapping.transform is None:
            check.plain()
        else:
            check.use()


def _check_writable(
    line: Line,
    target: PathRef | EitherRef,
    entity: EntityFacts,
    direction: Direction,
    report: Report,
) -> None:
    field = entity.field(column_of(target))
    if field is None or field.writable or line.decl is None:
        return
    modifier = next(
        name for name in field.decl.modifiers if name.text in ("readonly", "computed")
    )
    span = (line.decl.right if direction == "to_right" else line.decl.left).span
    report.add(
        ReadonlyTarget(field.name, entity.name, modifier.text, span, field.decl.span)
    )


def _is_inferred(line: Line, entities: tuple[EntityFacts, EntityFacts]) -> bool:
    for path, entity in zip((line.left, line.right), entities, strict=True):
        field = entity.field(column_of(path)) if path is not None else None
        if field is not None and "inferred" in field.modifiers:
            return True
    return False


@dataclass(frozen=True)
class _Check:
    """The types along one line. It is `exempt` where a value may be cut."""

    line: Line
    decl: ast.MappingLine
    exempt: bool
    transformers: Transformers
    scope: Scope
    report: Report

    def plain(self) -> None:
        """From side to side, in every direction that the line goes."""
        decl, line = self.decl, self.line
        if ast.TupleExpr in (type(decl.left), type(decl.right)):
            return
        left = _end(decl.left.span, line.left_types[0])
        right = _end(decl.right.span, line.right_types[0])
        for direction in _BOTH_WAYS:
            if line.writes(direction) is None:
                continue
            source, target = (left, right) if direction == "to_right" else (right, left)
            if not self._carry(source, target):
                return

    def use(self) -> None:
        """Through a transform, a state table or a value map."""
        use, written = self.line.mapping.transform, self.decl.transform
        if use is None or written is None:
            return
        is_transform = use.name in self.transformers.transforms
        types = self.line.left_types, self.line.right_types
        for joint in joints(self.decl, types, use.name, self.transformers):
            column = _end(joint.at.span, joint.column)
            inside = _End(use.name, joint.inside, written.span)
            if joint.is_read and not self._carry(column, inside, sized=is_transform):
                return
            if not joint.is_written:
                continue
            if not self._carry(inside, column, sized=is_transform):
                return
            self._check_results(use.name, joint, column)

    def _carry(self, source: _End, target: _End, *, sized: bool = True) -> bool:
        """Whether the kinds fit; what does not fit is reported, `sized` also what is too large."""
        names = source.name, target.name
        types = describe(source.type), describe(target.type)
        if not fits(source.type, target.type):
            if not lacks_transform(self.decl):  # Else its operator has been reported.
                self.report.add(
                    IncompatibleTypes(*names, *types, target.span, source.span)
                )
            return False
        large = sized and narrower(source.type, target.type, self.scope)
        if large and not self.exempt:
            self.report.add(NarrowerTarget(*names, *types, target.span, source.span))
        return True

    def _check_results(self, name: str, joint: Joint, column: _End) -> None:
        """The first value that a table gives and the column cannot hold."""
        if self.exempt:
            return
        for value, span in self._results(name, joint.at is self.decl.right):
            if limit_of(value, column.type, None) is not None:
                given = describe(literal_type(value))
                wanted = describe(column.type)
                self.report.add(
                    NarrowerTarget(
                        value.text, column.name, given, wanted, column.span, span
                    )
                )
                return

    def _results(self, name: str, to_right: bool) -> Iterator[tuple[Constant, Span]]:
        """Every literal that a value map or a state table gives, with its place."""
        value_map = self.transformers.value_maps.get(name)
        states = self.transformers.states.get(name)
        declared = self.scope.transformers[name]
        if value_map is not None and isinstance(declared, ast.ValueMapDecl):
            yield from _results_of_map(value_map, declared, to_right)
        elif states is not None and isinstance(declared, ast.StatesDecl):
            # A row with the wrong number of cells is reported and not among them.
            for row, written in zip(states.rows, declared.rows, strict=False):
                yield row.result, written.result.span


def _end(span: Span, type_: Type) -> _End:
    return _End(" ".join(span.text.split()), type_, span)


def _results_of_map(
    value_map: ValueMap, declared: ast.ValueMapDecl, to_right: bool
) -> Iterator[tuple[Constant, Span]]:
    way: Direction = "to_right" if to_right else "to_left"
    for pair, entry in zip(value_map.pairs, declared.entries, strict=True):
        if pair.direction in ("both", way):
            if to_right:
                yield pair.right, entry.right.span
            else:
                yield pair.left, entry.left.span
    otherwise = value_map.to_right if to_right else value_map.to_left
    if otherwise.value is not None:
        yield otherwise.value, declared.name.span
