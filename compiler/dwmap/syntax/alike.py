"""Whether two parts of trees say the same, wherever they stand and whatever is remarked beside them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from decimal import Decimal

from dwmap.syntax import ast

__all__ = ["alike", "form_of"]

_BESIDE = frozenset({"span", "op_span", "doc", "allows"})


def alike(one: object, other: object) -> bool:
    """Whether two parts say the same. Names are compared without case, as fields are found."""
    return form_of(one) == form_of(other)


def form_of(part: object) -> Hashable:
    """What a part says, to be compared with what another says; without places, doc comments and `allow`."""
    if isinstance(part, ast.Name):
        return part.text.lower()
    if isinstance(part, tuple):
        return tuple(map(form_of, part))
    if is_dataclass(part):
        said = (
            form_of(getattr(part, one.name))
            for one in fields(part)
            if one.name not in _BESIDE
        )
        return (type(part).__name__, *said)
    if isinstance(part, Decimal | bool):
        return str(part)
    return part if isinstance(part, Hashable) else repr(part)
