"""`_transforms.py`: the functions of transforms and state tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from dwmap.emit.constants import constant_value, flow_of_value
from dwmap.emit.kinds import KINDS, Flow
from dwmap.emit.names import Names, snake
from dwmap.emit.pycode import (
    PyCode,
    code,
    docstring,
    identifier,
    join,
    literal,
    text_literal,
    tuple_of,
)
from dwmap.emit.python_checks import CONVERTER_NAMES, convert_code
from dwmap.emit.python_expr import AND, Name, Printed, Printer
from dwmap.emit.python_names import SharedNames, reads_target
from dwmap.emit.python_types import (
    ANY,
    UNSET,
    UNSET_TYPE,
    annotated,
    annotation,
    runtime_name,
    type_code,
    union_code,
)
from dwmap.emit.view_checks import CONVERSIONS
from dwmap.ir.model import (
    Call,
    Constant,
    Expr,
    If,
    Parameter,
    StateRow,
    States,
    Transform,
    Type,
)
from dwmap.ir.scope import Scope


@dataclass(frozen=True, slots=True)
class Branch:
    """`if condition: return value`."""

    condition: PyCode
    value: PyCode


@dataclass(frozen=True, slots=True)
class FunctionView:
    """A function: its branches in order, then its last statement."""

    name: PyCode
    parameters: PyCode
    result: PyCode
    doc: PyCode
    branches: tuple[Branch, ...]
    last: PyCode


def view_functions(scope: Scope, names: SharedNames) -> tuple[FunctionView, ...]:
    """The functions of all transforms, then of all state tables."""
    found: list[FunctionView] = []
    for transform in scope.project.transforms:
        if transform.forward is not None:
            name = names.functions[transform.name, "forward"]
            found.append(_view_transform(transform, name, False, scope))
        if transform.backward is not None:
            name = names.functions[transform.name, "backward"]
            found.append(_view_transform(transform, name, True, scope))
    for states in scope.project.states:
        name = names.functions[states.name, "states"]
        found.append(_States(states, name, scope).view())
    return tuple(found)


# ------------------------------------------------------------------------------------- transforms


def _view_transform(
    transform: Transform, name: str, backward: bool, scope: Scope
) -> FunctionView:
    expr = transform.backward if backward else transform.forward
    if expr is None:
        raise ValueError(f"transform {transform.name} has no such expression")
    given = {each.name: each.type for each in transform.inputs}
    result = transform.result
    if backward:
        first = transform.inputs[0]
        given[first.name], result = transform.result, first.type
    parameters = _Parameters(given, scope)
    printed = parameters.printer.print(expr, result)
    value, kind = _converted(printed, result, transform.name)
    loose = printed.code == value and is_loose(expr, parameters.types)
    way = "backward" if backward else "forward"
    return FunctionView(
        identifier(name),
        parameters.code,
        ANY if loose else annotation(kind.kind, kind.nullable),
        docstring(f"Transform {transform.name}, {way}.", transform.doc),
        (),
        code("return {value}", value=value),
    )


def _converted(printed: Printed, result: Type, name: str) -> tuple[PyCode, Flow]:
    """The value as the kind that the transform promises."""
    wanted = KINDS[result.kind]
    if (printed.flow.kind, wanted) in CONVERSIONS:
        value = convert_code(printed.code, wanted, text_literal(name))
        return value, Flow(wanted, True)
    return printed.code, printed.flow


def is_loose(expr: Expr, types: dict[str, Type]) -> bool:
    """Whether a type checker sees nothing but `Any`."""
    match expr:
        case Parameter():
            return types[expr.name].kind == "any"
        case Call():
            return expr.function == "coalesce"
        case If():
            return is_loose(expr.then, types) or is_loose(expr.otherwise, types)
        case _:
            return False


class _Parameters:
    """The inputs of a function: their Python names, their annotations, a printer for what uses them."""

    def __init__(self, types: dict[str, Type], scope: Scope) -> None:
        # Every input may be missing: a function is called for what a record has.
        self.types = {
            name: replace(type, nullable=True) for name, type in types.items()
        }
        taken = Names(CONVERTER_NAMES | {"field", "target", "fn", "datetime"})
        self.names = {name: identifier(taken.take(snake(name))) for name in types}
        self.printer = Printer(self._name, self._type, scope)
        self.code = join(
            ", ",
            (
                annotated(self.names[name], type_code(type))
                for name, type in self.types.items()
            ),
        )

    def _name(self, name: Name) -> PyCode:
        if not isinstance(name, Parameter):
            raise ValueError(f"a transform reads its inputs only, not {name.text}")
        if name.name == "target" and name.name not in self.names:
            return identifier("target")
        return self.names[name.name]

    def _type(self, name: Name) -> Type:
        text = name.name if isinstance(name, Parameter) else ""
        return self.types.get(text, Type())


# ----------------------------------------------------------------------------------- state tables


class _States:
    """Prints one state table: a branch for each row, then what is left."""

    def __init__(self, states: States, name: str, scope: Scope) -> None:
        self._states = states
        self._name = name
        self._scope = scope
        types = {each.name: each.type for each in states.inputs}
        self._parameters = _Parameters(types, scope)
        self._target = reads_target(states)

    def view(self) -> FunctionView:
        """The function."""
        states = self._states
        branches = tuple(map(self._branch, states.rows))
        parameters = [self._parameters.code, code("*"), code("field: str")]
        if self._target:
            type = code("{any} = None", any=ANY)
            parameters.append(annotated(identifier("target"), type))
        return FunctionView(
            identifier(self._name),
            join(", ", filter(None, parameters)),
            self._result(),
            docstring(
                f"State table {states.name}: the first row that matches decides.",
                states.doc,
            ),
            branches,
            self._last(),
        )

    def _literal(self, value: Constant, wanted: Type) -> PyCode:
        return literal(constant_value(value, wanted, self._scope))

    def _branch(self, row: StateRow) -> Branch:
        tests: list[PyCode] = []
        for each, cell in zip(self._states.inputs, row.cells, strict=True):
            if cell is None:
                continue
            value = self._literal(cell, each.type)
            name = self._parameters.names[each.name]
            if value in ("None", "True", "False"):
                tests.append(code("{name} is {value}", name=name, value=value))
            else:
                tests.append(code("{name} == {value}", name=name, value=value))
        if row.condition is not None:
            condition = self._parameters.printer.condition(row.condition)
            tests.append(condition.at(AND))
        condition_code = join(" and ", tests) if tests else PyCode("True")
        return Branch(condition_code, self._literal(row.result, self._states.result))

    def _result(self) -> PyCode:
        states = self._states
        values = [row.result for row in states.rows]
        values += [states.otherwise.value] if states.otherwise.value else []
        constant = partial(constant_value, wanted=states.result, scope=self._scope)
        flows = [flow_of_value(constant(value)) for value in values]
        if states.otherwise.policy == "null":
            flows.append(flow_of_value(None))
        known = union_code(flows)
        if states.otherwise.policy == "keep" and known != "Any":
            return join(" | ", (known, UNSET_TYPE))
        return known

    def _last(self) -> PyCode:
        otherwise = self._states.otherwise
        if otherwise.policy == "keep":
            return code("return {unset}", unset=UNSET)
        if otherwise.policy == "null":
            return code("return None")
        if otherwise.value is not None:
            value = self._literal(otherwise.value, self._states.result)
            return code("return {value}", value=value)
        return self._refusal()

    def _refusal(self) -> PyCode:
        name = self._states.name
        values = tuple_of(
            self._parameters.names[each.name] for each in self._states.inputs
        )
        return code(
            "raise {error}(field, {values}, {message}, {help})",
            error=runtime_name("NoStateRow"),
            values=values,
            message=text_literal(f"state table {name} has no row for the values"),
            help=text_literal(f"add a row to {name}, or correct the record"),
        )
