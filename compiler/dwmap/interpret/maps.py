"""A map over flat records: who takes part, and what each direction writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dwmap.frozen import frozen_with_cache
from dwmap.interpret.conversion import convert
from dwmap.interpret.expressions import (
    evaluate,
    is_true,
    key_of,
    record_reader,
)
from dwmap.interpret.literals import read_literal
from dwmap.interpret.transforms import Table, apply_transform, decide, deciding_row
from dwmap.interpret.values import UNSET, Record, Refusal, Unset, Value, Written
from dwmap.ir.model import (
    Direction,
    EitherRef,
    EntityField,
    Expr,
    FieldMapping,
    Inputs,
    Map,
    PathRef,
    Side,
    Type,
    Use,
)
from dwmap.ir.scope import Scope
from dwmap.ir.walk import paths_in


def other(heading: Direction) -> Direction:
    """The opposite direction."""
    return "to_left" if heading == "to_right" else "to_right"


@frozen_with_cache
class Line:
    """One line in one direction that it goes; one into a `create_only` field counts for new rows alone."""

    mapping: FieldMapping
    heading: Direction
    target: PathRef | EitherRef
    required: bool
    create_only: bool
    scope: Scope
    place: int = 0
    """Where the map has the line; the first is 0."""

    @property
    def source(self) -> Side:
        """The side that is read."""
        return self.mapping.left if self.heading == "to_right" else self.mapping.right

    @property
    def is_backward(self) -> bool:
        """Whether a transform is taken back: to the left on a two-way line."""
        return self.heading == "to_left" and self.mapping.direction == "both"

    @property
    def condition(self) -> Expr | None:
        """The condition, which reads the source; that of a two-way line reads the left."""
        return None if self.is_backward else self.mapping.condition

    @cached_property
    def key(self) -> str:
        """Where a record of the other side has the value of the target."""
        return key_of(self.target)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The paths that decide the value, as records name them."""
        return frozenset(
            key_of(path) for item in self._items for path in paths_in(item)
        )

    def applies(self, record: Record) -> bool:
        """Whether the line counts for the record."""
        condition = self.condition
        return condition is None or is_true(
            condition, record_reader(record, self.scope)
        )

    def carry(self, record: Record, present: Value = None) -> Value | Unset:
        """
        What is written into the target, which holds `present` now, if the line applies.

        Raises `Refusal` where the record cannot be carried over.
        """
        try:
            return self._write(self._arguments(record), present)
        except Refusal as refusal:
            if refusal.field:
                raise
            raise replace(refusal, field=self.target.text) from refusal

    def deciding_row(self, record: Record, present: Value = None) -> int | None:
        """The place of the row that decides, if the line has a state table; raises `Refusal`."""
        use = self.mapping.transform
        if use is None or use.kind != "states":
            return None
        states = self.scope.states[use.name]
        return deciding_row(states, self._arguments(record), present, self.scope)

    def _arguments(self, record: Record) -> list[Value]:
        reader = record_reader(record, self.scope)
        return [
            evaluate(item, reader, self._wanted(place))
            for place, item in enumerate(self._items)
        ]

    @property
    def _items(self) -> tuple[Expr, ...]:
        source = self.source
        return source.items if isinstance(source, Inputs) else (source,)

    def _wanted(self, place: int) -> Type:
        """The type that a literal takes: the transform's input, else the target's."""
        types = self._input_types
        return types[place] if place < len(types) else self.target.type

    @cached_property
    def _input_types(self) -> tuple[Type, ...]:
        use = self.mapping.transform
        if use is None or use.kind == "value_map":
            return ()
        table = self.scope.states if use.kind == "states" else self.scope.transforms
        return tuple(each.type for each in table[use.name].inputs)

    def _write(self, arguments: list[Value], present: Value) -> Value | Unset:
        several = isinstance(self.source, Inputs)
        if arguments[0] is None and not several and self._has_instead:
            return self._instead
        value = self._transformed(self.mapping.transform, arguments, present)
        if value is UNSET:
            return UNSET
        if value is None and several and self._has_instead:
            return self._instead
        written = convert(value, self.target.type, self.target.text)
        if written is None and self.required:
            reason = "it is required and the record has no value for it"
            raise Refusal("missing-value", self.target.text, None, reason)
        return written

    @property
    def _has_instead(self) -> bool:
        """Whether something else happens where the source has no value."""
        if self.mapping.on_null == "keep":
            return True
        return self.mapping.default is not None and self.mapping.on_null != "clear"

    @property
    def _instead(self) -> Value | Unset:
        if self.mapping.on_null == "keep" or self.mapping.default is None:
            return UNSET
        return read_literal(self.mapping.default, self.target.type, self.scope)

    @cached_property
    def _table(self) -> Table:
        if self.mapping.transform is None:
            raise ValueError("the line has no value map")
        value_map = self.scope.value_maps[self.mapping.transform.name]
        return Table(value_map, self.heading, self.scope)

    def _transformed(
        self, use: Use | None, arguments: list[Value], present: Value
    ) -> Value | Unset:
        if use is None:
            return arguments[0]
        scope, field = self.scope, self.target.text
        if use.kind == "value_map":
            return self._table.look_up(arguments[0], field)
        types = self._input_types
        for place, constant in enumerate(use.args, len(arguments)):
            arguments.append(read_literal(constant, types[place], scope))
        if use.kind == "states":
            return decide(scope.states[use.name], arguments, present, field, scope)
        transform = scope.transforms[use.name]
        return apply_transform(transform, arguments, self.is_backward, scope)


@dataclass(frozen=True)
class Interpreter:
    """A map, carried out record by record."""

    map: Map
    scope: Scope

    def in_scope(self, side: str, record: Record) -> bool:
        """Whether a record of the `left` or `right` side takes part."""
        filter = self.map.left_filter if side == "left" else self.map.right_filter
        return filter is None or is_true(filter, record_reader(record, self.scope))

    def lines(self, heading: Direction) -> tuple[Line, ...]:
        """The lines that a direction takes; of several into one field, the first whose condition holds counts."""
        return self._to_right if heading == "to_right" else self._to_left

    @cached_property
    def _to_right(self) -> tuple[Line, ...]:
        return tuple(self._lines("to_right"))

    @cached_property
    def _to_left(self) -> tuple[Line, ...]:
        return tuple(self._lines("to_left"))

    def carry(self, heading: Direction, record: Record) -> Written:
        """
        What a direction writes for a record; a field for which no line counts is absent.

        Raises `Refusal` for a record that cannot be carried over.
        """
        written: Written = {}
        for line in self.lines(heading):
            if line.target.text not in written and line.applies(record):
                written[line.target.text] = line.carry(record)
        return written

    def _lines(self, heading: Direction) -> Iterator[Line]:
        entity = self.map.right if heading == "to_right" else self.map.left
        for place, mapping in enumerate(self.map.fields):
            target = mapping.right if heading == "to_right" else mapping.left
            if mapping.direction not in ("both", heading):
                continue
            if not isinstance(target, PathRef | EitherRef):
                continue
            column = (
                target.column if isinstance(target, EitherRef) else target.segments[0]
            )
            field = self.scope.field(entity, column)
            required = field is not None and _is_required(field)
            once = field is not None and field.createonly
            yield Line(mapping, heading, target, required, once, self.scope, place)


def _is_required(field: EntityField) -> bool:
    return field.required and not (field.readonly or field.computed)
