"""Which comment belongs to what: to a statement, to the end of its line, to an expression, to a block."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from dwmap.formatter.layout import LineEnd
from dwmap.formatter.original import Original, Pair, Place
from dwmap.source import Span
from dwmap.syntax import ast

_LEAVES = (
    ast.LiteralExpr,
    ast.PathExpr,
    ast.EitherExpr,
    ast.CallExpr,
    ast.Parameter,
)


@dataclass
class Notes:
    """Comments inside parentheses, by the part of the expression before or behind which they stand."""

    before: dict[int, list[str]] = field(default_factory=dict)
    behind: dict[Place, list[LineEnd]] = field(default_factory=dict)

    def take_before(self, span: Span) -> list[str]:
        """The comments above what begins there; asked again, none."""
        return self.before.pop(span.start, [])

    def take_behind(self, span: Span) -> list[LineEnd]:
        """The comments at the end of its line, and below where nothing follows; asked again, none."""
        return self.behind.pop(Place(span.start, span.end), [])

    def has(self, span: Span) -> bool:
        """Whether any comment belongs to the part."""
        return span.start in self.before or Place(span.start, span.end) in self.behind


@dataclass
class Spread:
    """The comments of a block: `before`, `behind` and `inside` are by the index of a statement."""

    before: dict[int, list[ast.Comment]] = field(default_factory=dict)
    behind: dict[int, list[ast.Comment]] = field(default_factory=dict)
    inside: dict[int, list[ast.Comment]] = field(default_factory=dict)
    foot: list[ast.Comment] = field(default_factory=list)


def spread_comments(
    comments: Sequence[ast.Comment],
    places: Sequence[Place | None],
    original: Original,
) -> Spread:
    """Give each comment of a block to the statement, of those at `places`, that it stands at."""
    spread = Spread()
    ordered = sorted((place, n) for n, place in enumerate(places) if place is not None)
    starts = [place.start for place, _ in ordered]
    for comment in comments:
        start = comment.span.start
        at = bisect_right(starts, start)
        place, n = ordered[at - 1] if at else (None, -1)
        if place is not None and start < place.end:
            spread.inside.setdefault(n, []).append(comment)
        elif place is not None and _ends_line(comment, place, original):
            spread.behind.setdefault(n, []).append(comment)
        elif at < len(ordered):
            spread.before.setdefault(ordered[at][1], []).append(comment)
        else:
            spread.foot.append(comment)
    return spread


def _ends_line(comment: ast.Comment, place: Place, original: Original) -> bool:
    return not comment.own_line and original.same_line(place.end, comment.span.start)


def split_notes(original: Original) -> tuple[list[ast.Comment], Notes]:
    """The comments of statements, and those that stand within expressions."""
    outer: list[ast.Comment] = []
    notes = Notes()
    leaves: _Leaves | None = None
    for comment in original.comments:
        pair = original.pair_around(comment.span.start)
        if pair is None or pair.kind == "{":
            outer.append(comment)
            continue
        leaves = leaves or _Leaves(original.file)
        if not _note(comment, pair, leaves, notes, original):
            outer.append(comment)
    return outer, notes


def _note(
    comment: ast.Comment, pair: Pair, leaves: _Leaves, notes: Notes, original: Original
) -> bool:
    """Give a comment to a part of the expression between the brackets, if any can have it."""
    start, text = comment.span.start, comment.text
    earlier = leaves.before(start, pair)
    later = leaves.after(start, pair)
    if earlier is not None:
        beside = not comment.own_line and original.same_line(earlier.end, start)
        if beside or later is None:
            end = LineEnd(text, own_line=not beside)
            notes.behind.setdefault(earlier, []).append(end)
            return True
    if later is None:
        return False
    notes.before.setdefault(later.start, []).append(text)
    return True


class _Leaves:
    """The parts of expressions that can carry comments: one within the other, or apart."""

    def __init__(self, file: ast.File) -> None:
        places = {Place(one.start, one.end) for one in _leaf_spans(file)}
        self._places = sorted(places, key=lambda place: (place.start, -place.end))
        self._starts = [place.start for place in self._places]
        self._parents: list[int] = []
        around: list[int] = []
        for index, place in enumerate(self._places):
            while around and self._places[around[-1]].end <= place.start:
                around.pop()
            self._parents.append(around[-1] if around else -1)
            around.append(index)

    def before(self, offset: int, pair: Pair) -> Place | None:
        """The outermost part between the brackets that is the last to end before `offset`."""
        found = None
        index = bisect_left(self._starts, offset) - 1
        while index >= 0:
            place = self._places[index]
            if place.start < pair.start or place.end > offset:
                break
            found = place
            index = self._parents[index]
        return found

    def after(self, offset: int, pair: Pair) -> Place | None:
        """The outermost part between the brackets that is the first to begin behind `offset`."""
        index = bisect_left(self._starts, offset)
        place = self._places[index] if index < len(self._places) else None
        return place if place is not None and place.end < pair.end else None


def _leaf_spans(file: ast.File) -> Iterator[Span]:
    waiting: list[object] = list(file.declarations)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _LEAVES):
            yield node.span
        if isinstance(node, tuple) and not isinstance(node, Span):
            waiting.extend(node)
        elif is_dataclass(node):
            waiting.extend(getattr(node, one.name) for one in fields(node))
