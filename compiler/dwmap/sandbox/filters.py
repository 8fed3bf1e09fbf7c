"""
`$filter` and `$orderby` as SQL with parameters.

The grammar is that of `odata_query`. Null is compared as the standard says (OData 4.01, part 2, 5.1.1.1): `eq`
and `ne` know it, an order with it is false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser

from dwmap.ir.types import TypeKind
from dwmap.sandbox.query_functions import standard_words
from dwmap.sandbox.refusal import Refused
from dwmap.sandbox.schema import EntitySet, Property, Schema
from dwmap.sandbox.store import quoted
from dwmap.sandbox.values import SQL_TYPES, enum_name, to_stored

_MARK: Final = "\ue000"
"""Before the text of an enum literal, to tell it from a string; no private-use character is in any data."""

_ENUM_LITERAL: Final = re.compile(r"'(?:[^']|'')*'|[A-Za-z_][\w.]*\.(\w+)'(\w+)'")


class Sql(NamedTuple):
    """A piece of SQL, its parameters, and the property it reads, if it is one."""

    text: str
    parameters: tuple[object, ...] = ()
    property: Property | None = None


class Filters:
    """Compiles the filters and orders of one entity set; `row` is the name of its row in the SQL."""

    def __init__(
        self, schema: Schema, entity_set: EntitySet, row: str = '"row"'
    ) -> None:
        self._schema = schema
        self._set = entity_set
        self._row = row

    def where(self, text: str) -> Sql:
        """A filter as a condition; raises Refused for one that cannot be read or names what is not there."""
        if self._schema.product == "dataverse":
            text = standard_words(text)
        marked = _ENUM_LITERAL.sub(_marked, text)
        try:
            node = ODataParser().parse(ODataLexer().tokenize(marked))
        except ODataException as error:
            raise Refused("bad-filter", detail=f"Syntax error: {error}") from None
        return self._condition(node)

    def order(self, text: str) -> Sql:
        """An order as the list behind ORDER BY."""
        parts: list[Sql] = []
        for item in filter(None, map(str.strip, text.split(","))):
            path, _, direction = item.partition(" ")
            if direction.strip() not in ("", "asc", "desc"):
                raise Refused("bad-option", detail=f"Syntax error in $orderby: {item}")
            column = self._path(path.split("/"))
            parts.append(Sql(f"{column.text} {direction or 'asc'}", column.parameters))
        return _joined(", ", parts)

    def _condition(self, node: Any) -> Sql:
        match node:
            case ast.BoolOp():
                sign = " AND " if isinstance(node.op, ast.And) else " OR "
                parts = [self._condition(each) for each in _operands(node)]
                inner = _joined(sign, parts)
                return Sql(f"({inner.text})", inner.parameters)
            case ast.UnaryOp(op=ast.Not()):
                inner = self._condition(node.operand)
                return Sql(f"(NOT {inner.text})", inner.parameters)
            case ast.Compare():
                return self._compared(node)
            case ast.Call() if node.func.name in _TESTS:
                left, right = (self._value(each, None) for each in node.args)
                text = _TESTS[node.func.name].format(left.text, right.text)
                return Sql(f"({text})", left.parameters + right.parameters)
            case ast.Identifier() | ast.Attribute():
                column = self._value(node, None)
                return Sql(f"({column.text} IS 1)", column.parameters)
            case ast.Boolean():
                return Sql("1" if node.py_val else "0")
        raise _unsupported(node)

    def _compared(self, node: Any) -> Sql:
        if isinstance(node.comparator, ast.In):
            return self._within(node)
        property = self._property_of(node.left) or self._property_of(node.right)
        left, right = self._value(node.left, property), self._value(
            node.right, property
        )
        sign = _SIGNS[type(node.comparator)]
        text = f"({left.text} {sign} {right.text})"
        return Sql(text, left.parameters + right.parameters)

    def _within(self, node: Any) -> Sql:
        property = self._property_of(node.left)
        items = [self._value(each, property) for each in node.right.val]
        options, left = _joined(", ", items), self._value(node.left, property)
        text = f"({left.text} IN ({options.text}))"
        return Sql(text, left.parameters + options.parameters)

    def _property_of(self, node: Any) -> Property | None:
        if isinstance(node, ast.Identifier | ast.Attribute):
            return self._path(_segments(node)).property
        return None

    def _value(self, node: Any, beside: Property | None) -> Sql:
        """A column, a function of one or a literal, which is read as the property that it stands beside."""
        match node:
            case ast.Identifier() | ast.Attribute():
                return self._path(_segments(node))
            case ast.Call() if node.func.name in _FUNCTIONS:
                (argument,) = (self._value(each, None) for each in node.args)
                text = _FUNCTIONS[node.func.name].format(argument.text)
                return Sql(text, argument.parameters)
            case ast.Null():
                return Sql("NULL")
            case ast.UnaryOp(op=ast.USub()):
                inner = self._value(node.operand, beside)
                return Sql(f"(-{inner.text})", inner.parameters)
            case _ if hasattr(node, "val"):
                return Sql("?", (self._literal(node, beside),))
        raise _unsupported(node)

    def _literal(self, node: Any, beside: Property | None) -> object:
        value = _plain(node)
        marked = isinstance(value, str) and value.startswith(_MARK)
        if beside is None or beside.kind == "any":
            if marked:
                return str(value).rpartition(_MARK)[2]
            return value if not isinstance(value, bool) else str(value).lower().encode()
        if marked != (beside.kind == "enum" and self._schema.product == "finops"):
            raise Refused(
                "bad-filter",
                detail="A binary operator with incompatible types was detected. Found operand types for "
                f"the property '{beside.wire_name}'.",
            )
        if marked:
            value = self._member(str(value), beside)
        elif isinstance(value, str) and beside.kind in ("int", "long", "options"):
            # Dataverse takes a number in quotes for a number.
            value = int(value) if value.lstrip("-").isdigit() else value
        if beside.kind == "options" or (
            beside.kind == "text" and isinstance(value, str)
        ):
            return value
        return to_stored(self._set, beside, value, self._schema.product)

    def _member(self, marked: str, beside: Property) -> str:
        type_name, _, member = marked[1:].partition(_MARK)
        wanted = enum_name(beside.enum.name) if beside.enum is not None else ""
        if type_name != wanted:
            raise Refused(
                "bad-filter",
                detail=f"The property '{beside.name}' is of the type {wanted}, not {type_name}.",
            )
        return member

    def _path(self, segments: list[str]) -> Sql:
        """A property, or one that is reached through navigation properties."""
        first, *rest = segments
        if not rest:
            property = self._set.by_wire_name.get(first)
            if property is None:
                raise Refused("unknown-property", name=first, type=self._set.type_name)
            return Sql(f"{self._row}.{quoted(property.name)}", (), property)
        navigation = self._schema.navigations[self._set.name].get(first)
        if navigation is None:
            raise Refused("unknown-property", name=first, type=self._set.type_name)
        target, row = navigation.target, f'"{self._row[1:-1]}/{first}"'
        inner = Filters(self._schema, target, row)._path(rest)
        column = f"{self._row}.{quoted(navigation.lookup.name)}"
        text = (
            f"(SELECT {inner.text} FROM {quoted(target.name)} AS {row}"
            f" WHERE {row}.{quoted(target.row_id)} = {column})"
        )
        _, collate, name = SQL_TYPES[kind_of(inner)].partition("COLLATE")
        # A query in parentheses does not compare as its column does, unless told to.
        return Sql(f"{text} {collate}{name}", inner.parameters, inner.property)


def kind_of(column: Sql) -> TypeKind:
    """The kind of value that a piece of SQL reads."""
    return column.property.kind if column.property is not None else "any"


_SIGNS: Final[Mapping[type, str]] = {
    ast.Eq: "IS",
    ast.NotEq: "IS NOT",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_TESTS: Final[Mapping[str, str]] = {
    "contains": "dwmap_contains({0}, {1})",
    "startswith": "dwmap_startswith({0}, {1})",
    "endswith": "dwmap_endswith({0}, {1})",
}
_FUNCTIONS: Final[Mapping[str, str]] = {
    "length": "length({0})",
    "tolower": "lower({0})",
    "toupper": "upper({0})",
    "trim": "trim({0})",
    "year": "CAST(substr({0}, 1, 4) AS INTEGER)",
    "month": "CAST(substr({0}, 6, 2) AS INTEGER)",
    "day": "CAST(substr({0}, 9, 2) AS INTEGER)",
}


def _marked(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[0]
    return f"'{_MARK}{found[1]}{_MARK}{found[2]}'"


def _operands(node: Any) -> list[Any]:
    """What one chain of `and` or of `or` joins; a list of hundreds of keys is no hundred levels deep."""
    found: list[Any] = []
    here = node
    while isinstance(here, ast.BoolOp) and type(here.op) is type(node.op):
        found.append(here.right)
        here = here.left
    return [here, *reversed(found)]


def _segments(node: Any) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_segments(node.owner), node.attr]
    return [".".join((*node.namespace, node.name))]


def _plain(node: Any) -> object:
    if isinstance(node, ast.Integer | ast.Boolean):
        return node.py_val
    if isinstance(node, ast.Float):
        return Decimal(node.val)
    return str(node.val)


def _joined(sign: str, parts: list[Sql]) -> Sql:
    parameters = tuple(each for part in parts for each in part.parameters)
    return Sql(sign.join(part.text for part in parts), parameters)


def _unsupported(node: Any) -> Refused:
    name = type(node).__name__
    if isinstance(node, ast.Call):
        name = ".".join((*node.func.namespace, node.func.name))
    return Refused("unsupported", detail=f"The sandbox does not know {name} in $filter")
