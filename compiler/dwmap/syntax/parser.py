"""Lark's home: text in, declarations and diagnostics out."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.lexer import PatternStr

from dwmap.diagnostics import Report
from dwmap.resources import cache_dir, data_dir
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.build_maps import Builder
from dwmap.syntax.lalr import LineEndings, Loop, Surprise

WORD = re.compile(r"[^\W\d]\w*")


class Grammar:
    """The loaded grammar and the builder that its reductions call."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.lark = Lark.open(
            str(data_dir("grammar") / "dwmap.lark"),
            parser="lalr",
            lexer="contextual",
            maybe_placeholders=False,
            postlex=cast(Any, LineEndings()),
            transformer=cast(Any, _callbacks(self.builder)),
            lexer_callbacks={"COMMENT": self.builder.see_comment},
            cache=cast(Any, _cache_file()),
        )
        self.loop = Loop(self.lark, self.builder.read_name, self.builder.see_comment)
        self.spellings: Mapping[str, str] = {
            each.name: each.pattern.value
            for each in self.lark.terminals
            if isinstance(each.pattern, PatternStr)
        }

    def parse(
        self, source: SourceFile, text: str, offset: int, *, sound: bool = True
    ) -> tuple[ast.Decl, ...]:
        """
        The declarations in `text`, which stands at `offset` of `source`; raises `UnexpectedInput`.

        A text that is hardly `sound` is given to Lark at once, which has to say what is wrong with it.
        """
        self.builder.reset(source, offset)
        if sound:
            with suppress(Surprise):
                return cast(tuple[ast.Decl, ...], self.loop.parse(text))
            self.builder.reset(source, offset)
        return cast(tuple[ast.Decl, ...], self.lark.parse(text))


def _callbacks(builder: Builder) -> SimpleNamespace:
    """The methods of the builder for each rule, and names instead of the tokens that spell them."""

    def read_name(token: Token) -> ast.Name:
        start, end = cast(int, token.start_pos), cast(int, token.end_pos)
        return builder.read_name(str(token), start, end)

    rules = [name for name in dir(Builder) if not name.startswith("_")]
    methods = {name: getattr(builder, name) for name in rules}
    callables = {name: each for name, each in methods.items() if callable(each)}
    return SimpleNamespace(**callables, NAME=read_name)


def _cache_file() -> str | bool:
    folder = cache_dir()
    return str(Path(folder) / "grammar.bin") if folder is not None else False


@cache
def grammar() -> Grammar:
    """The grammar, loaded once in a process."""
    return Grammar()


def parse_file(source: SourceFile, report: Report) -> ast.File:
    """
    The declarations of a file, as many as can be read.

    Mistakes go to `report`, each once; what stands in damaged parts is named in `File.damaged`.
    """
    from dwmap.syntax.depth import without_deep
    from dwmap.syntax.legalize import legalize

    collecting = gc.isenabled()
    gc.disable()  # Nothing built here can be garbage yet; collecting costs up to a third of the time.
    try:
        loaded = grammar()
        builder = loaded.builder
        damaged: frozenset[str] = frozenset()
        try:
            declarations = loaded.parse(source, source.text, 0)
        except UnexpectedInput:
            from dwmap.syntax.recovery import parse_damaged

            declarations, damaged = parse_damaged(loaded, source, report)
        declarations, left_out = without_deep(declarations, report)
        damaged |= {word for decl in left_out for word in WORD.findall(decl.span.text)}
        comments = tuple(_comments(source, builder.comments))
        file = ast.File(source, declarations, comments, damaged)
        legalize(file, builder.misuses, report)
        return file
    finally:
        if collecting:
            gc.enable()


def _comments(source: SourceFile, tokens: list[Token]) -> Iterator[ast.Comment]:
    text = source.text
    for token in tokens:
        start = cast(int, token.start_pos)
        line_start = text.rfind("\n", 0, start) + 1
        own_line = not text[line_start:start].strip(" \t\ufeff")
        yield ast.Comment(
            str(token).rstrip(), source.span(start, cast(int, token.end_pos)), own_line
        )
