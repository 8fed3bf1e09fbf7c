"""The filters of a map: in words, as written, and in both dialects."""

from __future__ import annotations

from dwmap.dialects.texts import (
    DIALECT_NAMES,
    OWN_DIALECT,
    Dialect,
    Refusal,
    filter_text,
)
from dwmap.emit.docs_index import Index
from dwmap.emit.docs_view_map import FilterForm, FilterView
from dwmap.emit.filter_words import filter_words
from dwmap.ir.model import Expr, Map, SystemKind
from dwmap.ir.text import expr_text


def filter_views(index: Index, one: Map) -> tuple[FilterView, ...]:
    """The filters that a map has, the left one first."""
    sides = (
        ("left", one.left, one.left_filter),
        ("right", one.right, one.right_filter),
    )
    return tuple(
        _view(index, side, entity, expr)
        for side, entity, expr in sides
        if expr is not None
    )


def _view(index: Index, side: str, entity: str, expr: Expr) -> FilterView:
    kind = index.system(entity).kind
    own = OWN_DIALECT.get(kind)
    forms = [_form(index, expr, dialect, kind, own) for dialect in DIALECT_NAMES]
    return FilterView(
        side=side,
        system=index.system_label(entity),
        words=filter_words(expr, index.scope.enums),
        source=expr_text(expr),
        forms=tuple(sorted(forms, key=lambda form: not form.own)),
    )


def _form(
    index: Index, expr: Expr, dialect: Dialect, kind: SystemKind, own: Dialect | None
) -> FilterForm:
    said = filter_text(expr, dialect, index.scope.enums, kind)
    return FilterForm(
        dialect=DIALECT_NAMES[dialect],
        text="" if isinstance(said, Refusal) else said.text,
        reason=said.reason if isinstance(said, Refusal) else "",
        notes=() if isinstance(said, Refusal) else said.notes,
        own=dialect == own,
    )
