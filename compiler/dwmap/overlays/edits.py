"""Edits of overlays by place: everything else in their files stays as it was written, comments too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dwmap.diagnostics import Edit
from dwmap.overlays.verdict import Outcome, Rebased
from dwmap.semantic.solution_order import Extension
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

__all__ = ["base_edit", "clause_span", "edits_of", "removal"]

_ON = re.compile(r"[ \t]+on[ \t]+(\d+(?:\.\d+){1,3})")


def edits_of(rebased: Rebased) -> list[Edit]:
    """What needs no decision: redundant changes go, and where no conflict is left, `on` names the new version."""
    gone = [one.span for one in rebased.verdicts if one.outcome is Outcome.REDUNDANT]
    extension = rebased.extension
    if gone and not rebased.conflicts and len(gone) == _count(extension):
        whole = _declaration(extension.span)
        if "//" not in _without(extension.span, gone):
            return [removal(whole)]
    edits = [removal(span) for span in gone]
    if not rebased.conflicts and isinstance(extension, ast.ExtendMapDecl):
        edit = base_edit(extension, rebased.now)
        edits += [edit] if edit is not None else []
    return edits


def base_edit(extension: ast.ExtendMapDecl, version: str) -> Edit | None:
    """The edit that makes an overlay name another version of its base; None where it names none."""
    end = extension.name.span.end
    text = extension.span.file.text
    backtick = text[end : end + 1] == "`"
    found = _ON.match(text, end + backtick)
    if found is None:
        return None
    return Edit(extension.span.file.span(*found.span(1)), version)


def clause_span(extension: Extension, word: str) -> Span | None:
    """The clause of an overlay that begins with a word and has one more."""
    start, end = extension.span.start, extension.span.end
    clause = re.compile(rf"(?:^|[{{\n])[ \t]*({word}[ \t]+[^\s{{}}]+)")
    found = clause.search(extension.span.file.text, start, end)
    return extension.span.file.span(*found.span(1)) if found is not None else None


def removal(span: Span) -> Edit:
    """
    The edit that takes a statement away: with its line and its doc comments, if nothing else stands there.

    A comment behind it stays, in a line of its own.
    """
    text = span.file.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    before, behind = text[start : span.start], text[span.end : end].strip()
    if before.strip() or (behind and not behind.startswith("//")):
        return Edit(_with_blanks(span), "")
    start = _above(text, start, "///")
    if behind:
        end -= text[end - 1] == "\r"
        return Edit(span.file.span(start, end), f"{before}{behind}")
    return Edit(span.file.span(start, min(end + 1, len(text))), "")


def _with_blanks(span: Span) -> Span:
    """A statement that shares its line, and the blanks behind it."""
    text, end = span.file.text, span.end
    while end < len(text) and text[end] in " \t,":
        end += 1
    return span.file.span(span.start, end)


def _above(text: str, start: int, mark: str) -> int:
    """Where the lines begin that stand right above a line and begin with a mark."""
    while start > 0:
        line = text.rfind("\n", 0, start - 1) + 1
        if not text[line:start].lstrip().startswith(mark):
            break
        start = line
    return start


def _declaration(span: Span) -> Span:
    """A declaration and the empty line before it, if there is one."""
    text = span.file.text
    start = text.rfind("\n", 0, span.start) + 1
    start = _above(text, start, "///")
    while text.endswith(("\n\n", "\n\r\n"), 0, start):
        start = text.rfind("\n", 0, start - 1) + 1
    blank = text[start : span.start].strip() == ""
    return span.file.span(start if blank else span.start, span.end)


def _without(whole: Span, gone: Sequence[Span]) -> str:
    """The text of a range without parts of it."""
    text = whole.file.text
    return "".join(
        text[start:end] for start, end in _gaps(whole.file, whole, sorted(gone))
    )


def _gaps(
    file: SourceFile, whole: Span, gone: Sequence[Span]
) -> Iterator[tuple[int, int]]:
    at = whole.start
    for span in gone:
        yield at, span.start
        at = span.end
    yield at, whole.end


def _count(extension: Extension) -> int:
    """How many statements an overlay has."""
    if isinstance(extension, ast.ExtendEntityDecl):
        parts = (extension.fields, extension.keys, extension.allows)
        return sum(map(len, parts))
    lists = (
        extension.filters,
        extension.policies,
        extension.changes,
        extension.allows,
        extension.depends,
    )
    clauses = (extension.version, extension.owner)
    return sum(map(len, lists)) + sum(one is not None for one in clauses)
