"""Assignments as Python: the values of `ToRight(...)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dwmap.emit.constants import constant_value
from dwmap.emit.names import Names, upper
from dwmap.emit.pycode import (
    PyCode,
    code,
    comment,
    identifier,
    join,
    literal,
    text_literal,
)
from dwmap.emit.python_checks import check_code
from dwmap.emit.python_expr import (
    ATOM,
    CHOICE,
    FUNCTIONS,
    OR,
    SUM,
    Name,
    Printed,
    Printer,
)
from dwmap.emit.python_names import SharedNames
from dwmap.emit.python_types import UNSET
from dwmap.emit.python_values import value_table
from dwmap.emit.view import Assignment, Heading, SideView
from dwmap.ir.model import Constant, Inputs, Parameter, Type, Use
from dwmap.ir.origins import Origin
from dwmap.ir.scope import Scope

LINE_LENGTH = 88


@dataclass(frozen=True, slots=True)
class Argument:
    """
    One value of the record that is written: comments above it, the value, the field as a comment behind it.

    Values are passed by position, since Python takes twice as long to match so many names.
    """

    value: PyCode
    name: PyCode
    comments: tuple[PyCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A constant of the module."""

    name: PyCode
    value: PyCode


@dataclass
class LinePrinter:
    """
    Prints the lines of one direction. Value tables that they subscript are collected in `tables`.

    `record` is the variable with the source record, `present` that with the target record as it stands.
    `origins` are those of lines from overlays, by the identity of the line.
    """

    heading: Heading
    source: SideView
    target: SideView
    scope: Scope
    names: SharedNames
    taken: Names
    tables: list[Definition]
    reads_present: bool = False
    origins: Mapping[int, Origin] = field(default_factory=dict)
    _printer: Printer = field(init=False)
    _record: PyCode = field(init=False)

    def __post_init__(self) -> None:
        self._record = identifier("left" if self.heading == "to_right" else "right")
        self._printer = Printer(self._name, self._type, self.scope)

    def _name(self, name: Name) -> PyCode:
        if isinstance(name, Parameter):
            raise ValueError(f"a mapping line has no parameter {name.name}")
        column = identifier(self.source.field(name).name)
        return code("{record}.{column}", record=self._record, column=column)

    def _type(self, name: Name) -> Type:
        return Type() if isinstance(name, Parameter) else self.source.field(name).type

    def argument(self, assignment: Assignment) -> Argument:
        """The argument of one assignment."""
        chain: list[Assignment] = []
        each: Assignment | None = assignment
        while each is not None:
            chain.append(each)
            each = each.instead
        value = self._value(chain[-1], UNSET)
        for each in reversed(chain[:-1]):
            # In parentheses, since formatters break chains of choices differently.
            value = self._value(each, value.at(OR))
        reasons = [one.line.lossy for one in chain if one.line.lossy]
        remarks = [*self._overlays(chain), *(f"lossy: {one}" for one in reasons)]
        comments = tuple(map(comment, remarks))
        name = comment(assignment.target.name)
        return Argument(_wrapped(value.code, name), name, comments)

    def _overlays(self, chain: Iterable[Assignment]) -> Iterator[str]:
        """Where lines come from that are not the base's."""
        for one in chain:
            origin = self.origins.get(id(one.line))
            if origin is not None:
                yield f"overlay: {origin.words}"

    def _value(self, assignment: Assignment, instead: PyCode) -> Printed:
        """What one line writes; `instead` where its condition does not hold."""
        source = self._source(assignment)
        value = self._transformed(assignment, source)
        label = text_literal(assignment.target.text)
        for check in assignment.checks:
            value = Printed(check_code(check, value.code, label), ATOM, value.flow)
        value = self._filled(assignment, source, value)
        if assignment.condition is None:
            return value
        return choose(value, self._printer.condition(assignment.condition), instead)

    def _source(self, assignment: Assignment) -> Printed | None:
        """The value as it is read; None where several values are."""
        if isinstance(assignment.source, Inputs):
            return None
        return self._printer.print(assignment.source, assignment.target.type)

    def _transformed(self, assignment: Assignment, source: Printed | None) -> Printed:
        use = assignment.line.transform
        if use is None and source is not None:
            return source
        if use is None:
            raise ValueError("several values need a transform")
        if use.kind == "value_map" and source is not None:
            return self._mapped(use, assignment, source)
        arguments = self._arguments(assignment, use)
        if use.kind == "states":
            arguments.append(self._field_argument(assignment))
            arguments += self._present_argument(assignment, use)
        backward = self.heading == "to_left" and assignment.line.direction == "both"
        shown = code(
            "{function}({arguments})",
            function=self.names.use(use, backward),
            arguments=join(", ", arguments),
        )
        return Printed(shown, ATOM, assignment.flow)

    def _mapped(self, use: Use, assignment: Assignment, source: Printed) -> Printed:
        value_map = self.scope.value_maps[use.name]
        name = identifier(self.taken.take("_" + upper(assignment.target.name)))
        entries = self.names.entries(use.name, self.heading)
        table = value_table(
            value_map, self.heading, entries, assignment.target.text, self.scope
        )
        self.tables.append(Definition(name, table))
        shown = code("{table}[{value}]", table=name, value=source.code)
        return Printed(shown, ATOM, assignment.flow)

    def _arguments(self, assignment: Assignment, use: Use) -> list[PyCode]:
        source = assignment.source
        items = source.items if isinstance(source, Inputs) else (source,)
        types = self._input_types(use)
        printed = [
            self._printer.print(item, types[place] if place < len(types) else None)
            for place, item in enumerate(items)
        ]
        given = [each.code for each in printed]
        for place, argument in enumerate(use.args, len(given)):
            wanted = types[place] if place < len(types) else Type()
            given.append(self._literal(argument, wanted))
        return given

    def _input_types(self, use: Use) -> list[Type]:
        table = self.scope.states if use.kind == "states" else self.scope.transforms
        return [each.type for each in table[use.name].inputs]

    def _literal(self, constant: Constant, wanted: Type) -> PyCode:
        return literal(constant_value(constant, wanted, self.scope))

    def _field_argument(self, assignment: Assignment) -> PyCode:
        return code("field={label}", label=text_literal(assignment.target.text))

    def _present_argument(self, assignment: Assignment, use: Use) -> list[PyCode]:
        """The value that the target has now, for a state table that asks for it."""
        if not self.names.asks_target(use.name):
            return []
        self.reads_present = True
        column = identifier(assignment.target.name)
        return [
            code(
                "target=present.{column} if present is not None else None",
                column=column,
            )
        ]

    def _filled(
        self, assignment: Assignment, source: Printed | None, value: Printed
    ) -> Printed:
        """The value, or what stands in for a missing one."""
        if assignment.keep_blank:
            instead = UNSET
        elif assignment.default is not None:
            instead = self._literal(assignment.default, assignment.target.type)
        else:
            return value
        twice = source is not None and (source.simple or assignment.line.transform)
        if source is None or not twice:
            shown = code(
                "{fn}.coalesce({value}, {instead})",
                fn=FUNCTIONS,
                value=value.code,
                instead=instead,
            )
            return Printed(shown, ATOM, value.flow)
        given = code("{it} is not None", it=source.at(SUM))
        return choose(value, Printed(given, OR, value.flow), instead)


def _wrapped(value: PyCode, name: PyCode) -> PyCode:
    """A choice that does not fit on its line stands in parentheses, as black writes it."""
    too_long = 8 + len(value) + len(",  ") + len(name) > LINE_LENGTH
    return code("({value})", value=value) if too_long and " if " in value else value


def choose(value: Printed, condition: Printed, otherwise: PyCode) -> Printed:
    """`value if condition else otherwise`."""
    shown = code(
        "{value} if {condition} else {otherwise}",
        value=value.at(OR),
        condition=condition.at(OR),
        otherwise=otherwise,
    )
    return Printed(shown, CHOICE, value.flow)
