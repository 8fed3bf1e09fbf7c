"""All values that a line may write, where they can be listed."""

from __future__ import annotations

from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Line
from dwmap.interpret.transforms import entries_of
from dwmap.interpret.values import Value
from dwmap.ir.model import Constant


def range_of(line: Line) -> frozenset[Value] | None:
    """
    The values that a line writes; None where they cannot be listed.

    A value without an entry is refused or becomes one value, unless the value map keeps it.
    """
    target, use, scope = line.target.type, line.mapping.transform, line.scope
    if use is None and isinstance(line.source, Constant):
        return frozenset({read_literal(line.source, target, scope)})
    if use is None or use.kind != "value_map":
        return None
    value_map = scope.value_maps[use.name]
    otherwise = value_map.to_right if line.heading == "to_right" else value_map.to_left
    if otherwise.policy == "keep":
        return None
    found: set[Value] = {
        result for _, result in entries_of(value_map, line.heading, scope)
    }
    if otherwise.value is not None:
        found.add(read_literal(otherwise.value, target, scope))
    if line.mapping.default is not None:
        found.add(read_literal(line.mapping.default, target, scope))
    return frozenset(found | {None})
