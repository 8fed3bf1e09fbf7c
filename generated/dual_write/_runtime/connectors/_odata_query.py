# Copied by dwmap from its runtime. Do not edit.
"""From paths to $select, $expand and $filter, and from the rows of an answer back to flat tuples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from .._errors import EndError
from .._model import AnyPath, Column, Record, Table
from .._paths import shape_of
from ._odata_shape import EntityShape, Shapes
from ._odata_values import Style, encode_query, typed

Decode: TypeAlias = Callable[[Any], Any]


class Leaf(NamedTuple):
    """One place of a value: the properties that lead to it, its column, its declared type, its decoder."""

    steps: tuple[str, ...]
    column: Column
    edm: str
    decode: Decode


class Branch:
    """What is asked of a row: its properties and, by navigation property, what is asked of other rows."""

    def __init__(self) -> None:
        self.properties: dict[str, None] = {}
        self.branches: dict[str, Branch] = {}

    def options(self, separator: str) -> str:
        """The query options; inside of an $expand they are told apart by semicolons."""
        parts = ["$select=" + ",".join(self.properties)]
        if self.branches:
            inner = (f"{k}({v.options(';')})" for k, v in self.branches.items())
            parts.append("$expand=" + ",".join(inner))
        return separator.join(parts)


class Plan(NamedTuple):
    """How the rows of a table are asked for; a value is that of the first of its leaves that is not empty."""

    shape: EntityShape
    options: str
    leaves: tuple[tuple[Leaf, ...], ...]

    def rows(self, found: Sequence[Mapping[str, Any]]) -> list[Record]:
        """The rows of an answer as flat tuples."""
        if not self.leaves:
            return [()] * len(found)
        columns = [_column(found, leaves) for leaves in self.leaves]
        return list(zip(*columns, strict=True))


class Planner:
    """Makes plans and filters for the tables of one service."""

    def __init__(
        self, tables: Mapping[str, Table], shapes: Shapes, style: Style
    ) -> None:
        self._tables, self._shapes, self._style = tables, shapes, style
        self._plans: dict[tuple[str, tuple[AnyPath, ...]], Plan] = {}

    def plan(self, table: Table, paths: Sequence[AnyPath]) -> Plan:
        """The plan for `paths`, worked out once; raises EndError for a lookup that the service cannot follow."""
        place = (table.name, tuple(paths))
        if place not in self._plans:
            self._plans[place] = self._make(table, paths)
        return self._plans[place]

    def _make(self, table: Table, paths: Sequence[AnyPath]) -> Plan:
        shape = shape_of(self._tables, table, paths)
        root, own = Branch(), self._shapes.of(table)
        branches = {"": (root, own, ())}
        for join in shape.joins:
            parent, from_shape, steps = branches[join.parent]
            target = self._shapes.of(join.table)
            name = from_shape.navigation(join.column, target)
            if name is None:
                raise EndError(
                    f"{from_shape.entity_set}.{join.column}: the service has no navigation property "
                    f"from it to {target.entity_set}"
                )
            branch = parent.branches.setdefault(name, Branch())
            branches[join.alias] = (branch, target, (*steps, name))  # type: ignore[assignment]  # the tuple grows
        leaves = []
        for each in shape.leaves:
            sources = []
            for alias, owner, column in each.sources:
                branch, at, steps = branches[alias]
                sources.append(self._leaf(branch, at, steps, owner, column))
            leaves.append(tuple(sources))
        if not root.properties:
            root.properties |= dict.fromkeys(map(own.property, own.key))
        return Plan(own, root.options("&"), tuple(leaves))

    def _leaf(
        self,
        branch: Branch,
        shape: EntityShape,
        steps: tuple[str, ...],
        table: Table,
        column: Column,
    ) -> Leaf:
        name = shape.property(column.name)
        # An annotation comes with the property that it is about.
        branch.properties[name.partition("@")[0]] = None
        edm = shape.types.get(name, shape.types.get(column.name, ""))
        column = typed(column, edm)
        linked = column.name == table.row_id or table.reference(column.name) is not None
        decode = self._style.decoder(column, linked)
        if "@" in name:
            decode = self._discriminator(table, column)
        return Leaf((*steps, name), column, edm, decode)

    def _discriminator(self, table: Table, column: Column) -> Decode:
        """The service tells the logical name of a row's table; ours may be declared under its set's name."""
        names: dict[str, str] = {}
        for reference in table.references:
            if column.name.startswith(reference.column):
                for target in map(self._tables.__getitem__, reference.targets):
                    names[self._shapes.of(target).name] = target.table
        return lambda value: names.get(value, value)

    def matches(self, leaves: Sequence[Leaf], value: Any) -> str:
        """The test that a value is this one; raises NoLiteral where it cannot be."""
        tests = []
        for leaf in leaves:
            literal = self._style.literal(leaf.column, leaf.edm, value)
            tests.append(f"{'/'.join(leaf.steps)} eq {literal}")
        return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"

    def equals(self, plan: Plan, by: Sequence[int], values: Record) -> str:
        """The test that the leaves at the positions `by` have these values."""
        return " and ".join(
            self.matches(plan.leaves[n], value)
            for n, value in zip(by, values, strict=True)
        )


def chunks(tests: Sequence[str], longest: int, most: int) -> Iterator[str]:
    """The tests joined by `or`, percent-encoded, none longer than `longest` and of at most `most` tests."""
    held: list[str] = []
    size = 0
    for test in tests:
        text = encode_query(f"({test})")
        if held and (size + len(text) > longest or len(held) == most):
            yield "%20or%20".join(held)
            held, size = [], 0
        held.append(text)
        size += len(text) + len("%20or%20")
    if held:
        yield "%20or%20".join(held)


def _column(found: Sequence[Mapping[str, Any]], leaves: Sequence[Leaf]) -> list[Any]:
    first = leaves[0]
    if len(leaves) == 1 and len(first.steps) == 1:
        name, decode = first.steps[0], first.decode
        return [decode(row.get(name)) for row in found]
    return [_first_of(row, leaves) for row in found]


def _first_of(row: Mapping[str, Any], leaves: Sequence[Leaf]) -> Any:
    for leaf in leaves:
        place: Any = row
        for step in leaf.steps:
            place = place.get(step) if place is not None else None
        value = leaf.decode(place)
        if value is not None:
            return value
    return None
