"""All laws on all maps of a project."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.ir.model import Project
from dwmap.ir.scope import Scope
from dwmap.prove.context import Subject, Surroundings
from dwmap.prove.known import KnownOutcomes
from dwmap.prove.law_table import LAWS
from dwmap.prove.verdict import Verdict


def prove(
    project: Project, only: str | None = None, known: KnownOutcomes | None = None
) -> Iterator[Verdict]:
    """
    The verdicts map by map, law by law.

    `only` names a map, or a map and a field of it (`CustomersV3_accounts.CreditLimit`), without case.
    """
    outcomes = {} if known is None else known.of(project)
    around = Surroundings(project, Scope(project), outcomes)
    wanted, _, field = (only or "").casefold().partition(".")
    for map in project.maps:
        if wanted and map.name.casefold() != wanted:
            continue
        subject = Subject(map, around)
        for judge in LAWS.values():
            for verdict in judge(subject):
                if not field or field in verdict.subject.casefold().split():
                    yield verdict
