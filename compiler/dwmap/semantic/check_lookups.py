"""Whether the lines that fill a lookup name one row of the table that it points at."""

from __future__ import annotations

from collections.abc import Sequence

from dwmap.diagnostics import Report
from dwmap.ir.model import Direction, PathRef
from dwmap.semantic.maps import MapFacts, company_path, is_company_of_lookup
from dwmap.semantic.problems import LookupKeyUnmapped
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.source import Span
from dwmap.syntax import ast

_BOTH_WAYS: tuple[Direction, Direction] = ("to_right", "to_left")


def check_lookups(maps: Sequence[MapFacts], scope: Scope, report: Report) -> None:
    """Report lookups of which no key is mapped as a whole, once each."""
    for facts in maps:
        seen: set[str] = set()
        for direction in _BOTH_WAYS:
            for lookup, (parts, span) in _filled(facts, direction).items():
                entity = facts.right if direction == "to_right" else facts.left
                field = entity.field(lookup)
                if field is None or len(field.type.targets) != 1 or lookup in seen:
                    continue
                target = scope.entity(field.type.targets[0])
                missing = _missing(parts, target, scope)
                if missing is not None:
                    seen.add(lookup)
                    names, key = missing
                    report.add(
                        LookupKeyUnmapped(field.name, target.name, names, span, key)
                    )


def _filled(facts: MapFacts, direction: Direction) -> dict[str, tuple[set[str], Span]]:
    """The lookups that a direction fills: the paths behind each, and where the first stands."""
    found: dict[str, tuple[set[str], Span]] = {}
    for line in facts.lines:
        target = line.writes(direction)
        if line.decl is None or not isinstance(target, PathRef):
            continue
        lookup, *rest = (name.lower() for name in target.segments)
        if rest:
            side = line.decl.right if direction == "to_right" else line.decl.left
            parts, _ = found.setdefault(lookup, (set(), side.span))
            parts.add(".".join(rest))
    return found


def _missing(
    parts: set[str], target: EntityFacts, scope: Scope
) -> tuple[tuple[str, ...], Span] | None:
    """The parts of the key that lacks the fewest; None where one is whole, or none is declared."""
    own = (company_path(target, scope) or "").lower()
    keys: list[ast.KeyDecl] = [
        key for kind in ("integration", "key", "alternate") for key in target.keys(kind)
    ]
    lacking = [
        (
            tuple(
                path.text
                for path in key.paths
                if path.text.lower() not in {*parts, own, *target.meant}
                and not is_company_of_lookup(path, target, scope)
            ),
            key.span,
        )
        for key in keys
    ]
    if not lacking:
        return None
    names, span = min(lacking, key=lambda one: len(one[0]))
    return (names, span) if names else None
