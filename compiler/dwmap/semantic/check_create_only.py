"""Whether a value that may change is carried into a field that is only set once."""

from __future__ import annotations

from collections.abc import Sequence

from dwmap.diagnostics import Report
from dwmap.ir.model import Constant, Direction, EitherRef, PathRef
from dwmap.semantic.lines import Line, column_of
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import CreateOnlyTarget
from dwmap.semantic.scope import EntityFacts

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


def check_create_only(maps: Sequence[MapFacts], report: Report) -> None:
    """Report lines whose later changes do not arrive, because the target is set on create only."""
    for facts in maps:
        # A record is found by its key: another key is another record.
        key = {path.lower() for part in facts.key for path in (part.left, part.right)}
        for line in facts.lines:
            for direction in _BOTH_WAYS:
                target = line.writes(direction)
                if target is not None and target.text.lower() not in key:
                    _check(line, direction, target, facts, report)


def _check(
    line: Line,
    direction: Direction,
    target: PathRef | EitherRef,
    facts: MapFacts,
    report: Report,
) -> None:
    forward = direction == "to_right"
    entity, other = (facts.right, facts.left) if forward else (facts.left, facts.right)
    field = entity.field(column_of(target))
    if line.decl is None or line.mapping.lossy or field is None:
        return
    source = line.mapping.left if forward else line.mapping.right
    if "createonly" in field.modifiers and not _is_fixed(source, other):
        sides = line.decl.left.span, line.decl.right.span
        here, there = sides if forward else sides[::-1]
        shown = " ".join(here.text.split())
        report.add(CreateOnlyTarget(shown, field.name, there, field.decl.span))


def _is_fixed(source: object, entity: EntityFacts) -> bool:
    """Whether what is read stays what it was when its record was created."""
    if isinstance(source, Constant):
        return True
    if not isinstance(source, PathRef) or len(source.segments) > 1:
        return False
    field = entity.field(source.segments[0])
    return field is not None and "createonly" in field.modifiers
