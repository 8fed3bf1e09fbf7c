"""Names and literals as text: backticks, quotes and escapes where they are needed, and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from decimal import Decimal

from dwmap.syntax import ast, keywords

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_NONE: Set[str] = frozenset()
IN_EXPRESSION = keywords.EXPRESSION | {"and", "or", "in", "is", "then", "else"}
"""Besides what cannot start an expression, what would be hard to read in one."""

AFTER_LITERAL = frozenset(
    "allow and conflict default else in is lossy on or owner renamed then when winner".split()
)
"""What can follow a literal somewhere: a name behind one on the same line is read as the keyword."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNSEEN = frozenset({"Cc", "Zl", "Zp", "Cs"})
# Marks that reorder the text around them would show a reader another line than the compiler reads.
_UNUSUAL = re.compile(r'["\\]|[^ -~]')
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def name_text(name: ast.Name | str, reserved: Set[str] = _NONE) -> str:
    """The name, in backticks unless it is an identifier that is no keyword in this place."""
    text = name if isinstance(name, str) else name.text
    if _IDENTIFIER.fullmatch(text) and text not in reserved:
        return text
    return f"`{text}`"


def slug_text(name: ast.Name) -> str:
    """Identifiers with hyphens between, as teams and rules are called."""
    if all(_IDENTIFIER.fullmatch(part) for part in name.text.split("-")):
        return name.text
    return f"`{name.text}`"


def qname_text(qname: ast.QName) -> str:
    """Both names with the dot between."""
    return f"{name_text(qname.system)}.{name_text(qname.name)}"


def path_text(path: ast.PathExpr, reserved: Set[str] = _NONE) -> str:
    """The segments with dots between; only the first can be taken for a keyword."""
    first, *rest = path.segments
    return ".".join([name_text(first, reserved), *map(name_text, rest)])


def either_text(either: ast.EitherExpr, reserved: Set[str] = _NONE) -> str:
    """The column and its candidates."""
    candidates = (
        f".{name_text(one.entity)}({name_text(one.key)})" for one in either.candidates
    )
    return name_text(either.column, reserved) + "".join(candidates)


def string_text(text: str) -> str:
    """The text in double quotes."""
    return f'"{_UNUSUAL.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    if unicodedata.category(character) in _UNSEEN or character in _REORDERING:
        return f"\\u{ord(character):04x}"
    return character


def literal_text(literal: ast.LiteralExpr) -> str:
    """The literal with its keyword, if its kind has one."""
    value = literal.value
    match literal.kind:
        case "string":
            return string_text(str(value))
        case "int":
            return str(value)
        case "decimal":
            return _decimal_text(Decimal(str(value)))
        case "bool":
            return "true" if value else "false"
        case "blank":
            return "blank"
        case _:
            return f"{literal.kind} {string_text(str(value))}"


def _decimal_text(value: Decimal) -> str:
    """All digits of the written scale, and at least one behind the point."""
    text = format(value, "f")
    return text if "." in text else f"{text}.0"


def value_text(
    value: ast.LiteralExpr | ast.Name, reserved: Set[str] = keywords.VALUE
) -> str:
    """A literal, or the name of a value."""
    if isinstance(value, ast.Name):
        return name_text(value, reserved)
    return literal_text(value)


def allow_text(allow: ast.Allow) -> str:
    """The rule and the reason for which it is accepted."""
    return f"{slug_text(allow.rule)} {string_text(allow.reason)}"


def type_text(typed: ast.TypeExpr, reserved: Set[str] = _NONE) -> str:
    """A type with its sizes and its question mark."""
    mark = "?" if typed.optional else ""
    if isinstance(typed, ast.LookupType):
        return "-> " + " | ".join(map(qname_text, typed.targets)) + mark
    system = f"{name_text(typed.system, reserved)}." if typed.system else ""
    sizes = f"({', '.join(map(str, typed.sizes))})" if typed.sizes else ""
    name = name_text(typed.name, _NONE if typed.system else reserved)
    return f"{system}{name}{sizes}{mark}"
