"""The verdicts on the lines that an overlay adds, replaces and removes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from dwmap.overlays.verdict import Outcome, Texts, Verdict, Way, one_line
from dwmap.overlays.ways import drop, keep, rewrite
from dwmap.semantic.composed import Part, Slot, targets
from dwmap.semantic.overlays import MapOverlays, subject
from dwmap.source import Span
from dwmap.syntax import ast
from dwmap.syntax.alike import alike

__all__ = ["LineJudge", "renamed_field"]


@dataclass
class LineJudge:
    """
    Holds the lines of an overlay against what it sees of the old base and of the new one.

    `renamed` has the fields of the left and of the right end that have another name now. `handled` are the lines of the new base that the overlay replaces or
    removes: what these write is free for lines that it adds.
    """

    extension: ast.ExtendMapDecl
    was: MapOverlays
    now: MapOverlays
    renamed: tuple[Mapping[str, str], Mapping[str, str]]
    handled: list[Slot] = field(default_factory=list)

    def verdicts(self) -> Iterator[Verdict]:
        """The verdict on each change."""
        adds: list[ast.LineChange] = []
        for part in self.extension.changes:
            if isinstance(part, ast.LineChange) and part.kind == "add":
                adds.append(part)
            else:
                yield self._changed(part)
        for part in adds:
            yield self._added(part)

    def _changed(self, part: Part) -> Verdict:
        """Of a line that is replaced or removed."""
        removes = isinstance(part, ast.LineRemoval)
        path = part.path if isinstance(part, ast.LineRemoval) else subject(part.line)
        before = self._line(self.was, path.text)
        slot = self.now.composed.find(path.text, self.extension)
        after = self._line(self.now, path.text)
        texts = Texts(_text(before), _text(after), one_line(part.span.text))
        if after is None or slot is None:
            return self._gone(part, path, texts)
        self.handled.append(slot)
        if isinstance(part, ast.LineChange) and alike(part.line, after):
            reason = "the base has this line now"
            return Verdict(part.span, Outcome.REDUNDANT, reason, texts)
        renamed = None if removes else self._rename(part, texts)
        if renamed is not None:
            return renamed
        if alike(before, after):
            reason = "the line of the base is what it was"
            return Verdict(part.span, Outcome.APPLIES, reason, texts)
        if before is None:
            # Of the old base it would have found nothing: whoever wrote it knew the new one.
            reason = "it is written against the line of the new base"
            return Verdict(part.span, Outcome.APPLIES, reason, texts)
        reason = "the base has changed the line"
        mine = "removal" if removes else "line"
        ways = keep(self.extension, self.now.base), drop(part.span, mine)
        return Verdict(part.span, Outcome.CONFLICT, reason, texts, ways)

    def _gone(
        self, part: Part, path: ast.PathExpr | ast.EitherExpr, texts: Texts
    ) -> Verdict:
        """Of a line that the new base does not have."""
        renamed = self._rename(part, texts)
        if renamed is not None:
            return renamed
        if isinstance(part, ast.LineRemoval):
            reason = "the base has dropped the line itself"
            return Verdict(part.span, Outcome.REDUNDANT, reason, texts)
        there = self._same(part.line)
        if there is not None:
            texts = Texts(texts.was, _text(there), texts.overlay)
            reason = "the base has this line now"
            return Verdict(part.span, Outcome.REDUNDANT, reason, texts)
        verb = part.span.file.span(part.span.start, part.span.start + len(part.kind))
        ways = (
            rewrite(verb, "add", "keep the overlay's: write `add`"),
            drop(part.span, "line"),
        )
        reason = "the base has dropped the line"
        return Verdict(part.span, Outcome.CONFLICT, reason, texts, ways)

    def _added(self, part: ast.LineChange) -> Verdict:
        overlay = one_line(part.span.text)
        there = self._same(part.line)
        if there is not None:
            texts = Texts("", _text(there), overlay)
            reason = "the base has this line now"
            return Verdict(part.span, Outcome.REDUNDANT, reason, texts)
        renamed = self._rename(part, Texts("", "", overlay))
        if renamed is not None:
            return renamed
        rival = self._rival(part.line)
        if rival is None:
            reason = "nothing of the base stands in its way"
            return Verdict(part.span, Outcome.APPLIES, reason, Texts("", "", overlay))
        was = self._writer(self.was, part.line)
        texts = Texts(_text(was), _text(rival), overlay)
        verb = part.span.file.span(part.span.start, part.span.start + len(part.kind))
        ways = [drop(part.span, "line")]
        path = subject(part.line).text.lower()
        if path in (one.text.lower() for one in _paths(rival)):
            words = "keep the overlay's: write `replace`"
            ways.insert(0, rewrite(verb, "replace", words))
        else:
            path = subject(rival).text
            ways.insert(0, Way(f"keep the overlay's: add `remove {path}`"))
        reason = "the base writes this field now"
        return Verdict(part.span, Outcome.CONFLICT, reason, texts, tuple(ways))

    def _rename(self, part: Part, texts: Texts) -> Verdict | None:
        """Where the overlay uses a field that has another name now."""
        left, right = self.renamed
        if isinstance(part, ast.LineRemoval):
            return renamed_field(part.span, part.path, {**right, **left}, texts)
        line = part.line
        read = (line.left, line.condition)
        return renamed_field(part.span, read, left, texts) or renamed_field(
            part.span, line.right, right, texts
        )

    def _line(self, base: MapOverlays, path: str) -> ast.MappingLine | None:
        slot = base.composed.find(path, self.extension)
        if slot is None:
            return None
        return slot.seen_by(self.extension, base.order)

    def _same(self, line: ast.MappingLine) -> ast.MappingLine | None:
        """The line of the new base that says what a line says."""
        lines = self.now.composed.lines()
        return next((one for one in lines if alike(one, line)), None)

    def _rival(self, line: ast.MappingLine) -> ast.MappingLine | None:
        """The line of the new base that writes what a line writes, if the old base had no such line."""
        there = self._writer(self.now, line)
        return None if alike(self._writer(self.was, line), there) else there

    def _writer(
        self, base: MapOverlays, line: ast.MappingLine
    ) -> ast.MappingLine | None:
        written = targets(line)
        for slot in base.composed.slots:
            there = slot.line
            if there is None or any(slot is one for one in self.handled):
                continue
            if targets(there) & written:
                return there
        return None


def renamed_field(
    span: Span, part: object, renamed: Mapping[str, str], texts: Texts
) -> Verdict | None:
    """The verdict on a statement that uses a field that has another name now; None where it uses none."""
    for name in _first_names(part):
        new = renamed.get(name.text.lower())
        if new is not None:
            way = rewrite(name.span, new, f"write the new name, `{new}`")
            reason = f"the field `{name.text}` is called `{new}` now"
            ways = way, drop(span, "statement")
            return Verdict(span, Outcome.CONFLICT, reason, texts, ways)
    return None


def _text(line: ast.MappingLine | None) -> str:
    return one_line(line.span.text) if line is not None else ""


def _paths(line: ast.MappingLine) -> list[ast.PathExpr | ast.EitherExpr]:
    return [
        side
        for side in (line.left, line.right)
        if isinstance(side, ast.PathExpr | ast.EitherExpr)
    ]


def _first_names(part: object) -> Iterator[ast.Name]:
    """The columns that a part of a tree reads or writes: the first names of its paths."""
    if isinstance(part, ast.PathExpr):
        yield part.segments[0]
    elif isinstance(part, ast.EitherExpr):
        yield part.column
    elif isinstance(part, tuple) and not hasattr(part, "file"):
        for one in part:
            yield from _first_names(one)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _first_names(getattr(part, each.name))
