"""Members of JSON that may be anything: the one asked for if it is of the right kind, else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from dwmap.importers.metadata.edm import is_name

Item: TypeAlias = dict[str, Any]


def items(value: object) -> Iterator[Item]:
    """The objects in a list, or the object itself."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def inner(item: Item, name: str) -> Item:
    """An object in an object."""
    found = item.get(name)
    return found if isinstance(found, dict) else {}


def text(item: Item, name: str) -> str:
    """A text."""
    found = item.get(name)
    return found if isinstance(found, str) else ""


def name_in(item: Item, *names: str) -> str:
    """The first text that may be a name in the language."""
    return next((text(item, one) for one in names if is_name(item.get(one))), "")


def whole(item: Item, name: str) -> int | None:
    """A whole number that is no truth value, and none of thousands of digits."""
    found = item.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if abs(found) < 10**20 else None


def truth(item: Item, name: str) -> bool | None:
    """Whether something is so; the sandbox says it by 0 and 1."""
    found = item.get(name)
    return bool(found) if isinstance(found, bool) or found in (0, 1) else None


def value_of(item: Item, name: str) -> str:
    """The text of a member that wraps it: `{"Value": "ApplicationRequired"}`."""
    return text(inner(item, name), "Value") or text(item, name)
