"""A small language of layouts: text with places where a line may end, and the way to choose among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 100
INDENT = 2


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a line may end: `flat` stands there when it does not; a `forced` one always ends it."""

    flat: str = " "
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Stands on one line if that fits; otherwise every break directly in it ends a line."""

    content: Doc


@dataclass(frozen=True, slots=True)
class Indent:
    """Lines that end in it are followed by a deeper one."""

    content: Doc


@dataclass(frozen=True, slots=True)
class IfBroken:
    """Text that is there only if the group around it does not stand on one line."""

    text: str


@dataclass(frozen=True, slots=True)
class LineEnd:
    """A comment that waits for the end of its line, to stand there or on a line of its own below."""

    text: str
    own_line: bool = False


Doc: TypeAlias = "str | tuple[Doc, ...] | Group | Indent | Break | IfBroken | LineEnd"

SOFT = Break("")
SPACE = Break(" ")
HARD = Break("", forced=True)

_Pending: TypeAlias = "list[tuple[int, bool, Doc]]"


def joined(separator: Doc, docs: list[Doc]) -> Doc:
    """The docs with the separator between each two."""
    parts: list[Doc] = []
    for doc in docs:
        parts += [separator, doc] if parts else [doc]
    return tuple(parts)


def enclosed(opening: str, content: Doc, closing: str) -> Group:
    """Content between brackets, on lines of its own where it is too long."""
    return Group((opening, Indent((SOFT, content)), SOFT, closing))


def flat(doc: Doc) -> str | None:
    """The doc on one line, or None where a comment in it forbids that."""
    parts: list[str] = []
    waiting: list[Doc] = [doc]
    while waiting:
        match waiting.pop():
            case str(text):
                parts.append(text)
            case tuple(docs):
                waiting.extend(reversed(docs))
            case Group(content) | Indent(content):
                waiting.append(content)
            case Break(text, False):
                parts.append(text)
            case Break() | LineEnd():
                return None
            case IfBroken():
                pass
    return "".join(parts)


def _must_break(doc: Doc) -> bool:
    """Whether a comment in the doc forbids one line: one at its very end does not."""
    commented = False
    waiting: list[Doc] = [doc]
    while waiting:
        match waiting.pop():
            case tuple(docs):
                waiting.extend(reversed(docs))
            case Group(content) | Indent(content):
                waiting.append(content)
            case LineEnd():
                commented = True
            case Break(_, forced) if forced or commented:
                return True
    return False


def render(doc: Doc, indent: int) -> str:
    """The doc as text whose first line begins in column `indent`, which it is given itself."""
    out: list[str] = [" " * indent]
    column = indent
    comments: list[str] = []
    pending: _Pending = [(indent, True, doc)]
    while pending:
        level, broken, item = pending.pop()
        match item:
            case str(text):
                out.append(text)
                column += len(text)
            case tuple(docs):
                pending.extend((level, broken, one) for one in reversed(docs))
            case Indent(content):
                pending.append((level + INDENT, broken, content))
            case Group(content):
                one_line = not _must_break(content) and _fits(
                    [*pending, (level, False, content)], WIDTH - column
                )
                pending.append((level, not one_line, content))
            case IfBroken(text):
                pending.append((level, broken, text if broken else ""))
            case LineEnd(text, own_line):
                comments.append(f"\n{' ' * level}{text}" if own_line else f"  {text}")
            case Break(text, forced) if broken or forced:
                out += [*comments, "\n", " " * level]
                comments = []
                column = level
            case Break(text):
                pending.append((level, broken, text))
    return "\n".join(line.rstrip() for line in "".join([*out, *comments]).split("\n"))


def _fits(pending: _Pending, space: int) -> bool:
    """Whether the topmost doc, up to the next place where a line can end, fits into `space` columns."""
    at = len(pending) - 1
    waiting = [pending[at]]
    while space >= 0:
        if not waiting:
            at -= 1
            if at < 0:
                return True
            waiting.append(pending[at])
        level, broken, item = waiting.pop()
        match item:
            case str(text):
                space -= len(text)
            case tuple(docs):
                waiting.extend((level, broken, one) for one in reversed(docs))
            case Group(content) | Indent(content):
                waiting.append((level, broken, content))
            case Break(text, forced):
                if broken or forced:
                    return True
                space -= len(text)
            case IfBroken(text):
                space -= len(text) if broken else 0
            case LineEnd():
                pass
    return False
