"""
The only makers of printable Python.

Whatever comes from a specification enters generated code through a function of this module: as a literal,
as a checked identifier, or as the inside of a docstring or comment. Templates print nothing else.
"""

from __future__ import annotations

import keyword
import math
import re
import textwrap
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final, LiteralString, TypeAlias

Value: TypeAlias = None | bool | int | float | str | Decimal | datetime | date | time

DOC_WIDTH: Final = 84
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BARE_QUOTE: Final = re.compile(r"""(?<!\\)(?:\\\\)*"$""")


class PyCode(str):
    """
    A piece of Python that is safe to print. `uses` are the names it needs imported, as `module:name`.

    Made by the functions of this module only.
    """

    __slots__ = ("uses",)
    uses: frozenset[str]

    def __new__(cls, text: str, uses: frozenset[str] = frozenset()) -> PyCode:
        self = super().__new__(cls, text)
        self.uses = uses
        return self


def code(pattern: LiteralString, /, **parts: PyCode) -> PyCode:
    """The `pattern` of the compiler's own text with `parts` in its braces."""
    _refuse_text(parts.values())
    return PyCode(pattern.format_map(parts), all_uses(parts.values()))


def join(separator: LiteralString, parts: Iterable[PyCode]) -> PyCode:
    """The `parts` with the compiler's own `separator` between."""
    kept = tuple(parts)
    _refuse_text(kept)
    return PyCode(separator.join(kept), all_uses(kept))


def _refuse_text(parts: Iterable[str]) -> None:
    for part in parts:
        if not isinstance(part, PyCode):
            raise TypeError(f"not made for printing: {part!r}")


def all_uses(parts: Iterable[PyCode]) -> frozenset[str]:
    """Every name that one of `parts` needs imported."""
    return frozenset().union(*(part.uses for part in parts if part.uses))


def imported(module: str, name: str) -> PyCode:
    """The name, and the wish to have it imported from `module`."""
    return PyCode(identifier(name), frozenset((f"{module}:{name}",)))


def identifier(name: str) -> PyCode:
    """The name as it is; raises ValueError for what is no plain identifier."""
    if _IDENTIFIER.fullmatch(name) is None or keyword.iskeyword(name):
        raise ValueError(f"no identifier: {name!r}")
    return PyCode(name)


def literal(value: Value) -> PyCode:
    """The Python literal for `value`."""
    if value is None or isinstance(value, (bool, int)):
        return PyCode(repr(value))
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"no literal for {value!r}")
        return PyCode(repr(value))
    if isinstance(value, Decimal):
        return code("{name}({text})", name=DECIMAL, text=text_literal(str(value)))
    return _moment(value)


DECIMAL: Final = imported("decimal", "Decimal")


def _moment(value: datetime | date | time) -> PyCode:
    """`datetime.date(2020, 1, 31)`, as `repr` writes it; the one time zone is UTC."""
    if getattr(value, "tzinfo", None) not in (None, UTC):
        raise ValueError(f"no literal for a value in another zone: {value!r}")
    return PyCode(repr(value), frozenset(("datetime:",)))


def text_literal(text: str) -> PyCode:
    """
    The literal in double quotes where that needs no escape, as black prefers it.

    What cannot be seen when printed (controls, marks of direction, lone surrogates) is escaped.
    """
    shown = repr(text)
    if shown[0] == "'" and '"' not in shown and "\\'" not in shown:
        shown = f'"{shown[1:-1]}"'
    return PyCode(shown)


def strings(values: Iterable[str]) -> PyCode:
    """A tuple of text literals."""
    return tuple_of(text_literal(value) for value in values)


def tuple_of(items: Iterable[PyCode]) -> PyCode:
    """The tuple, with the comma that a tuple of one needs."""
    parts = tuple(items)
    if len(parts) == 1:
        return code("({only},)", only=parts[0])
    return code("({all})", all=join(", ", parts))


def docstring(*paragraphs: str) -> PyCode:
    """The docstring of `paragraphs` (empty ones are left out), wrapped, quotes included."""
    lines: list[str] = []
    for paragraph in filter(None, map(str.strip, paragraphs)):
        lines += [""] if lines else []
        for line in re.split(r"\r\n|[\r\n]", paragraph):
            lines += _wrapped(line)
    if len(lines) == 1:
        return PyCode(f'"""{_ending(lines[0])}"""')
    return PyCode('"""\n' + "\n".join(lines) + '\n"""')


def _wrapped(line: str) -> list[str]:
    plain = _visible(line.expandtabs(4).strip()).replace("\\", "\\\\")
    plain = plain.replace('"""', '\\"\\"\\"')
    wrap = textwrap.wrap(
        plain, DOC_WIDTH, break_long_words=False, break_on_hyphens=False
    )
    return wrap or [""]


def _ending(line: str) -> str:
    """A bare quote must not touch those that end the docstring."""
    return line[:-1] + '\\"' if _BARE_QUOTE.search(line) else line


def comment(text: str) -> PyCode:
    """A comment of one line."""
    return PyCode(f"# {_visible(' '.join(text.split()))}".rstrip())


def _visible(text: str) -> str:
    """The text with everything escaped that does not print or that moves what follows."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
