"""A message as caret text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.fixes import edits_by_file, show_edits
from dwmap.diagnostics.model import Diagnostic, Fix, Severity
from dwmap.diagnostics.rows import BLANK, Row, print_rows
from dwmap.diagnostics.snippet import Mark, listing
from dwmap.diagnostics.style import PLAIN, Style, Tone
from dwmap.source import SourceFile, Span

_TONES = {
    Severity.ERROR: Tone.ERROR,
    Severity.WARNING: Tone.WARNING,
    Severity.NOTE: Tone.NOTE,
}


def render_all(diagnostics: Iterable[Diagnostic], style: Style = PLAIN) -> str:
    """Every message, with an empty line between two."""
    return "\n".join(render(diagnostic, style) for diagnostic in diagnostics)


def render(diagnostic: Diagnostic, style: Style = PLAIN) -> str:
    """
    One message with the lines that it speaks of.

        error[unknown-field]: `nmae` is no field of `ce.accounts`
         --> maps/accounts.dwmap:4:3
          |
        4 |   nmae -> name
          |   ^^^^ not in `ce.accounts`
          |
          = help: did you mean `name`?
    """
    lines = (headline(diagnostic, style), *print_rows(_rows(diagnostic), style))
    return "\n".join(lines) + "\n"


def headline(diagnostic: Diagnostic, style: Style = PLAIN) -> str:
    """Severity, code and message."""
    code = f"[{diagnostic.code}]" if diagnostic.code else ""
    kind = f"{diagnostic.severity.value}{code}"
    tone = _TONES[diagnostic.severity]
    message = style.paint(Tone.HEADLINE, f": {visible(diagnostic.message)}")
    return style.paint(tone, kind) + message


def count_line(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each severity there are: `2 errors, 1 warning`; empty for none."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    counts = [(one.value, severities.count(one)) for one in Severity]
    return ", ".join(f"{n} {word}{'s' * (n != 1)}" for word, n in counts if n)


def _rows(diagnostic: Diagnostic) -> Iterator[Row]:
    rows = list(_places(diagnostic))
    yield from rows
    words = [*_words(diagnostic)]
    if rows and words:
        yield BLANK
    yield from words


def _places(diagnostic: Diagnostic) -> Iterator[Row]:
    for index, (file, marks) in enumerate(_marks_by_file(diagnostic).items()):
        if index:
            yield BLANK
        yield _place_row(":::" if index else "-->", marks[0].span)
        if file.text or any(mark.text for mark in marks):
            yield from listing(file, marks)


def _marks_by_file(diagnostic: Diagnostic) -> dict[SourceFile, list[Mark]]:
    """The marks of each file, the primary and its file first."""
    found: dict[SourceFile, list[Mark]] = {}
    if diagnostic.primary is not None:
        span, text = diagnostic.primary.span, diagnostic.primary.text
        found[span.file] = [Mark(span, "^", _TONES[diagnostic.severity], text)]
    for label in diagnostic.labels:
        mark = Mark(label.span, "-", Tone.SECONDARY, label.text)
        found.setdefault(label.span.file, []).append(mark)
    return found


def _place_row(sign: str, span: Span) -> Row:
    line, column = span.position
    return Row(sign, ((None, f"{visible(span.file.path)}:{line}:{column}"),))


def _words(diagnostic: Diagnostic) -> Iterator[Row]:
    if diagnostic.help is not None:
        yield from _word_rows("help", diagnostic.help)
    for note in diagnostic.notes:
        yield from _word_rows("note", note)
    if diagnostic.fix is not None:
        primary = diagnostic.primary
        listed = None if primary is None else primary.span.file
        yield from _fix_rows(diagnostic.fix, listed)


def _word_rows(name: str, text: str) -> Iterator[Row]:
    """`= name: text`; the text's further lines are indented to its first."""
    first, *rest = text.split("\n")
    yield Row("=", ((Tone.HEADLINE, f"{name}:"), (None, f" {visible(first)}")))
    indent = " " * len(f"{name}: ")
    for line in rest:
        yield Row(" ", ((None, indent + visible(line)),))


def _fix_rows(fix: Fix, listed: SourceFile | None) -> Iterator[Row]:
    caution = "" if fix.safe else " (unsafe: may change what the file means)"
    yield from _word_rows("fix", fix.title + caution)
    for file, edits in edits_by_file(fix).items():
        if file is not listed:
            yield _place_row(":::", edits[0].span)
        yield from show_edits(file, edits)
