"""
OData filters as a service means them: read by a parser that is not ours, judged by the rules of the standard.

OData 4.01, part 2, 5.1.1.1: `eq` and `ne` know null, an order with null is false, functions of null give
null, `and`, `or` and `not` are three-valued; a row passes where the whole is true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from odata_query import ast
from odata_query.grammar import ODataLexer, ODataParser

_COMPARE: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_CALLS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, part: part in text,
}


def parse(text: str) -> Any:
    """The filter as the other parser understands it."""
    return ODataParser().parse(ODataLexer().tokenize(text))


def passes(node: Any, record: Mapping[str, Any]) -> bool:
    """Whether a service gives the row."""
    return _value(node, record) is True


def _value(node: Any, record: Mapping[str, Any]) -> Any:
    match node:
        case ast.BoolOp():
            left, right = _value(node.left, record), _value(node.right, record)
            return _joined(isinstance(node.op, ast.And), left, right)
        case ast.UnaryOp():
            held = _value(node.operand, record)
            if isinstance(node.op, ast.USub):
                return -held
            return None if held is None else not held
        case ast.Compare():
            return _compared(node, record)
        case ast.Call():
            given = [_value(each, record) for each in node.args]
            return None if None in given else _CALLS[node.func.name](*given)
        case ast.Identifier():
            return record[node.name.casefold()]
        case ast.Null():
            return None
        case _:
            return _LITERALS[type(node)](node.val)


def _joined(both: bool, left: Any, right: Any) -> Any:
    decisive = not both
    if decisive in (left, right):
        return decisive
    return None if None in (left, right) else both


def _compared(node: Any, record: Mapping[str, Any]) -> bool:
    left, right = _value(node.left, record), _value(node.right, record)
    left, right = _alike(left, right), _alike(right, left)
    if isinstance(node.comparator, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(node.comparator, ast.Eq)
    if left is None or right is None:
        return False
    return _COMPARE[type(node.comparator)](left, right)


def _alike(value: Any, other: Any) -> Any:
    """Dataverse reads a day in quotes where it is compared with a day; a service promotes numbers."""
    if isinstance(value, str) and type(other) is date:
        return date.fromisoformat(value)
    return float(value) if isinstance(other, float) and value is not None else value


_LITERALS: Final[Mapping[type, Callable[[str], Any]]] = {
    ast.String: str,
    ast.Integer: int,
    ast.Float: Decimal,
    ast.Boolean: "true".__eq__,
    ast.Date: date.fromisoformat,
    ast.DateTime: lambda text: datetime.fromisoformat(text).astimezone(UTC),
    ast.Time: time.fromisoformat,
    ast.GUID: str,
}
