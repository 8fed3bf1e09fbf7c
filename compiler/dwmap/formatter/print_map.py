"""Maps, their lines, and extensions of maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dwmap.formatter.blocks import Item, Section
from dwmap.formatter.columns import Cell, Row, row
from dwmap.formatter.context import Context, section
from dwmap.formatter.layout import INDENT, WIDTH, Doc
from dwmap.formatter.names import (
    allow_text,
    literal_text,
    name_text,
    path_text,
    qname_text,
    slug_text,
    string_text,
)
from dwmap.formatter.print_decl import labelled, renamed_text
from dwmap.syntax import ast, keywords

_DEPENDS = "depends on"


def print_map(cx: Context, decl: ast.MapDecl) -> Item:
    """The clauses of a map in their fixed order, then its lines in the author's."""
    width = _operator_width(decl.lines)
    lines = [(line.span, print_line(cx, line, width)) for line in decl.lines]
    lines += [(one.span, _retired(cx, one)) for one in decl.retired]
    # Without places the sort keeps the order: lines, then what is retired.
    lines.sort(key=lambda pair: pair[0].start)
    body = section([item for _, item in lines], own_blanks=True)
    sides = f"{qname_text(decl.left)} <-> {qname_text(decl.right)}"
    head = f"{labelled(f'map {name_text(decl.name)}', decl.label)} : {sides}"
    if decl.variant is not None:
        choice = name_text(decl.variant.choice)
        head += f" when {name_text(decl.variant.variant)} is {choice}"
    return cx.heading(decl.span, head, decl.doc, section(_clauses(cx, decl)), body)


def _clauses(cx: Context, decl: ast.MapDecl) -> list[Item]:
    items = cx.version(decl.version, decl.span)
    if decl.status is not None:
        items.append(cx.clause("status", name_text(decl.status), decl.status.span))
    items += _owner(cx, decl.owner)
    if decl.renamed_from is not None:
        text = renamed_text(decl.renamed_from)
        place = cx.original.place(decl.renamed_from.span)
        items.append(Item(row(text), place))
    items += _depends(cx, decl.depends)
    items += [_where(cx, one) for one in decl.filters]
    items += [cx.key(key) for key in decl.keys]
    items += [_policy(cx, one) for one in decl.policies]
    return items + cx.allows(decl.allows)


def _owner(cx: Context, owner: ast.Name | None) -> list[Item]:
    return [] if owner is None else [cx.clause("owner", slug_text(owner), owner.span)]


def _depends(cx: Context, names: Sequence[ast.Name]) -> Iterator[Item]:
    """The lines of the author, each filled no wider than the page."""
    for _, group in groupby(names, lambda name: name.span.position.line):
        for part in _filled(list(group)):
            text = ", ".join(map(name_text, part))
            yield cx.clause(_DEPENDS, text, part[0].span, part[-1].span)


def _filled(names: list[ast.Name]) -> Iterator[list[ast.Name]]:
    room = WIDTH - INDENT - len(_DEPENDS) - 1
    part: list[ast.Name] = []
    for name in names:
        if part and len(", ".join(map(name_text, [*part, name]))) > room:
            yield part
            part = []
        part.append(name)
    yield part


def _where(cx: Context, where: ast.WhereClause) -> Item:
    keyword = f"where {name_text(where.system)}"
    if where.adds:
        condition = cx.expressions.behind_and(where.condition)
        return cx.clause(f"{keyword} and", condition, where.span)
    return cx.clause(keyword, cx.expressions.whole(where.condition), where.span)


def _policy(cx: Context, policy: ast.Policy) -> Item:
    return cx.clause(policy.subject, name_text(policy.choice), policy.span)


def _retired(cx: Context, retired: ast.RetiredField) -> Item:
    text = f"retired {name_text(retired.name)} since {retired.since}"
    if retired.sunset is not None:
        text += f" sunset {literal_text(retired.sunset)}"
    return Item(row(text), cx.original.place(retired.span))


def print_lines(cx: Context, lines: Sequence[ast.MappingLine]) -> Section:
    """The lines of a request or a response."""
    width = _operator_width(lines)
    items = [print_line(cx, line, width, keywords.SIDE_START) for line in lines]
    return section(items, own_blanks=True)


def print_line(
    cx: Context,
    line: ast.MappingLine,
    width: int,
    reserved: frozenset[str] = keywords.LINE_START,
) -> Item:
    """One mapping line."""
    cells = _cells(cx, line, width, reserved)
    place = cx.original.place(line.left.span, line.span)
    return Item(cells, place, line.doc)


def _operator_width(lines: Sequence[ast.MappingLine]) -> int:
    return max((len(line.op) for line in lines), default=0)


def _cells(
    cx: Context, line: ast.MappingLine, width: int, reserved: frozenset[str]
) -> Row:
    """Left, operator, right, and each clause that the line has."""
    print_ = cx.expressions
    policies = (f"{one.subject} {name_text(one.choice)}" for one in line.policies)
    docs: list[Doc] = [
        print_.side(line.left, reserved),
        line.op.ljust(width),
        print_.side(line.right, keywords.SIDE_START),
    ]
    if line.transform is not None:
        docs.append(_transform(cx, line.transform))
    if line.default is not None:
        docs.append(f"default {literal_text(line.default)}")
    if line.condition is not None:
        docs.append(("when ", print_.whole(line.condition)))
    docs.append(", ".join(policies))
    if line.lossy is not None:
        docs.append(f"lossy {string_text(line.lossy)}")
    if line.owner is not None:
        docs.append(f"owner {slug_text(line.owner)}")
    docs += [f"allow {allow_text(one)}" for one in line.allows]
    return row(*docs)


def _transform(cx: Context, use: ast.TransformUse) -> Doc:
    name = f": {name_text(use.name)}"
    if not use.args:
        return name
    return (name, cx.expressions.arguments(use.args))


def print_extend_map(cx: Context, decl: ast.ExtendMapDecl) -> Item:
    """The clauses of an extension, then its changes."""
    clauses = cx.version(decl.version, decl.span)
    clauses += _owner(cx, decl.owner)
    clauses += _depends(cx, decl.depends)
    clauses += [_where(cx, one) for one in decl.filters]
    clauses += [_policy(cx, one) for one in decl.policies]
    clauses += cx.allows(decl.allows)
    lines = [one.line for one in decl.changes if isinstance(one, ast.LineChange)]
    width = _operator_width(lines)
    changes = [_change(cx, one, width) for one in decl.changes]
    base = "" if decl.base_version is None else f" on {decl.base_version}"
    head = f"extend map {name_text(decl.name)}{base}"
    body = section(changes, own_blanks=True)
    return cx.heading(decl.span, head, decl.doc, section(clauses), body)


def _change(cx: Context, change: ast.LineChange | ast.LineRemoval, width: int) -> Item:
    place = cx.original.place(change.span)
    if isinstance(change, ast.LineRemoval):
        return Item((Cell("remove", 1), Cell(path_text(change.path))), place)
    cells = _cells(cx, change.line, width, keywords.SIDE_START)
    return Item((Cell(change.kind, 1), *cells), place, change.line.doc)
