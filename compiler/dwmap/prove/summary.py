"""Verdicts counted: by law and status, and how many lines have types at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dwmap.ir.model import Constant, EitherRef, FieldMapping, PathRef, Project, Side
from dwmap.prove.context import side_paths
from dwmap.prove.law_table import LAWS
from dwmap.prove.verdict import Status, Verdict


@dataclass(frozen=True)
class Row:
    """How often a law has which status; `accepted` are among the broken."""

    law: str
    counts: Mapping[Status, int]
    accepted: int


@dataclass(frozen=True)
class Typed:
    """Of the lines of the maps, those whose every path has a declared type, and those with some."""

    lines: int
    whole: int
    partly: int


def count_verdicts(verdicts: Iterable[Verdict]) -> tuple[Row, ...]:
    """A row for each law, in the order of the laws, and one for all."""
    verdicts = list(verdicts)
    rows = [_row(law, [one for one in verdicts if one.law == law]) for law in LAWS]
    return (*rows, _row("all", verdicts))


def _row(law: str, verdicts: list[Verdict]) -> Row:
    counts = Counter(one.status for one in verdicts)
    accepted = sum(one.accepted is not None for one in verdicts)
    return Row(law, {status: counts[status] for status in Status}, accepted)


def count_typed(project: Project, map: str = "") -> Typed:
    """How much of the maps is typed; of one, or of all."""
    shares = [
        _share(line)
        for one in project.maps
        if not map or one.name.casefold() == map.casefold()
        for line in one.fields
        if not line.implied
    ]
    whole = sum(share == 1 for share in shares)
    return Typed(len(shares), whole, sum(0 < share < 1 for share in shares))


def _share(line: FieldMapping) -> float:
    sides = [side for side in (line.left, line.right) if not isinstance(side, Constant)]
    return sum(map(_is_typed, sides)) / len(sides)


def _is_typed(side: Side) -> bool:
    if isinstance(side, PathRef | EitherRef):
        return side.type.kind != "any"
    return all(path.type.kind != "any" for path in side_paths(side))
