"""`_tables.py`: the ends and their tables as constants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dwmap.emit.pycode import (
    PyCode,
    code,
    identifier,
    join,
    literal,
    strings,
    text_literal,
    tuple_of,
)
from dwmap.emit.python_names import SharedNames
from dwmap.emit.python_types import runtime_name
from dwmap.emit.view_tables import ColumnView, TableView
from dwmap.ir.scope import Scope


@dataclass(frozen=True, slots=True)
class TableCode:
    """One table: its constant, the members before and after the columns, the columns."""

    name: PyCode
    table: PyCode
    head: tuple[PyCode, ...]
    columns: tuple[PyCode, ...]
    tail: tuple[PyCode, ...]


@dataclass(frozen=True, slots=True)
class TablesCode:
    """All of `_tables.py`."""

    systems: tuple[PyCode, ...]
    tables: tuple[TableCode, ...]


def view_tables_module(
    tables: tuple[TableView, ...], scope: Scope, names: SharedNames
) -> TablesCode:
    """The systems and tables of a project."""
    systems = tuple(
        code(
            "{name} = {system}({text}, {kind})",
            name=identifier(names.systems[system.name]),
            system=runtime_name("System"),
            text=text_literal(system.name),
            kind=text_literal(system.kind),
        )
        for system in scope.project.systems
    )
    return TablesCode(systems, tuple(_table(view, names) for view in tables))


def _table(view: TableView, names: SharedNames) -> TableCode:
    head = [
        code("name={name}", name=text_literal(view.entity.name)),
        code("system={name}", name=text_literal(view.system)),
        code("table={name}", name=text_literal(view.table)),
    ]
    tail = [code("key={key}", key=strings(view.key))]
    if view.row_id is not None:
        tail.append(code("row_id={name}", name=text_literal(view.row_id)))
    if view.integration_key:
        paths = tuple_of(map(path_code, view.integration_key))
        tail.append(code("integration_key={paths}", paths=paths))
    if view.company is not None:
        tail.append(code("company={path}", path=path_code(view.company)))
    if view.references:
        references = tuple_of(_reference(*each) for each in view.references)
        tail.append(code("references={references}", references=references))
    if view.inactive is not None:
        field, inactive, active = view.inactive
        tail.append(
            code(
                "inactive={name}({field}, {inactive}, {active})",
                name=runtime_name("Inactive"),
                field=text_literal(field),
                inactive=literal(inactive),
                active=literal(active),
            )
        )
    name = identifier(names.table_name(view.entity.name))
    columns = tuple(map(_column, view.columns))
    table = runtime_name("Table")
    return TableCode(name, table, tuple(head), columns, tuple(tail))


def path_code(segments: Iterable[str]) -> PyCode:
    """`path("a", "b")`."""
    return code(
        "{path}({segments})",
        path=runtime_name("path"),
        segments=join(", ", map(text_literal, segments)),
    )


def _column(view: ColumnView) -> PyCode:
    type = view.type
    parts = [text_literal(view.name)]
    if view.kind != "any":
        parts.append(text_literal(view.kind))
    if not type.nullable:
        parts.append(code("nullable=False"))
    sizes = {"length": type.length, "precision": type.precision, "scale": type.scale}
    for name, size in sizes.items():
        if size is not None:
            parts.append(
                code("{name}={size}", name=identifier(name), size=literal(size))
            )
    if view.create_only:
        parts.append(code("create_only=True"))
    if view.masked:
        parts.append(code("masked=True"))
    column = runtime_name("Column")
    return code("{column}({parts})", column=column, parts=join(", ", parts))


def _reference(column: str, targets: tuple[str, ...]) -> PyCode:
    return code(
        "{reference}({column}, {targets})",
        reference=runtime_name("Reference"),
        column=text_literal(column),
        targets=strings(targets),
    )
