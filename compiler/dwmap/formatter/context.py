"""What every printing function needs: the text that was, and the printer of expressions."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.formatter.blocks import Item, Section
from dwmap.formatter.columns import row
from dwmap.formatter.layout import SPACE, WIDTH, Doc, Group, Indent, joined
from dwmap.formatter.names import allow_text, name_text, path_text
from dwmap.formatter.original import Original
from dwmap.formatter.print_expr import ExpressionPrinter
from dwmap.source import Span
from dwmap.syntax import ast


@dataclass
class Context:
    """The file that is printed."""

    original: Original
    expressions: ExpressionPrinter

    def one_line(
        self, span: Span, head: Doc, words: list[str], doc: str
    ) -> Item | None:
        """A declaration as `head { words }`, if it fits and nobody commented on its parts."""
        line = f"{head} {{ {', '.join(words)} }}"
        place = self.original.place(span)
        commented = place is not None and self.original.has_comment(place)
        if commented or not words or len(line) > WIDTH:
            return None
        return Item(row(line), place, doc)

    def heading(self, span: Span, head: Doc, doc: str, *sections: Section) -> Item:
        """A declaration with a block."""
        return Item(row(head), self.original.place(span), doc, sections)

    def clause(
        self, keyword: str, value: Doc, span: Span, end: Span | None = None
    ) -> Item:
        """A line of a keyword and what it says, the keywords of a group being a column."""
        return Item(row(keyword, value, gap=1), self.original.place(span, end))

    def found(self, keyword: str, value: str, pattern: str, span: Span) -> Item:
        """A clause whose place the tree does not hold."""
        return Item(row(keyword, value, gap=1), self.original.find(pattern, span))

    def version(self, version: str | None, span: Span) -> list[Item]:
        """The version of a block."""
        if version is None:
            return []
        return [self.found("version", version, r"version[ \t]+\d[\d.]*", span)]

    def allows(self, allows: tuple[ast.Allow, ...]) -> list[Item]:
        """What is accepted in a block."""
        return [self.clause("allow", allow_text(one), one.span) for one in allows]

    def key(self, key: ast.KeyDecl) -> Item:
        """A key; the kinds with long names stay out of the column."""
        paths: list[Doc] = [path_text(path) for path in key.paths]
        value = Group(Indent(joined((",", SPACE), paths)))
        place = self.original.place(key.span)
        if key.kind == "key":
            return Item(row("key", value, gap=1), place)
        name = f" {name_text(key.name)}" if key.name else ""
        return Item(row((f"{key.kind} key{name} ", value)), place)


def section(items: list[Item], *, own_blanks: bool = False) -> Section:
    """The items in the order of the list."""
    return Section(tuple(items), own_blanks)
