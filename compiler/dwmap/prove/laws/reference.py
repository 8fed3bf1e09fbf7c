"""
Every lookup points at rows that some map brings over.

A lookup into an entity that nothing fills finds no row, and the record is refused until somebody types it in.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.ir.model import Direction, EitherRef, PathRef
from dwmap.prove.context import HEADINGS, TARGETS, Subject
from dwmap.prove.verdict import Status, Verdict

LAW = "reference"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict for each lookup that a direction writes through."""
    for heading in HEADINGS:
        seen: set[str] = set()
        for line in subject.interpreter.lines(heading):
            for column, entities in _lookups(line.target):
                if column.casefold() not in seen:
                    seen.add(column.casefold())
                    # The row of the company itself comes with the link of the two systems.
                    place = None if line.mapping.implied else line.place
                    yield _judge(subject, heading, column, entities, place)


def _lookups(target: PathRef | EitherRef) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(target, EitherRef):
        yield target.column, tuple(each.entity for each in target.candidates)
        return
    for place, entity in enumerate(target.through):
        yield ".".join(target.segments[: place + 1]), (entity,)


def _judge(
    subject: Subject,
    heading: Direction,
    column: str,
    entities: tuple[str, ...],
    place: int | None,
) -> Verdict:
    what = f"{getattr(subject.map, TARGETS[heading])}.{column}"
    name = subject.map.name
    if "" in entities:
        reason = "what it points at is not declared"
        return Verdict(LAW, name, what, Status.UNKNOWN, reason)
    writers = [subject.around.writers.get(entity, ()) for entity in entities]
    empty = [entity for entity, maps in zip(entities, writers, strict=True) if not maps]
    if empty:
        reason = f"no map fills {', '.join(f'`{each}`' for each in empty)}"
        return Verdict(LAW, name, what, Status.BROKEN, reason, at=place)
    first = " and ".join(dict.fromkeys(maps[0].name for maps in writers))
    return Verdict(LAW, name, what, Status.PROVED, f"filled by {first}")
