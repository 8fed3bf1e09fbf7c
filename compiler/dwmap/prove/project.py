"""All laws on all maps of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.ir.model import Map, Project
from dwmap.ir.scope import Scope
from dwmap.prove.context import Subject, Surroundings
from dwmap.prove.known import KnownOutcomes
from dwmap.prove.law_table import LAWS
from dwmap.prove.verdict import Verdict


def prove(project: Project, only: str | None = None) -> Iterator[Verdict]:
    """
    The verdicts map by map, law by law.

    `only` names a map, or a map and a field of it (`CustomersV3_accounts.CreditLimit`), without case.
    """
    wanted, _, field = (only or "").casefold().partition(".")
    maps = (map for map in project.maps if wanted in ("", map.name.casefold()))
    for verdict in judge(project, maps):
        if not field or field in verdict.subject.casefold().split():
            yield verdict


def judge(
    project: Project, maps: Iterable[Map], known: KnownOutcomes | None = None
) -> Iterator[Verdict]:
    """The verdicts on some maps of a project."""
    outcomes = {} if known is None else known.of(project)
    around = Surroundings(project, Scope(project), outcomes)
    for map in maps:
        subject = Subject(map, around)
        for law in LAWS.values():
            yield from law(subject)
