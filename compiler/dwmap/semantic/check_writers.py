"""Whether each field has at most one writer a direction, and each required field at least one."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.diagnostics import Report
from dwmap.ir.model import Direction, EitherRef
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import RequiredTarget, SharedSource, TwoWriters
from dwmap.semantic.scope import EntityFacts
from dwmap.source import Span

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


def check_writers(maps: Iterable[MapFacts], report: Report) -> None:
    """Report fields that two lines write, and required fields that none writes."""
    for facts in maps:
        rivals: set[tuple[int, int]] = set()
        for direction in _BOTH_WAYS:
            _check_single(facts, direction, rivals, report)
            _check_required(facts, direction, report)


def _check_single(
    facts: MapFacts, direction: Direction, rivals: set[tuple[int, int]], report: Report
) -> None:
    """
    Two lines may write one field only if the first counts under a condition: then the second is its `else`.

    Two that meet in both directions are reported once: `rivals` remembers them.
    """
    last: dict[str, Line] = {}
    for line in facts.lines:
        target = line.writes(direction)
        if target is None or line.decl is None:
            continue
        fold = target.text.lower()
        before = last.get(fold)
        if before is None or _is_conditional(before, direction):
            last[fold] = line
            continue
        if before.decl is None or (id(before), id(line)) in rivals:
            continue
        rivals.add((id(before), id(line)))
        spans = _target_span(before, direction), _target_span(line, direction)
        if _through_lookup(before, direction) or _through_lookup(line, direction):
            report.add(SharedSource(target.text, *spans))
        else:
            report.add(TwoWriters(target.text, *spans))


def _is_conditional(line: Line, direction: Direction) -> bool:
    """Whether the line may not count; the condition of a two-way line speaks of the left side alone."""
    mapping = line.mapping
    back = direction == "to_left" and mapping.direction == "both"
    return mapping.condition is not None and not back


def _target_span(line: Line, direction: Direction) -> Span:
    if line.decl is None:
        raise ValueError("an implied line has no place")
    return (line.decl.right if direction == "to_right" else line.decl.left).span


def _through_lookup(line: Line, direction: Direction) -> bool:
    source = line.left if direction == "to_right" else line.right
    return isinstance(source, EitherRef) or (
        source is not None and len(source.segments) > 1
    )


def _check_required(facts: MapFacts, direction: Direction, report: Report) -> None:
    entity = facts.right if direction == "to_right" else facts.left
    creates = facts.writes_right if direction == "to_right" else facts.writes_left
    if not creates or entity.open:
        return
    written = {
        column_of(target).lower()
        for line in facts.lines
        if (target := line.writes(direction)) is not None
    }
    written |= _told_of_key(facts, entity) | entity.meant
    for fold, field in entity.fields.items():
        if "required" in field.modifiers and field.writable and fold not in written:
            span = _entity_span(facts, entity)
            report.add(
                RequiredTarget(
                    field.name, entity.name, facts.name, span, field.decl.span
                )
            )


def _told_of_key(facts: MapFacts, entity: EntityFacts) -> set[str]:
    """The columns of the key, of which a part that is not written is a finding about the key."""
    told = {side for part in facts.key for side in (part.left, part.right)}
    if facts.lacks_key:
        keys = (*entity.keys("integration"), *entity.keys("key"))
        told |= {path.text for key in keys for path in key.paths}
    return {path.partition(".")[0].lower() for path in told}


def _entity_span(facts: MapFacts, entity: EntityFacts) -> Span:
    return facts.decl.right.span if entity is facts.right else facts.decl.left.span
