"""The lines of a map while overlays are applied: what became of each, by whom, and what an overlay sees of it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, product, starmap
from typing import TypeAlias

from dwmap.semantic.solution_order import SolutionOrder
from dwmap.syntax import ast

__all__ = ["Composed", "Part", "Slot", "Target", "line_paths", "targets"]

Target: TypeAlias = tuple[str, str]
"""A side (`left`, `right`) and the path there that is written, in small letters."""
Part: TypeAlias = ast.LineChange | ast.LineRemoval
_TO_RIGHT = frozenset({"=", ">", "><", ">>"})
_TO_LEFT = frozenset({"=", "<", "><", "<<"})


def line_paths(
    line: ast.MappingLine, *, plain: bool = False
) -> list[ast.PathExpr | ast.EitherExpr]:
    """The sides of a line that are paths; with `plain` only those without candidates, as `remove` takes them."""
    return [
        side
        for side in (line.left, line.right)
        if isinstance(side, ast.PathExpr)
        or (isinstance(side, ast.EitherExpr) and not plain)
    ]


def targets(line: ast.MappingLine) -> frozenset[Target]:
    """What a line writes."""
    ends = (("right", line.right, _TO_RIGHT), ("left", line.left, _TO_LEFT))
    return frozenset(
        (name, side.text.lower())
        for name, side, operators in ends
        if line.op in operators and isinstance(side, ast.PathExpr | ast.EitherExpr)
    )


@dataclass(eq=False)
class Slot:
    """
    A line of the base, or one that an overlay adds, and all that was made of it: by whom, what, and what it is then (None:
    it is gone).
    """

    place: int
    base: ast.MappingLine | None
    history: list[tuple[ast.ExtendMapDecl, Part, ast.MappingLine | None]] = field(
        default_factory=list
    )
    owners: set[str] = field(default_factory=set)
    """Whose overlays are in the history."""

    @property
    def line(self) -> ast.MappingLine | None:
        """What it is in the end."""
        return self.history[-1][2] if self.history else self.base

    @property
    def changed_by(self) -> ast.ExtendMapDecl | None:
        """Whose word is the last one; None where it is the base's."""
        return self.history[-1][0] if self.history else None

    @property
    def added_by(self) -> ast.ExtendMapDecl | None:
        """The overlay that added it."""
        return self.history[0][0] if self.base is None else None

    def seen_by(
        self, one: ast.ExtendMapDecl, order: SolutionOrder
    ) -> ast.MappingLine | None:
        """What it is to an overlay, which knows some of the others; None where it is not there."""
        for by, _, line in reversed(self.history):
            if order.sees(one, by):
                return line
        return self.base

    def ever(self) -> Iterator[ast.MappingLine]:
        """All that it was."""
        if self.base is not None:
            yield self.base
        yield from (line for _, _, line in self.history if line is not None)


@dataclass
class Composed:
    """The lines of a map, with the overlays applied so far; which of them ever spoke of a path, or wrote a target."""

    order: SolutionOrder
    slots: list[Slot] = field(default_factory=list)
    _by_path: dict[str, list[Slot]] = field(default_factory=dict)
    _by_target: dict[Target, list[Slot]] = field(default_factory=dict)
    _apart: dict[tuple[frozenset[str], frozenset[str]], bool] = field(
        default_factory=dict
    )
    """Of solutions and others, whether any two do not build on each other: many lines ask for the same ones."""

    @classmethod
    def of(cls, base: ast.MapDecl, order: SolutionOrder) -> Composed:
        """The lines of a base that nobody has changed yet."""
        made = cls(order)
        for line in base.lines:
            made._new(line).base = line
        return made

    def _new(self, line: ast.MappingLine) -> Slot:
        slot = Slot(len(self.slots), None)
        self.slots.append(slot)
        self._note(slot, line)
        return slot

    def _note(self, slot: Slot, line: ast.MappingLine) -> None:
        for side in line_paths(line):
            known = self._by_path.setdefault(side.text.lower(), [])
            if slot not in known:
                insort(known, slot, key=_place)
        for target in targets(line):
            writers = self._by_target.setdefault(target, [])
            if slot not in writers:
                insort(writers, slot, key=_place)

    def _set(
        self,
        slot: Slot,
        one: ast.ExtendMapDecl,
        part: Part,
        line: ast.MappingLine | None,
    ) -> None:
        """What an overlay makes of a line."""
        slot.history.append((one, part, line))
        slot.owners.add(self.order.owner(one))
        if line is not None:
            self._note(slot, line)

    def lines(self) -> tuple[ast.MappingLine, ...]:
        """What it comes to."""
        return tuple(slot.line for slot in self.slots if slot.line is not None)

    def find(self, path: str, one: ast.ExtendMapDecl) -> Slot | None:
        """The line that an overlay speaks of; if it sees none, one that it took away itself before, or about which others disagree."""
        fold = path.lower()
        candidates = self._by_path.get(fold, ())
        for slot in candidates:
            line = slot.seen_by(one, self.order)
            if line is not None and _is_about(line, fold):
                return slot
        for slot in candidates:
            mine = slot.changed_by is not None and self._is_own(slot.changed_by, one)
            if mine or self._is_disputed(slot, one):
                return slot
        return None

    def _is_disputed(self, slot: Slot, one: ast.ExtendMapDecl) -> bool:
        """Whether an overlay knows of one that keeps a line and one that takes it away, of which neither builds on the other."""
        known = [
            (self.order.owner(by), line)
            for by, _, line in slot.history
            if self.order.sees(one, by)
        ]
        kept = {owner for owner, line in known if line is not None}
        gone = {owner for owner, line in known if line is None} - kept
        return any(
            not self.order.builds_on(first, second)
            and not self.order.builds_on(second, first)
            for first in kept
            for second in gone
        )

    def added_unseen(
        self, path: str, one: ast.ExtendMapDecl
    ) -> ast.ExtendMapDecl | None:
        """The overlay that adds such a line, of which `one` does not know."""
        for slot in self._by_path.get(path.lower(), ()):
            by = slot.added_by
            if by is not None and not self.order.sees(one, by):
                return by
        return None

    def add(self, change: ast.LineChange, one: ast.ExtendMapDecl) -> None:
        """
        Add a line. One that writes all that lines of required solutions write takes their place.

        That is how a solution that requires two others decides between them.
        """
        taken = self._overruled(change.line, one)
        for slot in taken:
            line = change.line if slot is taken[0] else None
            self._set(slot, one, change, line)
        if not taken:
            self._set(self._new(change.line), one, change, change.line)

    def change(self, slot: Slot, part: Part, one: ast.ExtendMapDecl) -> None:
        """Replace or remove a line; what takes its place may take that of others, too."""
        if isinstance(part, ast.LineRemoval):
            self._set(slot, one, part, None)
            return
        for other in self._overruled(part.line, one):
            if other is not slot:
                self._set(other, one, part, None)
        self._set(slot, one, part, part.line)

    def _overruled(self, line: ast.MappingLine, one: ast.ExtendMapDecl) -> list[Slot]:
        """
        The lines of required solutions that write nothing but what this line writes: those that they added, and those of the
        base about which they do not agree.
        """
        written = targets(line)
        every = chain(*(self._by_target.get(target, ()) for target in written))
        writers = sorted({id(each): each for each in every}.values(), key=_place)
        found: list[Slot] = []
        for slot in writers:
            if slot.added_by is None:
                if self._is_contested(slot, writers, one):
                    known = (line for _, line in self._known(slot, one))
                    if all(targets(each) <= written for each in known if each):
                        found.append(slot)
                continue
            gone = targets(slot.line) if slot.line else None
            if not gone or self._is_own(one, slot.added_by):
                continue
            if gone <= written and self.order.sees(one, slot.added_by):
                found.append(slot)
        return found

    def _known(
        self, slot: Slot, one: ast.ExtendMapDecl
    ) -> Iterator[tuple[str, ast.MappingLine | None]]:
        """What an overlay knows that others have made of a line, with who they are, the last first."""
        required = self.order.required(self.order.owner(one))
        for by, _, line in reversed(slot.history):
            owner = self.order.owner(by)
            if owner in required:
                yield owner, line

    def _is_contested(
        self, slot: Slot, writers: Sequence[Slot], one: ast.ExtendMapDecl
    ) -> bool:
        """Whether strangers, of whom an overlay knows, change a line of the base, or it and another that writes the same."""
        owners = self.order.required(self.order.owner(one)) & slot.owners
        if not owners:
            return False
        living = (other for other in writers if other.line is not None)
        lasts = (next(self._known(other, one), None) for other in living)
        rivals = frozenset(last[0] for last in lasts if last is not None)
        asked = (owners, owners | rivals)
        if asked not in self._apart:
            self._apart[asked] = any(starmap(self._are_apart, product(*asked)))
        return self._apart[asked]

    def _are_apart(self, one: str, other: str) -> bool:
        builds_on = self.order.builds_on
        return one != other and not builds_on(one, other) and not builds_on(other, one)

    def _is_own(self, one: ast.ExtendMapDecl, other: ast.ExtendMapDecl) -> bool:
        return self.order.owner(one) == self.order.owner(other)


def _place(slot: Slot) -> int:
    return slot.place


def _is_about(line: ast.MappingLine, path: str) -> bool:
    return path in (side.text.lower() for side in line_paths(line))
