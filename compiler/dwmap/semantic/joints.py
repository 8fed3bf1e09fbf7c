"""Where the sides of a line meet the inputs and the result of its transform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dwmap.ir.model import Type
from dwmap.semantic.fits import fits
from dwmap.semantic.transformers import Transformers, direction_of
from dwmap.syntax import ast

SideTypes: TypeAlias = tuple[tuple[Type, ...], tuple[Type, ...]]
"""The types of the left and of the right side of a line."""


@dataclass(frozen=True)
class Joint:
    """Where a side of a line meets an input or the result of its transform."""

    at: ast.Expr
    column: Type
    inside: Type
    is_read: bool
    is_written: bool

    @property
    def holds(self) -> bool:
        """Whether values go through."""
        reads = not self.is_read or fits(self.column, self.inside)
        return reads and (not self.is_written or fits(self.inside, self.column))


def joints(
    decl: ast.MappingLine, types: SideTypes, name: str, transformers: Transformers
) -> Iterator[Joint]:
    """The joints of a line with the value map, transform or state table `name`."""
    left_types, right_types = types
    direction = direction_of(decl.op)
    both = direction == "both"
    value_map = transformers.value_maps.get(name)
    if value_map is not None:
        to_right, to_left = direction != "to_left", direction != "to_right"
        left, right = value_map.left, value_map.right
        yield Joint(decl.left, left_types[0], left, to_right, to_left)
        yield Joint(decl.right, right_types[0], right, to_left, to_right)
        return
    found = transformers.transforms.get(name) or transformers.states.get(name)
    if found is None:
        return
    source, given = decl.left, left_types
    target, result = decl.right, right_types[0]
    if direction == "to_left":
        source, given, target, result = target, right_types, source, given[0]
    items = source.items if isinstance(source, ast.TupleExpr) else (source,)
    for item, type_, each in zip(items, given, found.inputs, strict=False):
        yield Joint(item, type_, each.type, True, both)
    yield Joint(target, result, found.result, both, True)
