# Copied by dwmap from its runtime. Do not edit.
"""Running the functions of a map over many records, and asking them whether two rows already agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ._errors import RecordError
from ._leg import Leg
from ._model import Record


def transform_all(
    in_scope: Callable[[Any], bool],
    transform: Callable[[Any], Any] | None,
    records: Sequence[Any],
) -> tuple[Sequence[int], list[Record], dict[int, RecordError]]:
    """
    The positions of the records in scope that can travel, what is written for them, and the errors.

    The functions are pure, so a batch in which one record fails is simply done again one by one.
    """
    if transform is None:
        return (), [], {}
    try:
        scope = list(map(in_scope, records))
        if all(scope):
            return range(len(records)), list(map(transform, records)), {}
        kept = [n for n, inside in enumerate(scope) if inside]
        return kept, [transform(records[n]) for n in kept], {}
    except RecordError:
        return _one_by_one(in_scope, transform, records)


def _one_by_one(
    in_scope: Callable[[Any], bool],
    transform: Callable[[Any], Any],
    records: Sequence[Any],
) -> tuple[list[int], list[Record], dict[int, RecordError]]:
    kept: list[int] = []
    written: list[Record] = []
    errors: dict[int, RecordError] = {}
    for position, record in enumerate(records):
        try:
            if in_scope(record):
                written.append(transform(record))
                kept.append(position)
        except RecordError as error:
            errors[position] = error
    return kept, written, errors


def agreeing(
    leg: Leg, record: Any, standing: Any, differing: Iterable[str]
) -> frozenset[str]:
    """
    Those of the differing two-way fields whose standing value means, on the way back, what the source has.

    Two values that the map itself takes for the same are left alone, or a lossy line would slowly wash
    out the side that knows more.
    """
    names = list(differing)
    back = leg.map.backward if leg.direction == "forward" else leg.map.forward
    if back is None or not names:
        return frozenset()
    try:
        returned = back(standing)
    except RecordError:
        return frozenset()
    return frozenset(
        name
        for name in names
        if all(
            getattr(returned, partner) == getattr(record, partner)
            for partner in leg.flow.partners(leg.direction, name)
        )
    )
