"""What services have that specs do not say, by the rules of changes: the specs as they are against those that would say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dwmap.changes.compared import Compared, compare
from dwmap.changes.pace import Pace
from dwmap.cli.comparing import between, in_part, with_approvals
from dwmap.cli.findings import errors_of
from dwmap.cli.sides import BrokenSide, Side, Trees
from dwmap.diagnostics import Diagnostic
from dwmap.source import SourceFile
from dwmap.syntax import ast

if TYPE_CHECKING:
    from dwmap.changes.compared import State

_SCHEMA = (
    ast.SystemDecl,
    ast.EnumDecl,
    ast.OptionsDecl,
    ast.EntityDecl,
    ast.ExtendEntityDecl,
)
TITLE = "what the services have"


@dataclass(frozen=True)
class Drift:
    """What changed, and the errors that the specs would have: then only declarations of entities were compared."""

    compared: Compared
    errors: tuple[Diagnostic, ...] = ()


def drift_of(side: Side, sources: Iterable[SourceFile]) -> Drift:
    """What lies between the specs and `sources`, the same with what services have; raises BrokenSide for broken entities."""
    state = replace(side.state, title=TITLE)
    after = replace(side, sources=tuple(sources), state=state)
    trees: Trees = {}
    try:
        compared = in_part(side, after, side.config, trees)
        if compared is None:
            compared = between(side.compiled(trees), after.compiled(trees), side.config)
        return Drift(with_approvals(compared, after))
    except BrokenSide as broken:
        errors = tuple(errors_of(broken.diagnostics))
    states = [_entities_of(one) for one in (side, after)]
    given = {rule.text: value for rule, value in side.config.diff.severity}
    pace = Pace(side.config.volumes, side.config.diff.rows_per_minute)
    compared = Compared(compare(states[0], states[1], given), pace=pace)
    return Drift(with_approvals(compared, after), errors)


def _entities_of(side: Side) -> State:
    """The state without its maps and what else speaks of entities; raises BrokenSide."""
    from dwmap.diagnostics import Report
    from dwmap.syntax.parser import parse_file

    sources = []
    for source in side.sources:
        file = parse_file(source, Report())
        if any(isinstance(one, _SCHEMA) for one in file.declarations):
            sources.append(SourceFile(source.path, _without_others(file)))
    title = f"{side.state.title} (entities alone)"
    state = replace(side.state, title=title)
    return replace(side, sources=tuple(sources), state=state).compiled({})


def _without_others(file: ast.File) -> str:
    """The text with blanks in the place of what declares no part of a schema; every line stays where it is."""
    text = file.source.text
    for one in file.declarations:
        if not isinstance(one, _SCHEMA):
            start, end = one.span.start, one.span.end
            blank = "".join(c if c in "\r\n" else " " for c in text[start:end])
            text = text[:start] + blank + text[end:]
    return text
