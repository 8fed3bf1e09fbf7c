"""MapView -> everything that the template of a map module prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from dwmap.emit.imports import import_lines, uses_of
from dwmap.emit.names import Names
from dwmap.emit.pycode import (
    PyCode,
    code,
    docstring,
    identifier,
    join,
    literal,
    strings,
    text_literal,
    tuple_of,
)
from dwmap.emit.python_expr import Name, Printer
from dwmap.emit.python_lines import Argument, Definition, LinePrinter
from dwmap.emit.python_names import SharedNames
from dwmap.emit.python_tables import path_code
from dwmap.emit.python_types import annotated, runtime_name, type_code, written_code
from dwmap.emit.view import Assignment, FieldView, MapView, SideView
from dwmap.ir.model import EitherRef, Parameter, Type
from dwmap.ir.origins import Origin
from dwmap.ir.scope import Scope

NameCode: TypeAlias = Callable[[Name], PyCode]
NameType: TypeAlias = Callable[[Name], Type]


@dataclass(frozen=True, slots=True)
class RecordCode:
    """A named tuple: its name, docstring and fields; or the name of the class that it equals."""

    name: PyCode
    doc: PyCode
    fields: tuple[PyCode, ...]
    same_as: PyCode | None = None


@dataclass(frozen=True, slots=True)
class FilterCode:
    """A predicate."""

    name: PyCode
    parameter: PyCode
    doc: PyCode
    condition: PyCode


@dataclass(frozen=True, slots=True)
class WayCode:
    """`forward` or `backward`."""

    name: PyCode
    parameters: PyCode
    result: PyCode
    doc: PyCode
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class SideCode:
    """`LEFT` or `RIGHT`: the members up to the paths, the paths, the members behind them."""

    name: PyCode
    head: tuple[PyCode, ...]
    paths: tuple[PyCode, ...]
    tail: tuple[PyCode, ...]


@dataclass(frozen=True, slots=True)
class MapCode:
    """A map module."""

    header: PyCode
    doc: PyCode
    imports: tuple[PyCode, ...]
    tables: tuple[Definition, ...]
    records: tuple[RecordCode, ...]
    filters: tuple[FilterCode, ...]
    ways: tuple[WayCode, ...]
    sides: tuple[SideCode, ...]
    members: tuple[PyCode, ...]
    left_out: tuple[PyCode, ...]
    name: PyCode


def view_map_module(
    view: MapView, header: PyCode, scope: Scope, names: SharedNames
) -> MapCode:
    """The module of one map."""
    return _Module(view, scope, names).module(header)


class _Module:
    """One map module in the making."""

    def __init__(self, view: MapView, scope: Scope, names: SharedNames) -> None:
        self._view = view
        self._scope = scope
        self._names = names

    @property
    def _origins(self) -> dict[int, Origin]:
        map, lines = self._view.map, self._scope.origins.lines
        return {
            id(line): lines[map.name, at]
            for at, line in enumerate(map.fields)
            if (map.name, at) in lines
        }

    def module(self, header: PyCode) -> MapCode:
        """All parts, and the imports that they need."""
        view, map = self._view, self._view.map
        tables: list[Definition] = []
        taken = Names()
        ways = [self._way(way, tables, taken) for way in _WAYS if self._lines(way)]
        left = _record("Left", f"What the map reads of {map.left}.", view.left)
        right = _record("Right", f"What the map reads of {map.right}.", view.right)
        to_right = _written("ToRight", "forward", map.right, view.forward, right)
        to_left = _written("ToLeft", "backward", map.left, view.backward, left)
        parts = (
            tuple(tables),
            (left, right, to_right, to_left),
            (self._filter("left"), self._filter("right")),
            tuple(ways),
            (self._side("left"), self._side("right")),
            self._members(),
        )
        left_out = tuple(
            tuple_of((text_literal(each.text), text_literal(each.reason)))
            for each in view.left_out
        )
        uses = uses_of(parts) | _ALWAYS
        doc = docstring(map.label or map.name, f"{map.left} <-> {map.right}", map.doc)
        lines = import_lines(uses)
        name = text_literal(map.name)
        return MapCode(header, doc, lines, *parts, left_out=left_out, name=name)

    def _lines(self, way: str) -> tuple[Assignment, ...]:
        return self._view.forward if way == "forward" else self._view.backward

    def _way(self, way: str, tables: list[Definition], taken: Names) -> WayCode:
        forward = way == "forward"
        view = self._view
        source, target = (view.left, view.right) if forward else (view.right, view.left)
        printer = LinePrinter(
            "to_right" if forward else "to_left",
            source,
            target,
            self._scope,
            self._names,
            taken,
            tables,
            origins=self._origins,
        )
        arguments = tuple(printer.argument(each) for each in self._lines(way))
        read, other = ("left", "right") if forward else ("right", "left")
        parameters = [annotated(identifier(read), identifier(read.capitalize()))]
        if printer.reads_present:
            type = code("{name} | None = None", name=identifier(other.capitalize()))
            parameters.append(annotated(identifier("present"), type))
        return WayCode(
            identifier(way),
            join(", ", parameters),
            identifier("ToRight" if forward else "ToLeft"),
            docstring(f"What {source.entity} says about {target.entity}."),
            arguments,
        )

    def _filter(self, side: str) -> FilterCode:
        view = self._view.left if side == "left" else self._view.right
        condition = code("True")
        doc = "Every record takes part."
        if view.blind:
            condition, doc = code("False"), "The filter cannot be read; see UNRESOLVED."
        elif view.filter is not None:
            printer = Printer(_reader(view, side), _typer(view), self._scope)
            condition = printer.boolean(view.filter)
            doc = "Whether a record takes part."
        origins = self._scope.origins.filters.get((self._view.map.name, side), ())
        overlays = "\n".join(f"Overlay: {one.words}." for one in origins)
        return FilterCode(
            identifier(f"in_{side}_scope"),
            annotated(identifier(side), identifier(side.capitalize())),
            docstring(doc, overlays),
            condition,
        )

    def _side(self, side: str) -> SideCode:
        left = side == "left"
        view = self._view.left if left else self._view.right
        lines = self._view.backward if left else self._view.forward
        record = identifier(side.capitalize())
        head = (
            code("table={table}", table=self._names.table(view.entity)),
            code("record={record}", record=record),
        )
        tail = [
            code("written={name}", name=identifier(f"To{record}")),
            code("key={key}", key=strings(view.key)),
            code("company={name}", name=literal(view.company)),
            code("in_scope={name}", name=identifier(f"in_{side}_scope")),
            code("sources={sources}", sources=_sources(lines)),
        ]
        paths = tuple(map(_path, view.fields))
        return SideCode(identifier(side.upper()), head, paths, tuple(tail))

    def _members(self) -> tuple[PyCode, ...]:
        view, map = self._view, self._view.map
        members = {
            "name": text_literal(map.name),
            "label": text_literal(map.label),
            "version": text_literal(map.version),
            "left": identifier("LEFT"),
            "right": identifier("RIGHT"),
            "forward": identifier("forward") if view.forward else literal(None),
            "backward": identifier("backward") if view.backward else literal(None),
        }
        if map.dependencies:
            members["depends"] = strings(each.map for each in map.dependencies)
        for name, usual in _POLICIES.items():
            if getattr(map, name) != usual:
                members[name] = text_literal(getattr(map, name))
        if map.renamed_from is not None:
            members["renamed_from"] = text_literal(map.renamed_from)
        members["spec"] = text_literal(view.spec)
        return tuple(
            code("{name}={value}", name=identifier(name), value=value)
            for name, value in members.items()
        )


_WAYS: Final = ("forward", "backward")
_POLICIES: Final = {
    "conflict": "newest",
    "on_leave": "freeze",
    "on_delete": "propagate",
}
_ALWAYS: Final = frozenset(
    {
        "typing:NamedTuple",
        *runtime_name("Map").uses,
        *runtime_name("Side").uses,
    }
)


def _reader(view: SideView, record: str) -> NameCode:
    def read(name: Name) -> PyCode:
        if isinstance(name, Parameter):
            raise ValueError(f"a filter has no parameter {name.name}")
        column = identifier(view.field(name).name)
        return code("{record}.{column}", record=identifier(record), column=column)

    return read


def _typer(view: SideView) -> NameType:
    def type_of(name: Name) -> Type:
        return Type() if isinstance(name, Parameter) else view.field(name).type

    return type_of


def _record(name: str, doc: str, side: SideView) -> RecordCode:
    fields = tuple(
        annotated(identifier(field.name), type_code(field.type))
        for field in side.fields
    )
    return RecordCode(identifier(name), docstring(doc), fields)


def _written(
    name: str,
    way: str,
    entity: str,
    lines: tuple[Assignment, ...],
    record: RecordCode,
) -> RecordCode:
    fields = tuple(
        annotated(
            identifier(line.target.name),
            written_code(line.written, line.target.type, line.optional),
        )
        for line in lines
    )
    doc = (
        f"What `{way}` writes to {entity}."
        if lines
        else f"Nothing: no line writes to {entity}."
    )
    same = record.name if fields and fields == record.fields else None
    return RecordCode(identifier(name), docstring(doc), fields, same)


def _path(field: FieldView) -> PyCode:
    if not isinstance(field.ref, EitherRef):
        return path_code(field.ref.segments)
    candidates = [
        strings((candidate.entity, candidate.key)) for candidate in field.ref.candidates
    ]
    return code(
        "{either}({column}, {candidates})",
        either=runtime_name("either"),
        column=text_literal(field.ref.column),
        candidates=join(", ", candidates),
    )


def _sources(lines: tuple[Assignment, ...]) -> PyCode:
    """From which fields of the other side each field is computed."""
    entries = (
        code(
            "{name}: {reads}",
            name=text_literal(line.target.name),
            reads=strings(line.reads),
        )
        for line in lines
    )
    return code("{{{entries}}}", entries=join(", ", entries))
