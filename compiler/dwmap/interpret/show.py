"""Values as a person writes them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Final

from dwmap.interpret.values import Unset, Value

_LONGEST: Final = 40
_MOST_ZEROS: Final = 6


def show_value(value: Value | Unset) -> str:
    """A value as a person writes it, long texts cut."""
    if value is None:
        return "(no value)"
    if isinstance(value, Unset):
        return "(left alone)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    if not isinstance(value, str):
        return str(value)
    shown = json.dumps(value, ensure_ascii=not value.isprintable())
    if len(shown) > _LONGEST:
        return f'{shown[:_LONGEST]}…" ({len(value)} characters)'
    return shown


def _number(value: Decimal) -> str:
    """A number as it is kept; more zeros than any currency has say nothing."""
    text = f"{value:f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return short if len(text) - len(short) > _MOST_ZEROS else text
