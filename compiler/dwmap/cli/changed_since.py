"""
Which findings belong to what has changed since a git ref.

A finding counts if the declaration that it stands in, or one that it also points at, is new or reads otherwise than at the
merge base of the ref and HEAD; and if it was not found there, wherever it stands: a field that is gone is missed by
maps that have not changed. A declaration that was moved, to another place or another file, has not changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from dwmap.baseline import read_baseline, without_known
from dwmap.cli.checking import Checked
from dwmap.cli.past import Past, is_spec
from dwmap.config import CONFIG, Config
from dwmap.diagnostics import Diagnostic, Report
from dwmap.driver import check_sources, parse_sources
from dwmap.history import History
from dwmap.source import SourceFile, Span
from dwmap.syntax import ast

Key: TypeAlias = tuple[str, str, str]


def only_changed(
    found: Iterable[Diagnostic], checked: Checked, ref: str
) -> list[Diagnostic]:
    """The findings that count; raises GitProblem where git cannot say what was there."""
    root, config = checked.root, checked.config
    if root is None or config is None:
        raise ValueError("what is read from standard input has no history")
    history = History(root)
    past = Past(root, history, history.merge_base(ref))
    texts = past.texts(lambda path: _is_wanted(path, config))
    now = _Parsed(parse_sources(checked.sources, Report()))
    _, sources = past.project(texts, Report())
    texts |= {one.path: one.text for one in sources}
    before = [now.same(one.path, one.text) or one for one in sources]
    report = Report(config.edition)
    check_sources(before, report, config.variants, now, config.volumes)
    then = _Then(texts, parse_sources(before, Report(), now))
    known = Counter(map(_key, _left_then(report, texts, config)))
    return [one for one in found if _counts(one, now, then, known)]


def _left_then(
    report: Report, texts: Mapping[str, str], config: Config
) -> Iterable[Diagnostic]:
    """What was found then beside the baseline of then."""
    text = texts.get(config.check.baseline)
    if text is None:
        return report
    baseline = read_baseline(SourceFile(config.check.baseline, text))
    return without_known(report, baseline)[0]


def _is_wanted(path: str, config: Config) -> bool:
    """The files of the project: hidden ones and those in hidden folders are none."""
    return path in (CONFIG, config.check.baseline) or is_spec(path)


def _counts(one: Diagnostic, now: _Parsed, then: _Then, known: Counter[Key]) -> bool:
    labels = one.labels if one.primary is None else (one.primary, *one.labels)
    if any(then.differs(label.span, now) for label in labels):
        return True
    if labels and labels[0].span.file.path == CONFIG:
        return False
    key = _key(one)
    known[key] -= 1
    return known[key] < 0


def _key(one: Diagnostic) -> Key:
    """What a finding is, wherever it stands; as the fingerprint of a baseline, but without the file."""
    if one.primary is None:
        return (one.code, one.message, "")
    span = one.primary.span
    line = span.file.line(span.position.line)
    return (one.code, one.message, " ".join(line.split()))


class _Parsed:
    """The files as they are now; what was the same then is not read again."""

    def __init__(self, files: Sequence[ast.File]) -> None:
        self._files = {file.source.path: file for file in files}
        self._starts = {
            path: [declaration.span.start for declaration in file.declarations]
            for path, file in self._files.items()
        }

    def same(self, path: str, text: str) -> SourceFile | None:
        """The file of that path, if it has that text."""
        file = self._files.get(path)
        return file.source if file is not None and file.source.text == text else None

    def tree(self, source: SourceFile) -> ast.File | None:
        """The parsed file, if it was read without a finding: a damaged one is read again."""
        file = self._files.get(source.path)
        known = file is not None and file.source is source and not file.damaged
        return file if known else None

    def put_tree(self, file: ast.File, data: bytes | None = None) -> None:
        """Nothing is kept of what was."""

    def declaration_at(self, span: Span) -> Span | None:
        """The declaration that a place stands in."""
        file = self._files.get(span.file.path)
        if file is None:
            return None
        at = bisect_right(self._starts[span.file.path], span.start) - 1
        declaration = file.declarations[at].span if at >= 0 else None
        inside = declaration is not None and span.start < declaration.end
        return declaration if inside else None


class _Then:
    """The project as it was: the texts of its files and of its declarations."""

    def __init__(self, texts: Mapping[str, str], files: Sequence[ast.File]) -> None:
        self._texts = {_normal(text) for text in texts.values()}
        self._declarations = {
            _normal(declaration.span.text)
            for file in files
            for declaration in file.declarations
        }

    def differs(self, span: Span, now: _Parsed) -> bool:
        """Whether what stands around a place was not there; outside of declarations the file is asked."""
        declaration = now.declaration_at(span)
        if declaration is not None:
            return _normal(declaration.text) not in self._declarations
        return _normal(span.file.text) not in self._texts


def _normal(text: str) -> str:
    """Line endings and blanks at the end of lines are no change."""
    return "\n".join(line.rstrip() for line in text.splitlines())
