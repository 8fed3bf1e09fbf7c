"""Values as a person writes them."""

from __future__ import annotations

import json
from typing import Final

from dwmap.interpret.values import Unset, Value

_LONGEST: Final = 40


def show_value(value: Value | Unset) -> str:
    """A value as a person writes it, long texts cut."""
    if value is None:
        return "(no value)"
    if isinstance(value, Unset):
        return "(left alone)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    shown = json.dumps(value, ensure_ascii=not value.isprintable())
    if len(shown) > _LONGEST:
        return f'{shown[:_LONGEST]}…" ({len(value)} characters)'
    return shown
