"""Verdicts counted: by law and status, and how many lines have types at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dwmap.ir.model import Project
from dwmap.ir.scope import Scope
from dwmap.prove.law_table import LAWS
from dwmap.prove.verdict import Status, Verdict
from dwmap.semantic.coverage import Known, cover_lines
from dwmap.semantic.type_coverage import TypeCoverage, total


@dataclass(frozen=True)
class Row:
    """How often a law has which status; `accepted` are among the broken."""

    law: str
    counts: Mapping[Status, int]
    accepted: int


def count_verdicts(verdicts: Iterable[Verdict]) -> tuple[Row, ...]:
    """A row for each law, in the order of the laws, and one for all."""
    verdicts = list(verdicts)
    rows = [_row(law, [one for one in verdicts if one.law == law]) for law in LAWS]
    return (*rows, _row("all", verdicts))


def _row(law: str, verdicts: list[Verdict]) -> Row:
    counts = Counter(one.status for one in verdicts)
    accepted = sum(one.accepted is not None for one in verdicts)
    return Row(law, {status: counts[status] for status in Status}, accepted)


def count_typed(project: Project, map: str = "") -> TypeCoverage:
    """How much of the maps is typed; of one, or of all."""
    fields = _ProjectFields(Scope(project))
    return total(
        [
            cover_lines(one.name, (one.left, one.right), one.fields, fields)
            for one in project.maps
            if not map or one.name.casefold() == map.casefold()
        ]
    )


class _ProjectFields:
    """The declarations of a compiled project."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def is_open(self, entity: str) -> bool:
        declared = self._scope.entities.get(entity)
        return declared is None or not declared.fields

    def known(self, entity: str, name: str) -> Known | None:
        field = self._scope.field(entity, name)
        if field is None:
            return None
        return Known(field.type, field.confidence == "inferred")
