"""What overlays that do not know of each other do not agree about, and what more than one of them does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from dwmap.diagnostics import Report
from dwmap.frozen import frozen
from dwmap.semantic.composed import Composed, Slot, targets
from dwmap.semantic.problems import OverlayConflict, RedundantOverlay
from dwmap.semantic.solution_order import Extension, SolutionOrder
from dwmap.source import Span
from dwmap.syntax import ast
from dwmap.syntax.alike import form_of

__all__ = ["Touch", "check_lines", "check_touches"]

_GONE = "removed"

T = TypeVar("T")


@frozen
class Touch:
    """What an overlay does to a thing: in words what the thing is, and what it is made to be."""

    by: Extension
    thing: tuple[Hashable, ...]
    words: str
    value: Hashable
    span: Span


def grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """The items that have something in common, in the order in which they come."""
    found: dict[Hashable, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return list(found.values())


def check_touches(
    where: str, touches: Sequence[Touch], order: SolutionOrder, report: Report
) -> None:
    """Report things that two overlays make different, or alike, where neither builds on the other."""
    for same in grouped(touches, lambda touch: touch.thing):
        for at, later in enumerate(same):
            for earlier in same[:at]:
                if _are_apart(earlier, later, same, order):
                    _report(where, earlier, later, order, report)
                    break


def _are_apart(
    earlier: Touch, later: Touch, same: Sequence[Touch], order: SolutionOrder
) -> bool:
    """Whether neither knows of the other, and nobody who knows of both decides."""
    first, second = order.owner(earlier.by), order.owner(later.by)
    if order.builds_on(second, first):
        return False
    owners = (order.owner(each.by) for each in same)
    return not any(
        order.builds_on(owner, first) and order.builds_on(owner, second)
        for owner in owners
    )


def _report(
    where: str, earlier: Touch, later: Touch, order: SolutionOrder, report: Report
) -> None:
    owners = order.owner(earlier.by), order.owner(later.by)
    places = earlier.span, later.span
    if earlier.value == later.value:
        report.add(RedundantOverlay(earlier.words, where, owners, *places))
    else:
        report.add(OverlayConflict(earlier.words, where, owners, *places))


def check_lines(
    map: str, composed: Composed, order: SolutionOrder, report: Report
) -> None:
    """
    Report lines of the base that two overlays change, and targets that two of them write.

    Of two lines that write one target the later one is left out, since more need not be said of it.
    """
    for slot in composed.slots:
        check_touches(map, _line_touches(slot, order), order, report)
    writers: dict[Hashable, Touch] = {}
    for slot in composed.slots:
        line, by = slot.line, slot.changed_by
        if line is None or by is None:
            continue
        written = sorted(targets(line))
        touch = Touch(by, (), "", form_of(line), line.span)
        rival = next((writers[one] for one in written if one in writers), None)
        if rival is not None and _are_rivals(rival, touch, order):
            shared = next(one for one in written if one in writers)
            words = f"what is written to `{_target_text(line, shared[0])}`"
            rival = Touch(rival.by, (), words, rival.value, rival.span)
            _report(map, rival, touch, order, report)
            slot.history.append((by, slot.history[-1][1], None))
            continue
        for one in written:
            writers.setdefault(one, touch)


def _are_rivals(one: Touch, other: Touch, order: SolutionOrder) -> bool:
    """Two lines of one solution are rivals only if they are the same; what else they are is said of any two lines."""
    if order.owner(one.by) == order.owner(other.by):
        return one.value == other.value
    return not order.sees(other.by, one.by) and not order.sees(one.by, other.by)


def _target_text(line: ast.MappingLine, side: str) -> str:
    end = line.right if side == "right" else line.left
    return end.text if isinstance(end, ast.PathExpr | ast.EitherExpr) else ""


def _line_touches(slot: Slot, order: SolutionOrder) -> list[Touch]:
    """What overlays make of a line; its own solution may change what it has added itself."""
    was = next(slot.ever()).span.text
    adder = slot.added_by
    return [
        Touch(
            by,
            ("line",),
            f"the line `{' '.join(was.split())}`",
            _GONE if line is None else form_of(line),
            part.span,
        )
        for by, part, line in slot.history
        if adder is None or order.owner(by) != order.owner(adder)
    ]
