"""Checks and conversions as Python: calls of the runtime's functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dwmap.emit.kinds import Kind
from dwmap.emit.pycode import PyCode, code, literal
from dwmap.emit.python_types import runtime_name
from dwmap.emit.view import Check, Convert, FitDecimal, FitText, Require

# Whether the function names the field in its message.
CONVERTERS: Final[Mapping[str, tuple[str, bool]]] = {
    "text": ("to_text", False),
    "decimal": ("to_decimal", True),
    "int": ("to_int", True),
    "float": ("to_float", True),
    "date": ("to_date", False),
    "datetime": ("to_datetime", False),
}

CONVERTER_NAMES: Final = frozenset(name for name, _ in CONVERTERS.values())


def convert_code(value: PyCode, target: Kind | str, field: PyCode) -> PyCode:
    """The value turned into another kind."""
    name, named = CONVERTERS[target]
    function = runtime_name(name)
    if named:
        return code("{fn}({value}, {field})", fn=function, value=value, field=field)
    return code("{fn}({value})", fn=function, value=value)


def check_code(check: Check, value: PyCode, field: PyCode) -> PyCode:
    """The value as it leaves the check."""
    match check:
        case Convert():
            return convert_code(value, check.target, field)
        case FitText():
            return code(
                "{fn}({value}, {length}, {field})",
                fn=runtime_name("fit_text"),
                value=value,
                length=literal(check.length),
                field=field,
            )
        case FitDecimal():
            return code(
                "{fn}({value}, {precision}, {scale}, {field})",
                fn=runtime_name("fit_decimal"),
                value=value,
                precision=literal(check.precision),
                scale=literal(check.scale),
                field=field,
            )
        case Require():
            fn = runtime_name("required")
            return code("{fn}({value}, {field})", fn=fn, value=value, field=field)
