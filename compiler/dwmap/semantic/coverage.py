"""How much of each map could be checked: the lines that have types on both sides, and why not the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from dwmap.ir.model import Constant, EitherRef, FieldMapping, PathRef, Side, Type
from dwmap.ir.walk import side_paths
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.scope import Scope
from dwmap.semantic.type_coverage import Gap, TypeCoverage


class Known(NamedTuple):
    """What is declared of a field."""

    type: Type
    is_inferred: bool


class Fields(Protocol):
    """What is declared, wherever it was read from."""

    def is_open(self, entity: str) -> bool:
        """Whether nothing is known of the fields of an entity."""

    def known(self, entity: str, name: str) -> Known | None:
        """What is declared of a field."""


def cover_maps(maps: Iterable[MapFacts], scope: Scope) -> tuple[TypeCoverage, ...]:
    """The coverage of each map, the worst first."""
    fields = _ScopeFields(scope)
    found = [
        cover_lines(
            facts.name,
            (facts.left.name, facts.right.name),
            (line.mapping for line in facts.lines),
            fields,
        )
        for facts in maps
    ]
    return tuple(sorted(found, key=lambda one: (one.percent, -one.lines, one.name)))


def cover_lines(
    name: str,
    entities: tuple[str, str],
    lines: Iterable[FieldMapping],
    fields: Fields,
) -> TypeCoverage:
    """The coverage of the lines between two entities; those that the compiler has added do not count."""
    kinds: Counter[str] = Counter()
    gaps: Counter[Gap] = Counter()
    for line in lines:
        if line.implied:
            continue
        sides = [
            list(_gaps(side, entity, fields))
            for side, entity in zip((line.left, line.right), entities, strict=True)
            if not isinstance(side, Constant)
        ]
        kinds[_kind(sides)] += 1
        gaps.update({gap for side in sides for gap in side})
    return TypeCoverage(
        name,
        kinds.total(),
        kinds["declared"],
        kinds["inferred"],
        kinds["one"],
        kinds["none"],
        dict(gaps),
    )


def _kind(sides: list[list[Gap]]) -> str:
    untyped = [any(gap.reason != "inferred" for gap in side) for side in sides]
    if all(untyped):
        return "none"
    if any(untyped):
        return "one"
    return "inferred" if any(sides) else "declared"


def _gaps(side: Side, entity: str, fields: Fields) -> Iterator[Gap]:
    for path in side_paths(side):
        gap = _gap(path, entity, fields)
        if gap is not None:
            yield gap


def _gap(path: PathRef | EitherRef, entity: str, fields: Fields) -> Gap | None:
    """The first thing that is missing on the way of a path; of candidates, of the first that is known."""
    if isinstance(path, EitherRef):
        steps = [(entity, path.column)]
        if path.type.kind != "any":
            steps += [(one.entity, one.key) for one in path.candidates if one.entity][
                :1
            ]
    else:
        steps = list(zip((entity, *path.through), path.segments, strict=True))
    for place, (owner, name) in enumerate(steps):
        gap = _gap_at(owner, name, fields, is_last=place == len(steps) - 1)
        if gap is not None:
            return gap
    unknown = isinstance(path, EitherRef) and path.type.kind == "any"
    return Gap("untyped-field", entity) if unknown else None


def _gap_at(owner: str, name: str, fields: Fields, *, is_last: bool) -> Gap | None:
    if fields.is_open(owner):
        return Gap("undeclared-entity", owner)
    known = fields.known(owner, name)
    if known is None:
        return Gap("undeclared-field", owner)
    if known.type.kind == "any" or (not is_last and len(known.type.targets) != 1):
        lookup = known.type.kind == "lookup" and len(known.type.targets) > 1
        return None if lookup else Gap("untyped-field", owner)
    return Gap("inferred", owner) if is_last and known.is_inferred else None


class _ScopeFields:
    """The declarations of a project that is being checked."""

    def __init__(self, scope: Scope) -> None:
        self._entities = scope.entities

    def is_open(self, entity: str) -> bool:
        facts = self._entities.get(entity)
        return facts is None or facts.open

    def known(self, entity: str, name: str) -> Known | None:
        facts = self._entities.get(entity)
        field = facts.field(name) if facts is not None else None
        if field is None:
            return None
        return Known(field.type, "inferred" in field.modifiers)
