"""The names that modules of a package share: of tables, value maps, transforms, state tables."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.emit.names import BUILTIN_NAMES, Names, snake, upper
from dwmap.emit.pycode import PyCode, code, identifier, imported
from dwmap.emit.python_checks import CONVERTER_NAMES
from dwmap.emit.view import Heading
from dwmap.ir.model import (
    Binary,
    Call,
    Expr,
    If,
    In,
    IsBlank,
    Parameter,
    States,
    Unary,
    Use,
)
from dwmap.ir.scope import Scope

HEADINGS: tuple[Heading, Heading] = ("to_right", "to_left")


class SharedNames:
    """What each declaration of a project is called in the package, and how a map module refers to it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        tables = Names()
        self.systems = {
            name: tables.take(upper(name)) for name in sorted(scope.systems)
        }
        self.tables = {
            name: tables.take(upper(name)) for name in sorted(scope.entities)
        }
        entries = Names()
        self.entries_names = {
            (name, heading): entries.take(upper(name, heading))
            for name in sorted(scope.value_maps)
            for heading in HEADINGS
        }
        functions = Names(BUILTIN_NAMES | CONVERTER_NAMES | {"fn", "datetime"})
        self.functions: dict[tuple[str, str], str] = {}
        for name in sorted(scope.transforms):
            wish = snake(name)
            self.functions[name, "forward"] = functions.take(wish)
            self.functions[name, "backward"] = functions.take(f"{wish}_backward")
        for name in sorted(scope.states):
            self.functions[name, "states"] = functions.take(snake(name))

    def table(self, entity: str) -> PyCode:
        """The constant of an entity."""
        return _member("_tables", self.table_name(entity))

    def table_name(self, entity: str) -> str:
        """The name of an entity's constant; an entity without a declaration has its plain name."""
        return self.tables.get(entity) or upper(entity)

    def system(self, name: str) -> PyCode:
        """The constant of a system."""
        return _member("_tables", self.systems[name])

    def names_of(self, use: Use) -> Iterator[str]:
        """Every shared name that a line with this transform may mention."""
        for heading in HEADINGS:
            yield self.entries_names.get((use.name, heading), "")
        for role in ("forward", "backward", "states"):
            yield self.functions.get((use.name, role), "")

    def entries(self, value_map: str, heading: Heading) -> PyCode:
        """The dictionary of one direction of a value map."""
        return _member("_valuemaps", self.entries_names[value_map, heading])

    def use(self, use: Use, backward: bool) -> PyCode:
        """The function of a transform or a state table."""
        role = "states" if use.kind == "states" else "forward"
        role = "backward" if use.kind == "transform" and backward else role
        return _member("_transforms", self.functions[use.name, role])

    def asks_target(self, states: str) -> bool:
        """Whether a state table looks at the value that the target has now."""
        return reads_target(self._scope.states[states])


def _member(module: str, name: str) -> PyCode:
    owner = imported(".", module)
    return code("{owner}.{name}", owner=owner, name=identifier(name))


def reads_target(states: States) -> bool:
    """Whether a condition of a state table speaks of the present target value."""
    conditions = [row.condition for row in states.rows if row.condition is not None]
    return any("target" in parameters_in(condition) for condition in conditions)


def parameters_in(expr: Expr) -> Iterator[str]:
    """The names of the parameters that an expression mentions."""
    match expr:
        case Parameter():
            yield expr.name
        case Unary() | In() | IsBlank():
            yield from parameters_in(expr.operand)
        case Binary():
            yield from parameters_in(expr.left)
            yield from parameters_in(expr.right)
        case Call():
            for argument in expr.args:
                yield from parameters_in(argument)
        case If():
            for part in (expr.condition, expr.then, expr.otherwise):
                yield from parameters_in(part)
        case _:
            return
