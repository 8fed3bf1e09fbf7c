"""Value maps, transforms and state tables."""

from __future__ import annotations

from dwmap.formatter.blocks import Item
from dwmap.formatter.columns import Cell, row
from dwmap.formatter.context import Context, section
from dwmap.formatter.layout import Doc
from dwmap.formatter.names import (
    allow_text,
    literal_text,
    name_text,
    path_text,
    qname_text,
    type_text,
    value_text,
)
from dwmap.formatter.print_decl import renamed_text
from dwmap.syntax import ast, keywords

_CELL_START = keywords.ENTRY_START | {"_"}
_CELL = keywords.VALUE | {"_"}


def print_value_map(cx: Context, decl: ast.ValueMapDecl) -> Item:
    """The pairs of a value map, then what becomes of other values."""
    items = []
    if decl.ignore_case:
        place = cx.original.find(r"ignore[ \t]+case\b", decl.span)
        items.append(Item(row("ignore case"), place))
    items += _allows(cx, decl.allows)
    items += [_entry(cx, one) for one in decl.entries]
    items += [print_else(cx, one) for one in decl.otherwise]
    types = f"{type_text(decl.left)} <-> {type_text(decl.right)}"
    head = f"valuemap {name_text(decl.name)} : {types}"
    return cx.heading(decl.span, head, decl.doc, section(items, own_blanks=True))


def _entry(cx: Context, entry: ast.ValueEntry) -> Item:
    cells = [
        Cell(value_text(entry.left, keywords.ENTRY_START), 1),
        Cell(entry.op, 1),
        Cell(value_text(entry.right)),
    ]
    if entry.renamed_from is not None:
        cells.append(Cell(renamed_text(entry.renamed_from)))
    cells += [Cell(f"allow {allow_text(one)}") for one in entry.allows]
    return Item(tuple(cells), cx.original.place(entry.span), entry.doc)


def _allows(cx: Context, allows: tuple[ast.Allow, ...]) -> list[Item]:
    """What is accepted in a table: lines that stay out of its columns."""
    return [
        Item(row(f"allow {allow_text(one)}"), cx.original.place(one.span))
        for one in allows
    ]


def print_else(cx: Context, clause: ast.ElseClause) -> Item:
    """`else left keep`."""
    side = "" if clause.side == "both" else f" {clause.side}"
    if clause.policy == "value" and clause.value is not None:
        policy = value_text(clause.value, keywords.ELSE_VALUE)
    else:
        policy = clause.policy
    return Item(row(f"else{side} {policy}"), cx.original.place(clause.span))


def _parameters(cx: Context, parameters: tuple[ast.Parameter, ...]) -> Doc:
    return cx.expressions.parameters(
        tuple(
            (f"{name_text(one.name)}: {type_text(one.type)}", one.span)
            for one in parameters
        )
    )


def print_transform(cx: Context, decl: ast.TransformDecl) -> Item:
    """The forward and the backward expression."""
    parameters = _parameters(cx, decl.parameters)
    head = (f"transform {name_text(decl.name)}", parameters)
    ways = [("forward", decl.forward), ("backward", decl.backward)]
    items = cx.allows(decl.allows)
    items += [
        cx.clause(way, cx.expressions.whole(expr), expr.span)
        for way, expr in ways
        if expr is not None
    ]
    result = f" -> {type_text(decl.result)}"
    return cx.heading(decl.span, (*head, result), decl.doc, section(items))


def print_states(cx: Context, decl: ast.StatesDecl) -> Item:
    """The rows of a state table, in their order."""
    parameters = _parameters(cx, decl.parameters)
    result = f" -> {type_text(decl.result)}"
    head = (f"states {name_text(decl.name)}", parameters, result)
    items = _allows(cx, decl.allows)
    items += [_state_row(cx, one) for one in decl.rows]
    if decl.otherwise is not None:
        items.append(print_else(cx, decl.otherwise))
    return cx.heading(decl.span, head, decl.doc, section(items, own_blanks=True))


def _state_row(cx: Context, state: ast.StateRow) -> Item:
    words = [
        "_" if cell is None else value_text(cell, _CELL if n else _CELL_START)
        for n, cell in enumerate(state.cells)
    ]
    cells = [Cell(f"{word},", 1) for word in words[:-1]]
    cells += [Cell(word, 1) for word in words[-1:]]
    result = f"-> {value_text(state.result)}"
    cells.append(Cell(result, 1))
    if state.condition is not None:
        cells.append(Cell(("when ", cx.expressions.whole(state.condition))))
    end = None if state.condition is None else state.condition.span
    return Item(tuple(cells), cx.original.place(state.span, end))


def print_bootstrap(cx: Context, decl: ast.BootstrapDecl) -> Item:
    """The rule that finds the company of a row."""
    items = [_bootstrap_entry(cx, *entry) for entry in decl.entries]
    if decl.otherwise is not None:
        items.append(print_else(cx, decl.otherwise))
    rule = Item(
        row(f"company from {path_text(decl.source)}"),
        cx.original.find_block(r"company[ \t]+from", decl.span),
        block=(section(items, own_blanks=True),),
    )
    head = f"bootstrap {qname_text(decl.qname)}"
    return cx.heading(decl.span, head, decl.doc, section([rule]))


def _bootstrap_entry(
    cx: Context, left: ast.LiteralExpr, right: ast.LiteralExpr
) -> Item:
    cells = row(literal_text(left), "=", literal_text(right), gap=1)
    return Item(cells, cx.original.place(left.span, right.span))
