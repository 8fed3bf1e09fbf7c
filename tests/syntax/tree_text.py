"""A tree as text that a person can review: what is there, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from dwmap.source import Span
from dwmap.syntax import ast

_SHORT = ast.Name | ast.QName | ast.PathExpr | ast.EitherExpr


def tree_text(file: ast.File) -> str:
    """The declarations, the comments, and the names of what could not be read."""
    lines = [line for decl in file.declarations for line in _node("", decl, 0)]
    lines += [f"comment {_place(c.span)} {c.text}" for c in file.comments]
    if file.damaged:
        lines.append("damaged: " + " ".join(sorted(file.damaged)))
    return "".join(f"{line}\n" for line in lines)


def _node(label: str, node: Any, depth: int) -> Iterator[str]:
    indent = "  " * depth
    lead = f"{indent}{label}: " if label else indent
    match node:
        case ast.LiteralExpr():
            yield f"{lead}{node.kind} {node.value!r} {_place(node.span)}"
        case _ if isinstance(node, _SHORT):
            yield f"{lead}{_escaped(node.text)} {_place(node.span)}"
        case Span():
            yield f"{lead}{_place(node)}"
        case tuple():
            for item in node:
                yield from _node(label, item, depth)
        case _ if is_dataclass(node):
            span = getattr(node, "span", None)
            place = f" {_place(span)}" if span else ""
            yield f"{lead}{type(node).__name__}{place}"
            for each in fields(node):
                value = getattr(node, each.name)
                if each.name != "span" and value not in (None, "", (), False):
                    yield from _node(each.name, value, depth + 1)
        case _:
            yield f"{lead}{node!r}"


def _escaped(text: str) -> str:
    return text if text.isprintable() else repr(text)


def _place(span: Span) -> str:
    line, column = span.position
    last, end = span.end_position
    return f"{line}:{column}-{end}" if last == line else f"{line}:{column}-{last}:{end}"
