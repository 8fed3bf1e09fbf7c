"""Parsed files as bytes: for other processes, and for what is remembered between runs."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

from dwmap.source import SourceFile
from dwmap.syntax import ast

Reducer: TypeAlias = Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]

_AT_HAND: Final[list[SourceFile]] = []
"""The file whose tree is being loaded: a tree is kept without the text that it was read from."""


def dump_tree(file: ast.File) -> bytes:
    """The tree without its text; raises RecursionError for one that is too deep."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _reducers()
    pickler.dump(file)
    return stream.getvalue()


def load_tree(data: bytes, source: SourceFile) -> ast.File:
    """The tree that was read from this very text; trusts the bytes."""
    _AT_HAND.append(source)
    try:
        file: ast.File = pickle.loads(data)
        return file
    finally:
        _AT_HAND.pop()


def _source_at_hand() -> SourceFile:
    return _AT_HAND[-1]


@cache
def _reducers() -> Mapping[type, Reducer]:
    """
    Every class of the tree as its constructor and arguments.

    What a dataclass with slots does on its own takes several times as long, in both directions.
    """
    kinds = [each for each in vars(ast).values() if isinstance(each, type)]
    found: dict[type, Reducer] = {k: _reducer(k) for k in kinds if is_dataclass(k)}
    found[SourceFile] = lambda _: (_source_at_hand, ())
    return found


def _reducer(kind: type[Any]) -> Reducer:
    names = [each.name for each in fields(kind)]
    if len(names) == 1:
        return lambda node: (kind, (getattr(node, names[0]),))
    values = attrgetter(*names)
    return lambda node: (kind, values(node))
