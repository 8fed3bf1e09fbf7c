"""Which comment belongs to what: to a statement, to the end of its line, to an expression, to a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

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
    behind: dict[Place, list[str]] = field(default_factory=dict)

    def take_before(self, span: Span) -> list[str]:
        """The comments above what begins there; asked again, none."""
        return self.before.pop(span.start, [])

    def take_behind(self, span: Span) -> list[str]:
        """The comments at the end of its line; asked again, none."""
        return self.behind.pop(Place(span.start, span.end), [])

    def has(self, span: Span) -> bool:
        """Whether any comment belongs to the part."""
        return span.start in self.before or Place(span.start, span.end) in self.behind


@dataclass
class Spread:
    """The comments of a block: `before`, `behind` and `inside` are by the index of a statement."""

    head: list[ast.Comment] = field(default_factory=list)
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
    for comment in comments:
        start = comment.span.start
        earlier = [n for place, n in ordered if place.start <= start]
        later = next((n for place, n in ordered if place.start > start), None)
        last = earlier[-1] if earlier else None
        place = None if last is None else places[last]
        if last is not None and place is not None and start < place.end:
            spread.inside.setdefault(last, []).append(comment)
        elif (
            last is not None
            and place is not None
            and not comment.own_line
            and original.same_line(place.end, start)
        ):
            spread.behind.setdefault(last, []).append(comment)
        elif last is None and not comment.own_line:
            spread.head.append(comment)
        elif later is not None:
            spread.before.setdefault(later, []).append(comment)
        else:
            spread.foot.append(comment)
    return spread


def split_notes(original: Original) -> tuple[list[ast.Comment], Notes]:
    """The comments of statements, and those that stand within expressions."""
    outer: list[ast.Comment] = []
    notes = Notes()
    leaves: list[Place] | None = None
    for comment in original.comments:
        pair = original.pair_around(comment.span.start)
        if pair is None or pair.kind == "{":
            outer.append(comment)
            continue
        if leaves is None:
            leaves = sorted(set(_leaves(original.file)))
        if not _note(comment, pair, leaves, notes, original):
            outer.append(comment)
    return outer, notes


def _note(
    comment: ast.Comment,
    pair: Pair,
    leaves: Sequence[Place],
    notes: Notes,
    original: Original,
) -> bool:
    """Give a comment to a part of the expression between the brackets, if any can have it."""
    start, text = comment.span.start, comment.text
    within = [
        leaf for leaf in leaves if pair.start < leaf.start and leaf.end < pair.end
    ]
    earlier = [leaf for leaf in within if leaf.end <= start]
    if earlier and not comment.own_line:
        last = max(earlier, key=lambda leaf: (leaf.end, -leaf.start))
        if original.same_line(last.end, start):
            notes.behind.setdefault(last, []).append(text)
            return True
    later = next((leaf for leaf in within if leaf.start > start), None)
    if later is None:
        return False
    notes.before.setdefault(later.start, []).append(text)
    return True


def _leaves(file: ast.File) -> Iterator[Place]:
    """Where the parts of expressions stand that can carry comments."""
    waiting: list[object] = list(file.declarations)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _LEAVES):
            yield Place(node.span.start, node.span.end)
        if isinstance(node, tuple) and not isinstance(node, Span):
            waiting.extend(node)
        elif is_dataclass(node):
            waiting.extend(getattr(node, one.name) for one in fields(node))
