"""Names the files of findings from another folder: a project's own paths stay out of how it was called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dwmap.diagnostics.model import Diagnostic, Edit, Fix, Label
from dwmap.source import SourceFile, Span


def relocate(
    diagnostics: Iterable[Diagnostic], name: Callable[[str], str]
) -> Iterator[Diagnostic]:
    """The same findings; `name` gives the new path of a file for its old one."""
    move = _Move(name)
    return (move.diagnostic(one) for one in diagnostics)


class _Move:
    """One moved file for each file, however many findings point into it."""

    def __init__(self, name: Callable[[str], str]) -> None:
        self.name = name
        self.files: dict[SourceFile, SourceFile] = {}

    def diagnostic(self, one: Diagnostic) -> Diagnostic:
        return replace(
            one,
            primary=None if one.primary is None else self._label(one.primary),
            labels=tuple(map(self._label, one.labels)),
            fix=None if one.fix is None else self._fix(one.fix),
        )

    def _label(self, label: Label) -> Label:
        return replace(label, span=self._span(label.span))

    def _fix(self, fix: Fix) -> Fix:
        edits = (Edit(self._span(edit.span), edit.replacement) for edit in fix.edits)
        return replace(fix, edits=tuple(edits))

    def _span(self, span: Span) -> Span:
        if span.file not in self.files:
            path = self.name(span.file.path)
            self.files[span.file] = SourceFile(path, span.file.text)
        return span._replace(file=self.files[span.file])
