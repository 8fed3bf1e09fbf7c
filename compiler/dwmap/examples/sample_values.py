"""Cells of sample files as values of their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from dwmap.interpret.conversion import convert
from dwmap.interpret.functions import number_of
from dwmap.interpret.literals import moment
from dwmap.interpret.values import Value
from dwmap.ir.model import Type, TypeKind
from dwmap.ir.scope import Scope

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TRUTHS: Final = {"true": True, "false": False}


def value_of(cell: Any, type: Type, scope: Scope) -> Value:
    """
    The value that a cell writes; raises ValueError or `Refusal` for one that the type does not have.

    Cells of CSV are texts, those of JSON may be numbers and truths; a decimal is never a float on its way.
    """
    if cell is None:
        return None
    if isinstance(cell, dict | list):
        raise ValueError(cell)
    if type.kind in ("enum", "options"):
        return _member(cell, type, scope)
    reader = _READERS.get(type.kind)
    value: Value = cell if reader is None else reader(cell)
    return convert(value, type, "")


def _text(cell: Any) -> Value:
    if not isinstance(cell, str):
        raise ValueError(cell)
    return cell


def _whole(cell: Any) -> Value:
    number = number_of(cell)
    if number is None or number != number.to_integral_value():
        raise ValueError(cell)
    return int(number)


def _decimal(cell: Any) -> Decimal:
    number = number_of(cell)
    if number is None:
        raise ValueError(cell)
    return number


def _truth(cell: Any) -> Value:
    if isinstance(cell, bool):
        return cell
    found = _TRUTHS.get(str(cell).casefold())
    if found is None:
        raise ValueError(cell)
    return found


def _guid(cell: Any) -> Value:
    if not isinstance(cell, str) or not _GUID.fullmatch(cell):
        raise ValueError(cell)
    return cell.lower()


def _member(cell: Any, type: Type, scope: Scope) -> Value:
    """A value of an enum by its name, an option by its number or its label."""
    enum = scope.enums.get(type.name or "")
    if enum is None or not enum.members:
        return _whole(cell) if type.kind == "options" else _text(cell)
    number = number_of(cell)
    for member in enum.members:
        if enum.numbered and number is not None and member.code == number:
            return member.code
        if str(cell).casefold() == member.name.casefold():
            return member.code if enum.numbered else member.name
    raise ValueError(cell)


_READERS: Final[Mapping[TypeKind, Callable[[Any], Value]]] = {
    "text": _text,
    "int": _whole,
    "long": _whole,
    "decimal": _decimal,
    "double": lambda cell: float(_decimal(cell)),
    "bool": _truth,
    "date": lambda cell: date.fromisoformat(str(cell)),
    "datetime": lambda cell: moment(str(cell)),
    "time": lambda cell: time.fromisoformat(str(cell)),
    "guid": _guid,
}
