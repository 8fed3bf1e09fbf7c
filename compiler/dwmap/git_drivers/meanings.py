"""Parts that two branches added, and that cannot stand side by side: one code or one field would get two meanings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from dwmap.git_drivers.parts import Part
from dwmap.syntax import ast

_TO_RIGHT: Final = frozenset({"=", "><", ">", ">>"})
_TO_LEFT: Final = frozenset({"=", "><", "<", "<<"})


def two_meanings(kind: type[ast.Decl], one: Part, other: Part) -> str:
    """What would mean two things if both parts stood in a declaration of that kind; nothing where they get along."""
    judge = _JUDGES.get(kind)
    return "" if judge is None or one.key == other.key else judge(one, other)


def _entries(one: Part, other: Part) -> str:
    """Two pairs of values that meet in one of them, where both are read from there."""
    if one.key[0] != "entry" or other.key[0] != "entry":
        return ""
    (left, sign, right), (left2, sign2, right2) = one.cells[:3], other.cells[:3]
    if right == right2 and {sign, sign2} <= _TO_LEFT:
        return f"`{right}` would be both `{left}` and `{left2}`"
    if left == left2 and {sign, sign2} <= _TO_RIGHT:
        return f"`{left}` would be both `{right}` and `{right2}`"
    return ""


def _options(one: Part, other: Part) -> str:
    """Two names of one number."""
    same = one.cells[0] == other.cells[0]
    names = f"`{one.cells[1]}` and `{other.cells[1]}`"
    return f"`{one.cells[0]}` would be both {names}" if same else ""


def _lines(one: Part, other: Part) -> str:
    """Two lines that write one field."""
    if one.key[0] != "line" or other.key[0] != "line":
        return ""
    (left, sign, right), (left2, sign2, right2) = one.cells[:3], other.cells[:3]
    if right == right2 and {sign, sign2} <= _TO_RIGHT:
        return f"`{right}` would get both `{left}` and `{left2}`"
    if left == left2 and {sign, sign2} <= _TO_LEFT:
        return f"`{left}` would get both `{right}` and `{right2}`"
    return ""


_JUDGES: Final[Mapping[type, Callable[[Part, Part], str]]] = {
    ast.ValueMapDecl: _entries,
    ast.OptionsDecl: _options,
    ast.MapDecl: _lines,
}
