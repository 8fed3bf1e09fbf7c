"""A parsed file."""

from __future__ import annotations

from typing import TypeAlias

from dwmap.frozen import frozen
from dwmap.source import SourceFile, Span
from dwmap.syntax.ast.entities import (
    EntityDecl,
    EnumDecl,
    ExtendEntityDecl,
    OptionsDecl,
    SolutionDecl,
    SystemDecl,
)
from dwmap.syntax.ast.maps import ExtendMapDecl, MapDecl, VariantDecl
from dwmap.syntax.ast.others import ActionDecl, BootstrapDecl, ExampleDecl, SamplesDecl
from dwmap.syntax.ast.transforms import StatesDecl, TransformDecl, ValueMapDecl

Decl: TypeAlias = (
    SystemDecl
    | SolutionDecl
    | EnumDecl
    | OptionsDecl
    | EntityDecl
    | ValueMapDecl
    | TransformDecl
    | StatesDecl
    | MapDecl
    | ExtendMapDecl
    | ExtendEntityDecl
    | VariantDecl
    | ActionDecl
    | BootstrapDecl
    | ExampleDecl
    | SamplesDecl
)


@frozen
class Comment:
    """A `//` or `///` comment with its text as written; `own_line` means nothing stands before it."""

    text: str
    span: Span
    own_line: bool


@frozen
class File:
    """A parsed file. `damaged` are names inside parts that could not be parsed: nothing is said about their absence."""

    source: SourceFile
    declarations: tuple[Decl, ...]
    comments: tuple[Comment, ...] = ()
    damaged: frozenset[str] = frozenset()
