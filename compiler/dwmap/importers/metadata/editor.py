"""Changes of a text statement by statement: what is not named stays, comments and blank lines with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dwmap.diagnostics import Edit
from dwmap.diagnostics.fixes import apply_edits
from dwmap.formatter.original import Original, Place
from dwmap.formatter.print_ast import print_file
from dwmap.formatter.safety import Formatted, format_source
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

_INDENT = "  "


class Editor:
    """Gathers the edits of one file."""

    def __init__(self, file: ast.File) -> None:
        self.file = file
        self.source = file.source
        self.text = file.source.text
        self.original = Original(file)
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.edits: list[Edit] = []
        self.appended: list[str] = []

    def result(self) -> SourceFile:
        """The file after all edits; in canonical form if it was in it before."""
        if not self.edits and not self.appended:
            return self.source
        text = apply_edits(self.text, self.edits)
        for one in self.appended:
            between = self.newline if text.strip() else ""
            end = "" if not text or text.endswith("\n") else self.newline
            text += end + between + one.replace("\n", self.newline)
        made = SourceFile(self.source.path, text)
        if print_file(self.file) != self.text:
            return made
        found = format_source(made)
        if isinstance(found, Formatted):
            return SourceFile(self.source.path, found.text)
        return made

    def append(self, declaration: str) -> None:
        """Add a declaration at the end of the file."""
        self.appended.append(declaration)

    def replace(self, span: Span, text: str) -> None:
        """Put a text in the place of a span."""
        if span.text != text:
            self.edits.append(Edit(span, text))

    def insert(self, offset: int, text: str) -> None:
        """Put a text at an offset."""
        self.edits.append(Edit(self.source.span(offset, offset), text))

    def remove_word(self, span: Span) -> None:
        """Take a word out of a line, and the blanks before it."""
        start = span.start
        while start and self.text[start - 1] in " \t":
            start -= 1
        self.edits.append(Edit(self.source.span(start, span.end), ""))

    def add_statements(self, block: Span, lines: Iterable[str]) -> None:
        """Add lines at the end of a declaration's braces."""
        brace = block.end - 1
        start = self.text.rfind("\n", 0, brace) + 1
        text = "".join(f"{_INDENT}{line}{self.newline}" for line in lines)
        if not text:
            return
        if not self.text[start:brace].strip():
            self.insert(start, text)
            return
        before = len(self.text[:brace].rstrip(" \t"))
        self.edits.append(Edit(self.source.span(before, brace), self.newline + text))

    def add_first(self, block: Span, lines: Iterable[str]) -> None:
        """Add lines at the beginning of a declaration's braces."""
        text = "".join(f"{self.newline}{_INDENT}{line}" for line in lines)
        opening = self._opening(block)
        if not text:
            return
        rest = self.text[opening + 1 : self._line_end(opening)].strip()
        if not rest or rest.startswith("//"):
            self.insert(self._line_end(opening), text)
        else:
            self.insert(opening + 1, text + self.newline)

    def add_after(self, span: Span, line: str) -> None:
        """Add a line behind the one in which a span ends."""
        self.insert(self._line_end(span.end), f"{self.newline}{_INDENT}{line}")

    def remove_statement(self, span: Span) -> bool:
        """
        Take out a statement that has lines of its own, with its documentation; False where it has not.

        A comment behind it stays, on a line of its own; a statement with a comment in it stays, too.
        """
        start = self.text.rfind("\n", 0, span.start) + 1
        end = self._line_end(span.end)
        rest = self.text[span.end : end].strip()
        is_alone = rest.strip(",")[:2] in ("", "//")
        if self.text[start : span.start].strip() or not is_alone:
            return False
        if self.has_comment(span.start, span.end):
            return False
        start = self._docs(start)
        if rest.startswith("//"):
            comment = self.text.index("//", span.end)
            self.edits.append(Edit(self.source.span(start, comment), _INDENT))
        else:
            end = self.text.find("\n", end) + 1 or len(self.text)
            self.edits.append(Edit(self.source.span(start, end), ""))
        return True

    def own_lines(self, spans: Sequence[Span]) -> bool:
        """Whether each of the spans begins a line."""
        return all(
            not self.text[self.text.rfind("\n", 0, one.start) + 1 : one.start].strip()
            for one in spans
        )

    def has_comment(self, start: int, end: int) -> bool:
        """Whether a comment begins between two offsets."""
        return any(start <= one.span.start < end for one in self.file.comments)

    def _docs(self, start: int) -> int:
        """Where the lines of documentation above a line begin."""
        while start:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if not self.text[above:start].lstrip().startswith("///"):
                break
            start = above
        return start

    def _opening(self, block: Span) -> int:
        """The brace that opens a declaration."""
        found = self.original.block(Place(block.start, block.end))
        return block.start if found is None else found.start

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" and end > offset else end
