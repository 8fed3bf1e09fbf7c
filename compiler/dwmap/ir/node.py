"""The bases of every part of the IR."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, ClassVar, cast, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Node:
    """
    The base of every part of the IR: a frozen dataclass whose members are given by name.

    What comes from a file is checked against its types when it is read (`dwmap.ir.json`).
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    def __init_subclass__(cls) -> None:
        dataclass(unsafe_hash=True, kw_only=True)(cls)


class Tagged(Node):
    """A member of a union, told apart by its `node`: the tag is written even where defaults are left out."""

    node: str


class ByTag:
    """Marks a union whose members are told apart by their `node`, for whoever reads it from JSON."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from typing import Annotated

        from pydantic import Field

        return handler(Annotated[source, Field(discriminator="node")])


def plain(node: Node) -> dict[str, Any]:
    """The node as JSON has it: in the order of its members, those that have their default left out."""
    found: dict[str, Any] = {}
    for name, default, always in _members(cast(Any, node.__class__)):
        value = getattr(node, name)
        if always or value != default:
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return plain(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value


@cache
def _members(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """The members of a kind of node: name, default, and whether it is always written."""
    return tuple(
        (each.name, each.default, each.default is MISSING or each.name == "node")
        for each in fields(kind)
    )
