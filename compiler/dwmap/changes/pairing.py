"""Which part of one state is which part of the other: by name, by a stated `renamed from`, else by one end."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from dwmap.ir.model import (
    Action,
    ActionField,
    Bootstrap,
    BootstrapEntry,
    Dependency,
    Entity,
    EntityField,
    Enum,
    EnumMember,
    Example,
    ExampleField,
    ExampleRecord,
    FieldMapping,
    Input,
    Key,
    KeyPart,
    Map,
    Node,
    Pair,
    Requirement,
    Retired,
    Samples,
    Solution,
    StateRow,
    States,
    System,
    Transform,
    ValueMap,
    Variant,
)
from dwmap.ir.text import constant_text, expr_text, side_text

Pairs: TypeAlias = list[tuple[Node | None, Node | None]]
Name: TypeAlias = Callable[[Any], str]


def _row(row: StateRow) -> str:
    cells = ("_" if cell is None else constant_text(cell) for cell in row.cells)
    condition = f" when {expr_text(row.condition)}" if row.condition else ""
    return ", ".join(cells) + condition


_NAMES: Final[Mapping[type, Name]] = {
    **dict.fromkeys(
        (System, Solution, Enum, EnumMember, Entity, EntityField, Key, Map, Variant),
        lambda node: node.name,
    ),
    **dict.fromkeys((ValueMap, Transform, States, Input, Action), lambda n: n.name),
    **dict.fromkeys((Requirement, Retired), lambda node: node.name),
    FieldMapping: lambda line: f"{side_text(line.left)} = {side_text(line.right)}",
    Pair: lambda pair: f"{constant_text(pair.left)} = {constant_text(pair.right)}",
    KeyPart: lambda part: f"{part.left} = {part.right}",
    Dependency: lambda dependency: dependency.map,
    StateRow: _row,
    ActionField: lambda f: f"{side_text(f.source)} > {side_text(f.target)}",
    Bootstrap: lambda bootstrap: bootstrap.entity,
    BootstrapEntry: lambda entry: constant_text(entry.value),
    Example: lambda example: f"{example.map}: {example.title}",
    ExampleRecord: lambda record: f"{record.role} {record.system}",
    ExampleField: lambda field: field.path,
    Samples: lambda samples: f"{samples.map}: {samples.path}",
}
"""What a part is called among its like. Parts of other kinds are values: they are compared as a whole."""

_ENDS: Final[Mapping[type, tuple[Name, ...]]] = {
    FieldMapping: (lambda n: side_text(n.left), lambda n: side_text(n.right)),
    Pair: (lambda n: constant_text(n.left), lambda n: constant_text(n.right)),
    KeyPart: (lambda n: n.left, lambda n: n.right),
}
"""What is the same when one end of a pair is exchanged."""


def is_told_apart(value: object) -> bool:
    """Whether it is a part that has a name among its like."""
    return type(value) in _NAMES


def name_of(node: Node) -> str:
    """What a part is called among its like."""
    return _NAMES[type(node)](node)


def pair_up(before: Iterable[Node], after: Iterable[Node]) -> Pairs:
    """
    Each part with what it was, in the order of `after`; then what is gone.

    Several parts of one name are paired in their order.
    """
    left, pairs = list(before), list[tuple[Node | None, Node | None]]()
    waiting = list(after)
    found: dict[int, Node] = {}
    for called in (name_of, _old_name):
        waiting = _take(waiting, left, called, name_of, found)
    for number in (0, 1):
        end = _end(number)
        waiting = _take(waiting, left, end, end, found)
    pairs += ((found.get(id(node)), node) for node in after)
    return pairs + [(node, None) for node in left]


def _take(
    waiting: list[Node],
    left: list[Node],
    called: Callable[[Node], Hashable],
    was_called: Callable[[Node], Hashable],
    found: dict[int, Node],
) -> list[Node]:
    """Pair what is called alike; what is still waiting afterwards."""
    known: dict[Hashable, list[Node]] = {}
    for node in left:
        known.setdefault(was_called(node), []).append(node)
    still: list[Node] = []
    for node in waiting:
        name = called(node)
        if name is not None and known.get(name):
            found[id(node)] = known[name].pop(0)
        else:
            still.append(node)
    taken = {id(node) for node in found.values()}
    left[:] = [node for node in left if id(node) not in taken]
    return still


def _old_name(node: Node) -> str | None:
    """What a part says that it was called; with the system of its entity, as names of entities have it."""
    said: str | None = getattr(node, "renamed_from", None)
    if said is None or not isinstance(node, Entity) or "." in said:
        return said
    return f"{node.name.partition('.')[0]}.{said}"


def _end(number: int) -> Callable[[Node], str | None]:
    def end(node: Node) -> str | None:
        ends = _ENDS.get(type(node))
        return None if ends is None else f"{number} {ends[number](node)}"

    return end
