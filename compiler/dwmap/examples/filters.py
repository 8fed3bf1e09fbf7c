"""The parts of a filter: what examples should see true and false, and how each could be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dwmap.ir.model import Binary, BinaryOp, Expr, In, IsBlank, Unary
from dwmap.ir.text import constant_text, expr_text

_SLIPS: Final[Mapping[BinaryOp, BinaryOp]] = {
    "==": "!=",
    "!=": "==",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
}


def atoms(filter: Expr) -> Iterator[Expr]:
    """The conditions that `and`, `or` and `not` join."""
    match filter:
        case Unary(op="not"):
            yield from atoms(filter.operand)
        case Binary(op="and" | "or"):
            yield from atoms(filter.left)
            yield from atoms(filter.right)
        case _:
            yield filter


def narrowed_or_widened(filter: Expr) -> Iterator[tuple[str, Expr]]:
    """Each filter that differs by one slip, and the slip in words."""
    match filter:
        case Unary(op="not"):
            yield f"`not` before {expr_text(filter.operand)} is lost", filter.operand
            for text, changed in narrowed_or_widened(filter.operand):
                yield text, replace(filter, operand=changed)
        case Binary(op="and" | "or"):
            yield f"{expr_text(filter.left)} is lost", filter.right
            yield f"{expr_text(filter.right)} is lost", filter.left
            for text, changed in narrowed_or_widened(filter.left):
                yield text, replace(filter, left=changed)
            for text, changed in narrowed_or_widened(filter.right):
                yield text, replace(filter, right=changed)
        case Binary(op=op) if op in _SLIPS:
            turned = replace(filter, op=_SLIPS[op])
            yield f"{expr_text(filter)} becomes {expr_text(turned)}", turned
        case IsBlank():
            turned_blank = replace(filter, negated=not filter.negated)
            yield f"{expr_text(filter)} becomes {expr_text(turned_blank)}", turned_blank
        case In() if len(filter.options) > 1:
            for place, option in enumerate(filter.options):
                rest = filter.options[:place] + filter.options[place + 1 :]
                shown = f"{constant_text(option)} of {expr_text(filter)} is lost"
                yield shown, replace(filter, options=rest)
