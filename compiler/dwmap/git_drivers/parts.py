"""A file as declarations and their parts, each with the key by which it is the same part in another version of the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, TypeVar

from dwmap.formatter.blocks import Item
from dwmap.formatter.columns import lay_out
from dwmap.formatter.context import Context
from dwmap.formatter.layout import INDENT, Doc, flat, render
from dwmap.formatter.original import Original, Place
from dwmap.formatter.print_ast import print_declaration
from dwmap.formatter.print_expr import ExpressionPrinter
from dwmap.formatter.safety import Formatted, format_source
from dwmap.formatter.trivia import Spread, split_notes, spread_comments
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

Key: TypeAlias = tuple[str, ...]
_Cells: TypeAlias = tuple[str, ...]

_DEPENDS: Final = "depends on"
_RENAMED: Final = "renamed from "
_TWO_WORDS: Final = frozenset(
    {"where", "allow", "requires", "retired", "on", "integration", "renamed", "ignore"}
)
"""Clauses of which a declaration has several, told apart by their second word."""


@dataclass(frozen=True)
class Comments:
    """What stands above a part and behind it, as it is written."""

    above: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """
    A statement of a declaration.

    `old` is the key that it had by its own words (`renamed from`), `cells` its words column by column, `text` all of them
    on one line where that can be, `source` as they are printed; `apart` says that an empty line stands above it, `joins` that it stands on the line of the part before it.
    """

    key: Key
    text: str
    source: str
    cells: _Cells = ()
    old: Key | None = None
    comments: Comments = Comments()
    apart: bool = False
    joins: bool = False


@dataclass(frozen=True)
class Declaration(Part):
    """
    A declaration. What has an order of its own, or no block, is one piece and has no `parts`; else `head` is what stands
    before its brace and `foot` are comments at its end.
    """

    kind: type[ast.Decl] = ast.MapDecl
    name: str = ""
    head: str = ""
    parts: tuple[Part, ...] | None = None
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """A file; `foot` are the comments at its end."""

    declarations: tuple[Declaration, ...]
    foot: tuple[str, ...] = ()


_P = TypeVar("_P", bound=Part)


class _Unfolded(Context):
    """Prints no declaration on one line: all their parts are asked for."""

    def one_line(
        self, span: Span, head: Doc, words: list[str], doc: str
    ) -> Item | None:
        """Never."""
        return None


def parts_of(text: str, path: str) -> Parts | None:
    """The parts of a file, in its canonical form; None where it cannot be read."""
    formatted = format_source(SourceFile(path, text))
    if not isinstance(formatted, Formatted):
        return None
    file = formatted.file
    original = Original(file)
    comments, notes = split_notes(original)
    context = _Unfolded(original, ExpressionPrinter(notes))
    items = [print_declaration(context, one) for one in file.declarations]
    spread = spread_comments(comments, [one.place for one in items], original)
    reader = _Reader(original)
    found = [
        reader.declaration(decl, item, n, spread)
        for n, (decl, item) in enumerate(zip(file.declarations, items, strict=True))
    ]
    return Parts(tuple(_numbered(found)), reader.foot(spread))


@dataclass(frozen=True)
class _Reader:
    """Takes the parts out of what the formatter makes of a tree."""

    original: Original

    def declaration(
        self, decl: ast.Decl, item: Item, n: int, spread: Spread
    ) -> Declaration:
        name = _name(decl) or _text(item)
        source = self._source(item.place)
        whole = Declaration(
            (type(decl).__name__, name),
            source,
            source,
            comments=self._comments(item, spread, n),
            kind=type(decl),
            name=name,
            apart=True,
        )
        block = item.block or ()
        items = [(one, place) for place, each in enumerate(block) for one in each.items]
        key = _KEYS.get(type(decl))
        if key is None or any(one.place is None for one, _ in items):
            return whole
        inner = spread_comments(
            spread.inside.get(n, []),
            [one.place for one, _ in items],
            self.original,
        )
        parts = [
            part
            for number, (one, place) in enumerate(items)
            for part in _apart(self._part(one, key(place, _cells(one)), number, inner))
        ]
        return replace(
            whole,
            old=_old_declaration(whole.key, parts),
            head=_text(item),
            parts=tuple(_numbered(parts)),
            foot=self.foot(inner),
        )

    def _part(self, item: Item, key: Key, n: int, spread: Spread) -> Part:
        cells = _cells(item)
        comments = self._comments(item, spread, n)
        first = [*spread.before.get(n, [])]
        start = first[0].span.start if first else item.place.start if item.place else 0
        return Part(
            key,
            " ".join(cells),
            lay_out([item.row], INDENT)[0].strip(),
            cells,
            _old_key(key, cells),
            comments,
            self.original.blank_before(start),
        )

    def _comments(self, item: Item, spread: Spread, n: int) -> Comments:
        """With the empty lines between them, as empty texts."""
        above: list[str] = []
        for comment in spread.before.get(n, []):
            if above and self.original.blank_before(comment.span.start):
                above.append("")
            above.append(comment.text)
        if above and item.place and self.original.blank_before(item.place.start):
            above.append("")
        if (
            item.block is None
        ):  # What stands within a statement can only stand above it.
            above += (one.text for one in spread.inside.get(n, []))
        behind = tuple(one.text for one in spread.behind.get(n, []))
        return Comments(tuple(above), behind)

    def foot(self, spread: Spread) -> tuple[str, ...]:
        """The comments at the end of a block, or of a file, with the empty lines before them."""
        lines: list[str] = []
        for comment in spread.foot:
            if self.original.blank_before(comment.span.start):
                lines.append("")
            lines.append(comment.text)
        return tuple(lines)

    def _source(self, place: Place | None) -> str:
        return "" if place is None else self.original.text[place.start : place.end]


def _apart(part: Part) -> Iterator[Part]:
    """The part; one that names several maps to wait for as one for each of them."""
    if part.cells[0] != _DEPENDS:
        yield part
        return
    for number, name in enumerate(part.cells[1].split(", ")):
        text = f"{_DEPENDS} {name}"
        key, cells = (_DEPENDS, name), (_DEPENDS, name)
        one = replace(part, key=key, cells=cells, text=text, source=text)
        if number:
            one = replace(one, comments=Comments(), apart=False, joins=True)
        yield one


def _cells(item: Item) -> _Cells:
    """The columns of a statement without the blanks between them."""
    texts = ((flat(one.doc) or render(one.doc, 0)).strip() for one in item.row)
    return tuple(text for text in texts if text)


def _text(item: Item) -> str:
    return " ".join(_cells(item))


def _name(decl: ast.Decl) -> str:
    """The name of a declaration, with its system where it has one."""
    qname = getattr(decl, "qname", None)
    if qname is not None:
        return str(qname.text)
    name = getattr(decl, "name", None)
    return str(name.text) if name is not None else ""


# ---------------------------------------------------------------------------------------------------------------- keys


def _clause(cells: _Cells) -> Key:
    """The key of a clause: its keyword, and what it is about where there may be several."""
    words = " ".join(cells).split()
    if words[0] == "else":
        side = words[1] if words[1] in ("left", "right") and len(words) > 2 else ""
        return "else", side
    if words[0] == "alternate":
        return tuple(words[:3])
    return tuple(words[: 2 if words[0] in _TWO_WORDS else 1])


def _of_map(section: int, cells: _Cells) -> Key:
    if section == 0 or cells[0].startswith("retired "):
        return _clause(cells)
    return "line", cells[0], cells[2]


def _of_extension(section: int, cells: _Cells) -> Key:
    if section == 0:
        return _clause(cells)
    return cells if cells[0] == "remove" else (cells[0], cells[1], cells[3])


def _of_entity(section: int, cells: _Cells) -> Key:
    return _clause(cells) if section == 0 else ("field", cells[0])


def _of_value_map(section: int, cells: _Cells) -> Key:
    is_entry = len(cells) > 2 and cells[1] in ("=", "<", ">")
    return ("entry", cells[0]) if is_entry else _clause(cells)


def _of_members(section: int, cells: _Cells) -> Key:
    return "member", cells[0]


def _of_options(section: int, cells: _Cells) -> Key:
    return "member", cells[1]


_KEYS: Final[Mapping[type, Callable[[int, _Cells], Key]]] = {
    ast.MapDecl: _of_map,
    ast.ExtendMapDecl: _of_extension,
    ast.EntityDecl: _of_entity,
    ast.ExtendEntityDecl: _of_entity,
    ast.ValueMapDecl: _of_value_map,
    ast.EnumDecl: _of_members,
    ast.OptionsDecl: _of_options,
    ast.VariantDecl: _of_members,
    ast.SolutionDecl: lambda _, cells: _clause(cells),
}
"""How parts are known; what is not here has an order that means something, and is one piece."""


def _old_key(key: Key, cells: _Cells) -> Key | None:
    """The key under the old name, of a part that says it."""
    said = [one for one in cells if one.startswith(_RENAMED)]
    if not said or len(key) != 2:
        return None
    return key[0], said[0].removeprefix(_RENAMED)


def _old_declaration(key: Key, parts: Sequence[Part]) -> Key | None:
    for part in parts:
        if part.text.startswith(_RENAMED):
            old = part.text.removeprefix(_RENAMED)
            system = key[1].rpartition(".")[0]
            return key[0], f"{system}.{old}" if system and "." not in old else old
    return None


def _numbered(parts: Sequence[_P]) -> Iterator[_P]:
    """The parts; of those with one key the second one and all others get a number into it."""
    met: Counter[Key] = Counter()
    for part in parts:
        met[part.key] += 1
        number = met[part.key]
        yield part if number == 1 else replace(part, key=(*part.key, str(number)))
