"""
Which words are keywords where: a name that is one of them stands in backticks in that place.

Keywords are not reserved: `status` may name a column on the right of an operator, and only at the start of a
line of a map is it read as the clause. A test compares these sets with what the parser does.
"""

from __future__ import annotations

import re

LITERALS = frozenset({"true", "false", "blank", "date", "datetime", "time", "guid"})
EXPRESSION = LITERALS | {"if", "not"}
"""The start of an expression: filters, conditions, arguments, items in parentheses."""

SIDE_START = LITERALS
"""The start of a side of a mapping line after its operator, or after `add`, `replace`."""

LINE_START = LITERALS | {
    "version",
    "status",
    "owner",
    "renamed",
    "depends",
    "where",
    "key",
    "on",
    "winner",
    "conflict",
    "allow",
    "retired",
}
"""The start of a mapping line."""

FIELD_START = frozenset(
    "table key alternate integration company deactivate owner renamed allow".split()
)
"""The name of a field where it is declared."""

TYPE = frozenset(
    "required readonly createonly computed masked inferred renamed owner allow".split()
)
"""The name of a type behind a field's name."""

ENTRY_START = LITERALS | {"ignore", "else", "allow"}
"""The left side of an entry of a value map, or the first cell of a row of a state table."""

VALUE = LITERALS
"""The right side of an entry, a further cell, the result of a row."""

ELSE_VALUE = LITERALS | {"error", "keep", "null", "left", "right"}
"""A name used as a value behind `else`."""

EXAMPLE_START = frozenset({"put", "after", "expect"})
"""The system of a record of an example."""

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_BETWEEN = frozenset({"and", "or", "in", "is", "then", "else", "when", "default"})


def is_plain(name: str) -> bool:
    """Whether a name needs no backticks wherever a path may begin."""
    keyword = name in LINE_START or name in EXPRESSION or name in _BETWEEN
    return not keyword and _IDENTIFIER.fullmatch(name) is not None


def written(path: str) -> str:
    """A name, or a path of several, as a line has it: in backticks what needs them."""
    names = path.split(".")
    return ".".join(name if is_plain(name) else f"`{name}`" for name in names)
