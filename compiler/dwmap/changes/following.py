"""What follows from changes for a map as a whole: laws that it no longer keeps, filters that it now writes into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dwmap.changes.model import Finding
from dwmap.changes.rule import ChangeRule
from dwmap.changes.rules.filter_field_written import FilterFieldWritten
from dwmap.changes.rules.law_broken import LawBroken
from dwmap.changes.surroundings import HEADINGS, MapPair, Surroundings, written_keys
from dwmap.interpret.expressions import key_of
from dwmap.ir.model import Direction, Expr, Map
from dwmap.ir.walk import paths_in
from dwmap.prove.context import TARGETS
from dwmap.prove.project import judge
from dwmap.prove.show import show_values
from dwmap.prove.verdict import Status, Verdict


def following(findings: Iterable[Finding], around: Surroundings) -> Iterator[Finding]:
    """The findings about maps that a change touches; maps that are new or gone have none."""
    touched = {
        name
        for one in findings
        for name in (one.map, *(effect.map for effect in one.effects))
    }
    for name, pair in around.pairs.items():
        if name in touched:
            yield from _broken_laws(pair)
            for heading in HEADINGS:
                yield from _written_filters(pair, heading)


def _broken_laws(pair: MapPair) -> Iterator[Finding]:
    old, new = pair.before, pair.after
    known = {
        (one.law, one.subject)
        for one in judge(old.scope.project, [old.map])
        if one.status is Status.BROKEN
    }
    for one in judge(new.scope.project, [new.map]):
        fresh = (one.law, one.subject) not in known
        if one.status is Status.BROKEN and one.accepted is None and fresh:
            yield _law(one, pair.name)


def _law(one: Verdict, map: str) -> Finding:
    subject = f" of `{one.subject}`" if one.subject else ""
    return _finding(
        LawBroken,
        map,
        f"{one.law}/{one.subject}",
        f"`{map}` no longer keeps the law `{one.law}`{subject}: {one.reason}",
        tuple(f"{step.title}: {show_values(step)}" for step in one.witness),
    )


def _written_filters(pair: MapPair, heading: Direction) -> Iterator[Finding]:
    side = TARGETS[heading]
    filter = _filter(pair.after.map, side)
    if filter is None:
        return
    was, now = (written_keys(one.lines(heading)) for one in (pair.before, pair.after))
    for path in dict.fromkeys(paths_in(filter)):
        if key_of(path) in now - was:
            entity = getattr(pair.after.map, side)
            text = f"`{pair.name}` now writes `{path.text}` of `{entity}`, which its own filter there reads"
            yield _finding(
                FilterFieldWritten, pair.name, f"{side}_filter/{path.text}", text, ()
            )


def _filter(map: Map, side: str) -> Expr | None:
    return map.left_filter if side == "left" else map.right_filter


def _finding(
    rule: type[ChangeRule],
    map: str,
    symbol: str,
    message: str,
    notes: tuple[str, ...],
) -> Finding:
    return Finding(
        *(rule.code, f"{map}/{symbol}", message, "", "", rule.weight, "proved", map),
        obligations=tuple(rule.obligations),
        notes=notes,
    )
