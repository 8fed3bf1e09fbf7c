"""Projects that differ from another one in a single member of a single part."""

from __future__ import annotations

import random
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from dwmap.ir import model
from dwmap.ir.model import Node, Project

Path = tuple[str | int, ...]
_REFERENCES = ("node", "function")
"""Members that no other value can take the place of: tags, and names of what the language has."""


def places(node: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every member of every part, down to the values; tags of unions are none."""
    if isinstance(node, tuple):
        for number, one in enumerate(node):
            yield from places(one, (*path, number))
        if node and path[-1:] != ("args",):  # A function takes as many as it takes.
            yield path
        return
    if not isinstance(node, Node):
        yield path
        return
    for each in fields(cast(Any, node)):
        if each.name not in _REFERENCES:
            yield from places(getattr(node, each.name), (*path, each.name))


def mutated(project: Project, path: Path, chance: random.Random) -> Project | None:
    """The project with another value at a path; None where there is no other."""
    changed = _changed(project, path, chance)
    return None if changed is None else cast(Project, changed)


def _changed(node: Any, path: Path, chance: random.Random) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        inner = _changed(node[step], rest, chance) if rest else _other(node[step], None)
        return None if inner is None else (*node[:step], inner, *node[step + 1 :])
    value = getattr(node, step)
    inner = _changed(value, rest, chance) if rest else _other(value, _hint(node, step))
    return None if inner is None else replace(node, **{step: inner})


def _hint(node: Node, member: str) -> Any:
    return _hints(cast(Any, type(node)))[member]


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind, {**vars(typing), **vars(model)})


def _other(value: Any, hint: Any) -> Any:
    """Another value of the same kind."""
    choices = [one for one in _choices(hint) if one != value]
    if "symbol" in choices or value == "symbol":  # Any text is a string or a name.
        return "symbol" if value == "string" else "string"
    if choices:
        return choices[0]
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case "true" | "false":
            return "false" if value == "true" else "true"
        case str() if re.match(r"\d{4}-\d\d-\d\d", value):  # A date stays one.
            return ("2004" if value[:4] != "2004" else "2008") + value[4:]
        case str() if value[-1:].isdigit():  # A number stays one.
            return value[:-1] + ("1" if value[-1] == "0" else str(int(value[-1]) - 1))
        case str():
            return f"{value}x"
        case tuple():
            return value[:-1]
    return None


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) is Literal else ()
