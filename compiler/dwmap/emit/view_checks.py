"""Which checks a value still needs before it is written: only those that the compiler has not proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from dwmap.emit.kinds import TEXT_LENGTHS, Flow, Kind, flow_of_type
from dwmap.emit.view import Check, Convert, FieldView, FitDecimal, FitText, Require
from dwmap.ir.scope import Scope

CONVERSIONS: Final[frozenset[tuple[Kind, Kind]]] = frozenset(
    {
        ("int", "text"),
        ("decimal", "text"),
        ("float", "text"),
        ("bool", "text"),
        ("date", "text"),
        ("datetime", "text"),
        ("time", "text"),
        ("int", "decimal"),
        ("float", "decimal"),
        ("text", "decimal"),
        ("decimal", "int"),
        ("float", "int"),
        ("text", "int"),
        ("decimal", "float"),
        ("any", "text"),
        ("any", "decimal"),
        ("any", "int"),
        ("any", "float"),
        ("number", "text"),
        ("number", "decimal"),
        ("number", "int"),
        ("number", "float"),
        ("datetime", "date"),
        ("date", "datetime"),
    }
)
"""Pairs of kinds between which a function converts. Other pairs travel as they are."""

SAME: Final[Mapping[tuple[Kind, Kind], Kind]] = {
    ("guid", "text"): "text",
    ("text", "guid"): "guid",
    ("int", "float"): "float",
}
"""Pairs of kinds that need no conversion: Python has one type for both, or takes one for the other."""


def find_checks(
    value: Flow, target: FieldView, scope: Scope, *, filled: bool
) -> tuple[tuple[Check, ...], Flow]:
    """
    The checks for a value on its way to `target`, and what is known of it after them.

    `filled` says that a default will take the place of a missing value.
    """
    wanted = flow_of_type(target.type, scope)
    checks: list[Check] = []
    conversion = (value.kind, wanted.kind)
    if conversion in CONVERSIONS:
        value = _converted(value, wanted.kind)
    elif conversion in SAME:
        value = replace(value, kind=SAME[conversion])
    fit = _find_fit(value, wanted, target)
    if conversion in CONVERSIONS and fit is None:
        checks.append(Convert(*conversion))
    if fit is not None:
        checks.append(fit)
    if target.required and not filled and (value.nullable or value.kind == "any"):
        checks.append(Require())
        value = value.filled()
    return tuple(checks), value


def _converted(value: Flow, kind: Kind) -> Flow:
    length = TEXT_LENGTHS.get(value.kind) if kind == "text" else None
    digits = (19, 0) if value.kind == "int" and kind == "decimal" else None
    return Flow(kind, value.nullable or value.kind == "any", length, digits)


def _find_fit(value: Flow, wanted: Flow, target: FieldView) -> Check | None:
    if value.kind not in ("any", wanted.kind):
        return None
    if target.type.kind == "text" and wanted.length is not None:
        too_long = value.length is None or value.length > wanted.length
        return FitText(wanted.length) if too_long else None
    if wanted.digits is None:
        return None
    before, after = wanted.digits
    if value.digits and value.digits[0] <= before and value.digits[1] <= after:
        return None
    return FitDecimal(before + after, after)
