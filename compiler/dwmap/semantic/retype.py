"""What was probably meant by a literal of the wrong kind, as it is written: `"5"` as `5`, `"2026-01-31"` as a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dwmap.ir.model import Constant, Type, TypeKind
from dwmap.semantic.scope import Scope
from dwmap.syntax import ast

FORMS: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z"),
    "datetime": re.compile(
        r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?"
        r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?\Z"
    ),
    "time": re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?\Z"),
    "guid": re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"),
}
"""How the texts of dates, moments, times and ids are written."""

_WHOLE = re.compile(r"-?\d{1,18}\Z")
_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,18})?\Z")
_BOOLS = {"true": "true", "yes": "true", "1": "true"} | {
    "false": "false",
    "no": "false",
    "0": "false",
}


def retype(value: Constant, type_: Type, scope: Scope) -> str | None:
    """The literal of `type_` that was probably meant, None where that is not clear."""
    if type_.kind == "options":
        return _code(value.text, type_, scope)
    if type_.kind == "enum":
        return _member(value.text, type_, scope)
    write = _WRITERS.get(type_.kind)
    return write(value.text) if write is not None else None


def _code(label: str, type_: Type, scope: Scope) -> str | None:
    """The number of an option that is given by its label."""
    declared = scope.enums.get(type_.name) if type_.name else None
    if not isinstance(declared, ast.OptionsDecl):
        return None
    for member in declared.members:
        if label.lower() in (member.name.text.lower(), str(member.code)):
            return str(member.code)
    return None


def _member(name: str, type_: Type, scope: Scope) -> str | None:
    declared = scope.enums.get(type_.name) if type_.name else None
    known = scope.members(declared) if declared else {}
    spelt = known.get(name.lower())
    return f'"{spelt}"' if spelt else None


def _text(text: str) -> str | None:
    return f'"{text}"'


def _bool(text: str) -> str | None:
    return _BOOLS.get(text.lower())


def _number(form: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda text: text if form.match(text) else None


def _dated(*kinds: str) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        kind = next((one for one in kinds if FORMS[one].match(text)), None)
        return f'{kind} "{text}"' if kind else None

    return write


_WRITERS: Mapping[TypeKind, Callable[[str], str | None]] = {
    "text": _text,
    "bool": _bool,
    "int": _number(_WHOLE),
    "long": _number(_WHOLE),
    "decimal": _number(_DECIMAL),
    "double": _number(_DECIMAL),
    "date": _dated("date", "datetime"),
    "datetime": _dated("datetime", "date"),
    "time": _dated("time"),
    "guid": _dated("guid"),
}
