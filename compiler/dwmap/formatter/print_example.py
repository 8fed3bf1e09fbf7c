"""Actions and examples."""

from __future__ import annotations

from dwmap.formatter.blocks import Item
from dwmap.formatter.columns import Cell, row
from dwmap.formatter.context import Context, section
from dwmap.formatter.layout import INDENT, WIDTH
from dwmap.formatter.names import (
    AFTER_LITERAL,
    literal_text,
    name_text,
    path_text,
    qname_text,
    string_text,
)
from dwmap.formatter.print_decl import labelled
from dwmap.formatter.print_map import print_lines
from dwmap.syntax import ast, keywords


def print_action(cx: Context, decl: ast.ActionDecl) -> Item:
    """The request, the response, and how the call is made."""
    items = cx.allows(decl.allows)
    for name, lines in (("request", decl.request), ("response", decl.response)):
        place = cx.original.find_block(name, decl.span)
        if lines or place:
            items.append(Item(row(name), place, block=(print_lines(cx, lines),)))
    if decl.correlation is not None:
        path = path_text(decl.correlation)
        place = cx.original.place(decl.correlation.span)
        items.append(Item(row(f"correlation {path}"), place))
    if decl.idempotent:
        place = cx.original.find(r"idempotent\b", decl.span)
        items.append(Item(row("idempotent"), place))
    sides = f"{qname_text(decl.caller)} -> {qname_text(decl.callee)}"
    head = f"{labelled(f'action {name_text(decl.name)}', decl.label)} : {sides}"
    return cx.heading(decl.span, head, decl.doc, section(items))


def print_example(cx: Context, decl: ast.ExampleDecl) -> Item:
    """The records of an example: each on a line, or all of them field by field."""
    wide = any(_needs_block(cx, record) for record in decl.records)
    build = _record_block if wide else _record_line
    items = [build(cx, record) for record in decl.records]
    head = f"example {string_text(decl.title)} for {name_text(decl.map)}"
    return cx.heading(decl.span, head, decl.doc, section(items, own_blanks=True))


def _needs_block(cx: Context, record: ast.ExampleRecord) -> bool:
    place = cx.original.place(record.span)
    commented = place is not None and cx.original.has_comment(place)
    return commented or INDENT + len(f"{_head(record)} {_line(record)}") > WIDTH


def _head(record: ast.ExampleRecord) -> str:
    if record.role == "record":
        return name_text(record.system, keywords.EXAMPLE_START)
    return f"{record.role} {name_text(record.system)}"


def _words(record: ast.ExampleRecord) -> list[str]:
    """Each field with its value; the braces belong to the first and the last."""
    words = [
        f"{path_text(one.path, AFTER_LITERAL)} {literal_text(one.value)}"
        for one in record.fields
    ]
    if not words:
        return ["{}"]
    words[0] = f"{{ {words[0]}"
    words[-1] = f"{words[-1]} }}"
    return words


def _line(record: ast.ExampleRecord) -> str:
    return "  ".join(_words(record))


def _record_line(cx: Context, record: ast.ExampleRecord) -> Item:
    cells = (Cell(_head(record), 1), *row(*_words(record)))
    return Item(cells, cx.original.place(record.span))


def _record_block(cx: Context, record: ast.ExampleRecord) -> Item:
    fields = [
        Item(
            row(path_text(one.path, AFTER_LITERAL), literal_text(one.value), gap=1),
            cx.original.place(one.span),
        )
        for one in record.fields
    ]
    block = (section(fields, own_blanks=True),)
    return Item(row(_head(record)), cx.original.place(record.span), block=block)
