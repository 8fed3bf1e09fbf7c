"""
Merges three versions of a file by key: declarations, and in them lines, entries, fields and clauses.

What text tools take for a conflict because it is near is none; what they let pass because it is far may be one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from dwmap.formatter.safety import Formatted, format_source
from dwmap.git_drivers.meanings import two_meanings
from dwmap.git_drivers.parts import Comments, Declaration, Part, Parts, parts_of
from dwmap.git_drivers.three import P, Trio, line_up
from dwmap.source import SourceFile

T = TypeVar("T")
_INDENT: Final = "  "


@dataclass(frozen=True)
class Merged:
    """The text of the file, with markers where `clashes` say that a person must decide."""

    text: str
    clashes: tuple[str, ...]


@dataclass(frozen=True)
class _Clash:
    """Both versions of a part, or two parts that cannot stand side by side; None where it is gone."""

    ours: Part | None
    theirs: Part | None


@dataclass(frozen=True)
class _Kept:
    """A part of the result; `by` says which side made it what it is."""

    part: Part
    by: str


def merge_files(
    base: str, ours: str, theirs: str, path: str, markers: int = 7
) -> Merged | None:
    """The merged file; None where one of the three cannot be read. `markers` is how long the lines of conflicts are."""
    files = [parts_of(text, path) for text in (base, ours, theirs)]
    if None in files:
        return None
    merger = _Merger(markers)
    lines = [*merger.file(*(one for one in files if one is not None))]
    text = "\n".join(lines) + "\n" if lines else ""
    if merger.clashes:
        return Merged(text, tuple(merger.clashes))
    formatted = format_source(SourceFile(path, text))
    return Merged(formatted.text, ()) if isinstance(formatted, Formatted) else None


@dataclass
class _Merger:
    """One merge; the clashes it met are collected, in the order of the file."""

    markers: int
    clashes: list[str] = field(default_factory=list)

    def file(self, base: Parts, ours: Parts, theirs: Parts) -> Iterator[str]:
        """The lines of the merged file."""
        trios = line_up(base.declarations, ours.declarations, theirs.declarations)
        for trio in trios:
            lines = [*self._declaration(trio)]
            if lines:
                yield from ["", *lines]
        foot = _pick(base.foot, ours.foot, theirs.foot)
        yield from foot if foot is not None else _union(ours.foot, theirs.foot)

    def _declaration(self, trio: Trio[Declaration]) -> Iterator[str]:
        found = _of_one(trio, _whole)
        if isinstance(found, _Kept):
            yield from _lines(found.part, "")
        elif found is not None and not self._divisible(trio):
            self.clashes.append(f"both branches change `{trio.key[1]}`")
            yield from self._marked(found, "")
        elif found is not None:
            yield from self._parts(trio)

    @staticmethod
    def _divisible(trio: Trio[Declaration]) -> bool:
        sides = [one for one in (trio.ours, trio.theirs) if one is not None]
        return len(sides) == 2 and all(one.parts is not None for one in sides)

    def _parts(self, trio: Trio[Declaration]) -> Iterator[str]:
        """A declaration that both branches changed, part by part."""
        base, ours, theirs = trio.base, trio.ours, trio.theirs
        if ours is None or theirs is None:
            return
        empty = replace(ours, head="", parts=(), foot=(), comments=Comments())
        if base is None or base.parts is None:
            base = empty
        head = _pick(base.head, ours.head, theirs.head)
        yield from _comments(trio).above
        if head is None:
            self.clashes.append(f"both branches change the head of `{ours.name}`")
            heads = [
                replace(ours, source=f"{one.head} {{", comments=Comments())
                for one in (ours, theirs)
            ]
            yield from self._marked(_Clash(*heads), "")
        else:
            yield f"{head} {{"
        yield from self._inner(base, ours, theirs)
        foot = _pick(base.foot, ours.foot, theirs.foot)
        foot = foot if foot is not None else tuple(_union(ours.foot, theirs.foot))
        yield from (f"{_INDENT}{line}".rstrip() for line in foot)
        yield "}" + "".join(f"  {one}" for one in _comments(trio).behind)

    def _inner(
        self, base: Declaration, ours: Declaration, theirs: Declaration
    ) -> Iterator[str]:
        found: list[_Kept | _Clash] = []
        for trio in line_up(base.parts or (), ours.parts or (), theirs.parts or ()):
            one = _of_one(trio, lambda part: part.text)
            if isinstance(one, _Clash):
                one = _higher(one) or one
            if isinstance(one, _Clash):
                self.clashes.append(f"both branches change {_named(trio, ours.name)}")
            if one is not None:
                found.append(one)
        waiting: Part | None = None
        for one in self._told_apart(ours, found):
            part = one.part if isinstance(one, _Kept) else None
            if waiting is not None and part is not None and part.joins:
                waiting = _joined(waiting, part)
                continue
            if waiting is not None:
                yield from _lines(waiting, _INDENT)
            waiting = part
            if isinstance(one, _Clash):
                yield from self._marked(one, _INDENT)
        if waiting is not None:
            yield from _lines(waiting, _INDENT)

    def _told_apart(
        self, declaration: Declaration, found: Sequence[_Kept | _Clash]
    ) -> Iterator[_Kept | _Clash]:
        """What was found; a part of ours and one of theirs that give something two meanings are one clash."""
        rest = list(found)
        while rest:
            one = rest.pop(0)
            for other in rest:
                clash = self._clash(declaration, one, other)
                if clash is not None:
                    rest.remove(other)
                    one = clash
                    break
            yield one

    def _clash(
        self, declaration: Declaration, one: _Kept | _Clash, other: _Kept | _Clash
    ) -> _Clash | None:
        """A part of ours and one of theirs that cannot stand side by side."""
        if isinstance(one, _Clash) or isinstance(other, _Clash):
            return None
        sides = {one.by: one.part, other.by: other.part}
        if sides.keys() != {"ours", "theirs"}:
            return None
        ours, theirs = sides["ours"], sides["theirs"]
        why = two_meanings(declaration.kind, ours, theirs)
        if not why:
            return None
        self.clashes.append(f"in `{declaration.name}`, {why}")
        return _Clash(ours, theirs)

    def _marked(self, clash: _Clash, indent: str) -> Iterator[str]:
        """Both versions between the markers of git."""
        yield f"{'<' * self.markers} ours"
        if clash.ours is not None:
            yield from _lines(clash.ours, indent)
        yield "=" * self.markers
        if clash.theirs is not None:
            yield from _lines(clash.theirs, indent)
        yield f"{'>' * self.markers} theirs"


def _of_one(trio: Trio[P], text: Callable[[P], object]) -> _Kept | _Clash | None:
    """What becomes of a part; None where it goes."""
    base, ours, theirs = (
        None if one is None else text(one)
        for one in (trio.base, trio.ours, trio.theirs)
    )
    if ours == theirs:
        kept, by = trio.ours, "both"
    elif ours == base:
        kept, by = trio.theirs, "theirs"
    elif theirs == base:
        kept, by = trio.ours, "ours"
    else:
        return _Clash(trio.ours, trio.theirs)
    if kept is None:
        return None
    return _Kept(replace(kept, comments=_comments(trio)), by)


def _whole(one: Declaration) -> tuple[object, ...]:
    """All of a declaration that a merge carries, comments included."""
    if one.parts is None:
        return (one.text,)
    inner = tuple((part.text, part.comments) for part in one.parts)
    return (one.head, inner, one.foot)


def _comments(trio: Trio[P]) -> Comments:
    """The comments at a part: those of the side that changed them, or of both."""
    none = Comments()
    base, ours, theirs = (
        none if one is None else one.comments
        for one in (trio.base, trio.ours, trio.theirs)
    )
    if trio.ours is None or trio.theirs is None:
        return theirs if trio.ours is None else ours
    above = _pick(base.above, ours.above, theirs.above)
    behind = _pick(base.behind, ours.behind, theirs.behind)
    if above is None:
        above = tuple(_union(ours.above, theirs.above))
    if behind is None:  # Only one can stand at the end of a line.
        above = (*above, *theirs.behind)
        behind = ours.behind
    return Comments(above, behind)


def _pick(base: T, ours: T, theirs: T) -> T | None:
    """What one side made of it, or both alike; None where they made different things."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else None


def _joined(one: Part, other: Part) -> Part:
    """A part with one more name on its line, if it is of the same kind."""
    return replace(one, source=f"{one.source}, {other.cells[-1]}")


def _union(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    return [*ours, *(one for one in theirs if one not in ours)]


def _higher(clash: _Clash) -> _Kept | None:
    """Of two steps of a version the higher one, which says as much as both."""
    sides = [one for one in (clash.ours, clash.theirs) if one is not None]
    if len(sides) < 2 or any(one.key != ("version",) for one in sides):
        return None
    numbers = [[int(n) for n in one.cells[-1].split(".")] for one in sides]
    return _Kept(sides[numbers.index(max(numbers))], "both")


def _named(trio: Trio[Part], owner: str) -> str:
    parts = (one for one in (trio.base, trio.ours, trio.theirs) if one is not None)
    text = next(parts).text.partition("\n")[0]
    return f"`{text}` of `{owner}`"


def _lines(part: Part, indent: str) -> Iterator[str]:
    """A part as it is written, with its comments."""
    if part.apart and indent:
        yield ""
    yield from (f"{indent}{one}".rstrip() for one in part.comments.above)
    yield indent + part.source + "".join(f"  {one}" for one in part.comments.behind)
