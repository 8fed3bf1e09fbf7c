"""What is known of a value before it is computed: of expressions, value maps, transforms, state tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Final, TypeAlias

from dwmap.emit.constants import constant_value, flow_of_value
from dwmap.emit.kinds import KINDS, UNKNOWN, Flow, flow_of_type, merge_flows
from dwmap.ir.model import (
    Binary,
    Call,
    Constant,
    Direction,
    EitherRef,
    If,
    In,
    Inputs,
    IsBlank,
    Otherwise,
    Parameter,
    PathRef,
    Side,
    Type,
    Unary,
    Use,
    ValueMap,
)
from dwmap.ir.scope import Scope
from dwmap.semantic.stdlib import FUNCTIONS

Lookup: TypeAlias = Callable[[PathRef | EitherRef | Parameter], Type]
"""The type of a name where an expression stands."""

TRUTH: Final = Flow("bool", False)
_ARITHMETIC: Final = frozenset("+-*/")


def flow_of(expr: Side | Parameter, types: Lookup, scope: Scope) -> Flow:
    """What is known of the value of an expression."""
    match expr:
        case Constant():
            return flow_of_value(constant_value(expr, Type(), scope))
        case PathRef() | EitherRef() | Parameter():
            return flow_of_type(types(expr), scope)
        case In() | IsBlank():
            return TRUTH
        case Unary():
            if expr.op == "not":
                return TRUTH
            return _number([flow_of(expr.operand, types, scope)], expr.op)
        case Binary():
            if expr.op not in _ARITHMETIC:
                return TRUTH
            sides = (expr.left, expr.right)
            return _number([flow_of(side, types, scope) for side in sides], expr.op)
        case Call():
            return _call(expr, types, scope)
        case If():
            branches = (expr.then, expr.otherwise)
            return merge_all(flow_of(branch, types, scope) for branch in branches)
        case Inputs():
            return UNKNOWN


def _number(operands: list[Flow], op: str) -> Flow:
    """Whole numbers stay so where none is missing; else a function computes, whose result may be both."""
    nullable = any(flow.nullable or flow.kind == "any" for flow in operands)
    if op == "/":
        return Flow("decimal", nullable)
    whole = all(flow.kind == "int" for flow in operands) and not nullable
    return Flow("int" if whole else "number", nullable)


def _call(call: Call, types: Lookup, scope: Scope) -> Flow:
    arguments = [flow_of(argument, types, scope) for argument in call.args]
    signature = FUNCTIONS.get(call.function)
    if signature is None:
        return UNKNOWN
    if call.function == "coalesce":
        nullable = all(flow.nullable for flow in arguments)
        return replace(merge_all(arguments), nullable=nullable)
    kind = KINDS[signature.gives]
    if kind == "bool":
        return TRUTH
    every = all if call.function == "concat" else any
    nullable = every(flow.nullable or flow.kind == "any" for flow in arguments)
    # Not `upper` and `lower`: a capital letter may be two, as that of `ß`.
    keeps = call.function in ("trim", "substring")
    return Flow(kind, nullable, arguments[0].length if keeps else None)


def flow_of_value_map(
    value_map: ValueMap, heading: Direction, source: Flow, scope: Scope
) -> Flow:
    """What is known of a value that went through a value map."""
    right = heading == "to_right"
    type = value_map.right if right else value_map.left
    otherwise = value_map.to_right if right else value_map.to_left
    results = [
        constant_value(pair.right if right else pair.left, type, scope)
        for pair in value_map.pairs
        if pair.direction in ("both", heading)
    ]
    flows = [flow_of_value(value) for value in results if value is not None]
    if otherwise.policy == "keep":
        flows.append(source)
    elif otherwise.value is not None:
        flows.append(flow_of_value(constant_value(otherwise.value, type, scope)))
    known = merge_all(flows) if flows else UNKNOWN
    blank = None in results or otherwise.policy == "null"
    missing = source.nullable and not _catches_blank(
        value_map, heading, otherwise, scope
    )
    return replace(known, nullable=blank or missing or known.nullable)


def _catches_blank(
    value_map: ValueMap, heading: Direction, otherwise: Otherwise, scope: Scope
) -> bool:
    """Whether an empty value has an entry of its own, or `else` gives it a value."""
    keys = (
        pair.left if heading == "to_right" else pair.right
        for pair in value_map.pairs
        if pair.direction in ("both", heading)
    )
    return otherwise.policy == "value" or any(key.kind == "blank" for key in keys)


def flow_of_use(use: Use, heading: Direction, source: Flow, scope: Scope) -> Flow:
    """What is known of a value that went through the transform of a line."""
    if use.kind == "value_map":
        return flow_of_value_map(scope.value_maps[use.name], heading, source, scope)
    if use.kind == "transform":
        transform = scope.transforms[use.name]
        type = transform.result if heading == "to_right" else transform.inputs[0].type
        # Nothing holds a function to the length or the digits that it promises.
        return Flow(KINDS[type.kind], True)
    states = scope.states[use.name]
    values = [constant_value(row.result, states.result, scope) for row in states.rows]
    if states.otherwise.value is not None:
        values.append(constant_value(states.otherwise.value, states.result, scope))
    flows = [flow_of_value(value) for value in values if value is not None]
    known = merge_all(flows) if flows else UNKNOWN
    blank = None in values or states.otherwise.policy == "null"
    return replace(known, nullable=blank)


def merge_all(flows: Iterable[Flow]) -> Flow:
    """What is known of a value that is one of several."""
    return reduce(merge_flows, flows)
