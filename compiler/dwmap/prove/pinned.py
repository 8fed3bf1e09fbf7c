"""Witnesses as `example` blocks: each fails as long as its law is broken, and then guards it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.interpret.values import Unset
from dwmap.ir.model import Map, Project
from dwmap.prove.verdict import Status, Step, Verdict
from dwmap.syntax.ast import ExampleDecl
from dwmap.syntax.made import example

_OF_ONE_FIELD = ("round-trip", "rest")


def pin(verdicts: Iterable[Verdict], project: Project) -> Iterator[ExampleDecl | None]:
    """
    An example for each witness of a broken law that nobody accepted; None where an example cannot say it.

    It shows the record that the witness begins with, alone: it is to go over and come back as it was. Those
    that the project has already, by their title, are left out.
    """
    maps = {one.name: one for one in project.maps}
    known = {(one.map, one.title) for one in project.examples}
    for verdict in verdicts:
        broken = verdict.status is Status.BROKEN and verdict.accepted is None
        if not broken or not verdict.witness:
            continue
        title = f"{verdict.law.replace('-', ' ')}: {verdict.subject}"
        if (verdict.map, title) not in known:
            known.add((verdict.map, title))
            yield _pinned(title, verdict, maps[verdict.map])


def _pinned(title: str, verdict: Verdict, map: Map) -> ExampleDecl | None:
    left, right = (one.partition(".")[0] for one in (map.left, map.right))
    if verdict.law in _OF_ONE_FIELD:
        system = right if _starts_right(verdict, map) else left
    elif verdict.law == "scope-closure":
        system = right if verdict.at == "left" else left
    else:
        return None
    try:
        return example(title, map.name, [(system, _fields(verdict.witness[0]))])
    except ValueError:
        return None


def _starts_right(verdict: Verdict, map: Map) -> bool:
    """Whether the witness begins on the right side of its line."""
    line = map.fields[verdict.at if isinstance(verdict.at, int) else 0]
    return getattr(line.right, "text", None) == verdict.witness[0].values[0][0]


def _fields(step: Step) -> dict[str, object]:
    """The fields of a record; raises ValueError where a path is no plain one, or a value is left alone."""
    for name, value in step.values:
        if "(" in name or isinstance(value, Unset):
            raise ValueError(name)
    if not step.values:
        raise ValueError("any record")
    return dict(step.values)
