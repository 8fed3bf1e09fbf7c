"""Fields as the service has them: declared ones changed where they differ, new ones made."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.formatter.names import type_text
from dwmap.importers import nodes
from dwmap.importers.metadata.editor import Editor
from dwmap.importers.metadata.model import Column, Product
from dwmap.importers.metadata.types import ANY, Types, with_mark
from dwmap.syntax import ast, keywords

_WRITERS = ("readonly", "createonly", "computed")


def change_field(
    editor: Editor, field: ast.FieldDecl, column: Column, types: Types, *, in_key: bool
) -> None:
    """Change what a declared field says otherwise than the service; the rest of its line stays."""
    wanted = types.wanted(column, field.type)
    optional = _is_optional(column, types.metadata.product)
    if optional is None:
        optional = _was_optional(field, column, in_key=in_key)
    change = with_mark(wanted.type, optional) if wanted.type is not None else None
    added = list(_new_modifiers(column, field))
    if change is not None and not _same(change, field.type):
        text = type_text(change, keywords.TYPE)
        if field.type is not None:
            editor.replace(field.type.span, text)
        else:
            added.insert(0, text)
    unwanted = set(_old_modifiers(column))
    if wanted.is_settled:
        unwanted.add("inferred")
    for modifier in field.modifiers:
        if modifier.text in unwanted:
            editor.remove_word(modifier.span)
    if added:
        last = field.type.span if field.type is not None else field.name.span
        editor.insert(last.end, "".join(f" {word}" for word in added))


def new_field(
    column: Column, types: Types, product: Product, *, in_key: bool, name: str = ""
) -> ast.FieldDecl:
    """A field for a column, under the name that maps give it."""
    wanted = types.wanted(column, None)
    is_optional = column.level in ("none", "unknown") and not in_key
    modifiers = tuple(_modifiers(column))
    if in_key and product == "dataverse":
        modifiers = ("readonly",)
    return ast.FieldDecl(
        nodes.name(name or column.name),
        with_mark(wanted.type, is_optional),
        tuple(map(nodes.name, modifiers)),
        None,
        None,
        (),
        "",
        nodes.NOWHERE,
    )


def _is_optional(column: Column, product: Product) -> bool | None:
    """
    Whether there may be no value, where the service says it.

    Finance and operations has a value for nothing, so specs decide; a column that Dataverse requires of people may be
    empty all the same.
    """
    if column.level in ("unknown", "system"):
        return None if column.level == "unknown" else False
    if product == "odata":
        return column.level == "none"
    is_none = product == "dataverse" and column.level == "none"
    return True if is_none else None


def _was_optional(field: ast.FieldDecl, column: Column, *, in_key: bool) -> bool:
    """What the spec says; where it knows no type, there may be no value but in a key and where one is required."""
    if field.type is not None and type_text(field.type) != ANY:
        return field.type.optional
    required = any(one.text == "required" for one in field.modifiers)
    return not (in_key or required or column.level == "required")


def _same(one: ast.TypeExpr, other: ast.TypeExpr | None) -> bool:
    if other is None:
        return type_text(one) == ANY
    return type_text(one) == type_text(other)


def _modifiers(column: Column) -> Iterable[str]:
    """What may be done with a new column."""
    if column.level == "required" and column.access not in ("read", "computed"):
        yield "required"
    if column.access in ("read", "create", "computed"):
        names = {"read": "readonly", "create": "createonly", "computed": "computed"}
        yield names[column.access]


def _new_modifiers(column: Column, field: ast.FieldDecl) -> Iterable[str]:
    there = {one.text for one in field.modifiers}
    for word in _modifiers(column):
        # Both say that nobody writes it.
        instead = (
            {"readonly", "computed"} if word in ("readonly", "computed") else {word}
        )
        if not there & instead:
            yield word


def _old_modifiers(column: Column) -> Iterable[str]:
    """What is wrong to say of a column."""
    if column.level == "none":
        yield "required"
    match column.access:
        case "write":
            yield from _WRITERS
        case "create":
            yield from ("readonly", "computed")
        case "read" | "computed":
            yield "createonly"
