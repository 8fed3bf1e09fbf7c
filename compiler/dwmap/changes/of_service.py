"""Findings in the light of what a service says: what it has no longer, what it asks for, and what was not known of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dwmap.changes.compared import Difference
from dwmap.changes.model import Effect, Finding, Weight
from dwmap.changes.outside import with_findings
from dwmap.changes.pairing import name_of
from dwmap.changes.rules.column_missing import ColumnMissing
from dwmap.changes.rules.confidence_changed import ConfidenceChanged
from dwmap.changes.rules.entity_key_changed import EntityKeyChanged
from dwmap.changes.rules.field_added import FieldAdded
from dwmap.changes.rules.field_removed import FieldRemoved
from dwmap.changes.rules.law_broken import LawBroken
from dwmap.changes.rules.requirement_tightened import RequirementTightened
from dwmap.changes.rules.table_missing import TableMissing
from dwmap.changes.rules.type_narrowed import TypeNarrowed
from dwmap.changes.select import called, owner
from dwmap.ir.model import (
    Direction,
    EitherRef,
    EntityField,
    FieldMapping,
    Map,
    PathRef,
    Project,
)
from dwmap.ir.walk import side_paths
from dwmap.prove.laws.completeness import LAW as COMPLETENESS
from dwmap.source import Span

_DEMANDS: Final = frozenset({FieldAdded.code, RequirementTightened.code})


@dataclass(frozen=True)
class GoneEntity:
    """An entity that a service no longer has, where it is declared, and what it may be called now."""

    name: str
    place: Span
    meant: Sequence[str] = ()


@dataclass(frozen=True)
class MissingField:
    """A field that maps use and nobody declares, and that a service does not have: of an entity, and where it is used."""

    entity: str
    name: str
    place: Span
    meant: Sequence[str] = ()


def as_gone(
    difference: Difference, meant: Mapping[str, Sequence[str]] | None = None
) -> Difference:
    """
    The difference where fields that are no longer declared are known to be gone from their systems.

    Lines that write one are refused there, which is breaking; without that knowledge it may be the declaration alone.
    `meant` are names that they may have now, by symbol.
    """
    names = meant or {}
    return with_findings(difference, (_gone(one, names) for one in difference.findings))


def with_gone_entities(
    difference: Difference, gone: Iterable[GoneEntity], project: Project
) -> Difference:
    """The difference with a finding for each entity that is gone; its effects are the maps and lines of `project` that use it."""
    more = (_gone_entity(one, project) for one in gone)
    return with_findings(difference, (*difference.findings, *more))


def with_missing_fields(
    difference: Difference, missing: Iterable[MissingField], project: Project
) -> Difference:
    """The difference with a finding for each field that is not there; its effects are the lines of `project` that use it."""
    more = (_missing(one, project) for one in missing)
    return with_findings(difference, (*difference.findings, *more))


def as_known(difference: Difference) -> Difference:
    """
    The difference where types that were not known are no changes of a service.

    It had that type before, and refused what did not fit. What a map sends otherwise now is still to be looked at, and so
    are laws of which it shows only now that a map does not keep them.
    """
    found = [_known(one) for one in difference.findings]
    real = [
        new
        for old, new in zip(difference.findings, found, strict=True)
        if new is old and new.rule != LawBroken.code
    ]
    touched = {
        name
        for one in real
        if one.weight > Weight.SAFE
        for name in (one.map, *(effect.map for effect in one.effects))
    }
    return with_findings(difference, (_shown_now(one, touched) for one in found))


def with_demands(difference: Difference) -> Difference:
    """The difference where a field that new rows need, and that a map which makes rows does not fill, is told, and told once."""
    found = [_demanded(one, difference.after.project) for one in difference.findings]
    told = {
        symbol
        for old, new in zip(difference.findings, found, strict=True)
        if new is not old
        for symbol in _unkept(new)
    }
    return with_findings(
        difference,
        (one for one in found if one.rule != LawBroken.code or one.symbol not in told),
    )


def _unkept(finding: Finding) -> Iterator[str]:
    """The symbols of findings that maps do not keep the law about a field that they do not fill."""
    entity, field = finding.symbol.split("/")[:2]
    for effect in finding.effects:
        yield f"{effect.map}/{COMPLETENESS}/{entity}.{field}"


def _gone(finding: Finding, meant: Mapping[str, Sequence[str]]) -> Finding:
    if finding.rule != FieldRemoved.code:
        return finding
    change = finding.changes[0]
    message = f"{called(change)} of {owner(change)} is gone from the service"
    finding = replace(finding, message=message)
    if finding.weight == Weight.SAFE:
        return finding
    weight = max(finding.weight, Weight.BREAKING)
    name = change.part.name if change.part is not None else ""
    way = f"take it out of the maps, or declare its new name with `renamed from {name}`"
    if new := next(iter(meant.get(finding.symbol, ())), None):
        way = f"if it is `{new}` now, declare that with `renamed from {name}`; else take it out of the maps"
    return replace(finding, weight=weight, help=finding.help or way)


def _gone_entity(one: GoneEntity, project: Project) -> Finding:
    effects = tuple(_uses(one.name, project))
    maps = len({effect.map for effect in effects})
    used = f"{maps or 'no'} map{'s use' if maps > 1 else ' uses'} it"
    system, _, name = one.name.partition(".")
    way = "take it out of the maps, then out of the specs"
    if one.meant:
        new = f"{system}.{one.meant[0]}"
        way = (
            f"if it is `{new}` now, declare that with `renamed from {name}`; else {way}"
        )
    return Finding(
        rule=TableMissing.code,
        symbol=one.name,
        message=f"`{one.name}` is gone from the service; {used}",
        before="",
        after="",
        weight=Weight.BREAKING if effects else Weight.NOTE,
        support="proved",
        effects=effects,
        help=way,
        place=one.place,
    )


def _missing(one: MissingField, project: Project) -> Finding:
    effects = tuple(
        Effect(each.name, name_of(line))
        for each in project.maps
        if each.status != "retired"
        for line in each.fields
        if (one.entity, one.name.lower()) in _columns(each, line)
    )
    way = "take it out of the maps"
    way = f"write `{one.meant[0]}` if that is meant, else {way}" if one.meant else way
    return Finding(
        rule=ColumnMissing.code,
        symbol=f"{one.entity}/{one.name}",
        message=f"`{one.entity}` has no field `{one.name}` in the service, and maps use it",
        before="",
        after="",
        weight=Weight.BREAKING,
        support="proved",
        effects=effects,
        help=way,
        place=one.place,
    )


def _uses(entity: str, project: Project) -> Iterator[Effect]:
    """The maps that have an entity at an end, and lines of others that look something up in it."""
    for each in project.maps:
        if each.status == "retired":
            continue
        if entity in (each.left, each.right):
            yield Effect(each.name, f"{each.left} with {each.right}")
            continue
        for line in each.fields:
            if any(entity == one for one, _ in _columns(each, line)):
                yield Effect(each.name, name_of(line))


def _columns(each: Map, line: FieldMapping) -> Iterator[tuple[str, str]]:
    """The columns that a line reads or writes, folded, with their entities."""
    for end, side in ((each.left, line.left), (each.right, line.right)):
        for path in side_paths(side):
            if isinstance(path, PathRef):
                entities = (end, *path.through)
                for entity, name in zip(entities, path.segments, strict=False):
                    yield entity, name.lower()
            else:
                yield end, path.column.lower()
                yield from ((one.entity, one.key.lower()) for one in path.candidates)


def _known(finding: Finding) -> Finding:
    if finding.rule == ConfidenceChanged.code:
        return replace(finding, weight=Weight.SAFE)
    if not _is_knowledge(finding):
        return finding
    if not finding.effects:
        return replace(finding, weight=Weight.SAFE, obligations=())
    judged = [
        *finding.judgements,
        *(one for effect in finding.effects for one in effect.judgements),
    ]
    is_shown = any(one.witness is not None for one in judged)
    weight = Weight.CAUTION if is_shown else Weight.SAFE
    return replace(
        finding,
        weight=min(finding.weight, weight),
        obligations=(),
        notes=(*finding.notes, "the type was not known: the service had it before"),
    )


def _is_knowledge(finding: Finding) -> bool:
    """Whether a type or key is stated where nothing was; a field that needs a value says more than its type."""
    change = finding.changes[0] if finding.changes else None
    if change is None:
        return False
    match finding.rule:
        case TypeNarrowed.code:
            return bool(change.before.kind == "any")
        case FieldAdded.code:
            return not change.after.required
        case EntityKeyChanged.code:
            return change.member == "key" and not change.before
    return False


def _shown_now(finding: Finding, touched: Collection[str | None]) -> Finding:
    """A law that no change of the service breaks."""
    if finding.rule != LawBroken.code or finding.map in touched:
        return finding
    message = finding.message.replace(" no longer keeps ", " does not keep ", 1)
    notes = (*finding.notes, "it shows by types that were not known before")
    weight = min(finding.weight, Weight.CAUTION)
    return replace(finding, message=message, weight=weight, obligations=(), notes=notes)


def _demanded(finding: Finding, project: Project) -> Finding:
    if finding.rule not in _DEMANDS or finding.effects:
        return finding
    change = finding.changes[0]
    field = change.after if finding.rule == FieldAdded.code else change.new
    step = change.declaration
    if not isinstance(field, EntityField) or step is None:
        return finding
    if not field.required or field.readonly or field.computed:
        return finding
    effects = tuple(_unfilled(step.name, field.name, project))
    if not effects:
        return finding
    system = step.name.partition(".")[0]
    kinds = {one.name: one.kind for one in project.systems}
    notes = finding.notes
    weight = Weight.BREAKING
    if kinds.get(system) == "dataverse":
        weight = Weight.CAUTION
        notes = (*notes, "Dataverse wants it of people, and not of programs")
    return replace(
        finding,
        message=f"new rows of `{step.name}` need a value for `{field.name}`",
        weight=weight,
        support="proved",
        effects=effects,
        notes=notes,
        help=f"map `{field.name}`, or give it a constant",
    )


def _unfilled(entity: str, field: str, project: Project) -> Iterator[Effect]:
    """The maps that make rows of an entity and do not fill one of its fields."""
    for each in project.maps:
        headings: dict[Direction, str] = {
            "to_left": each.left,
            "to_right": each.right,
        }
        for heading, name in headings.items():
            if name == entity and each.status != "retired":
                written = set(_written(each, heading))
                if written and field.lower() not in written:
                    yield Effect(each.name, f"no line writes {field}")


def _written(each: Map, heading: Direction) -> Iterator[str]:
    """The columns that a map writes, folded."""
    for line in each.fields:
        target = line.left if heading == "to_left" else line.right
        if line.direction in ("both", heading):
            if isinstance(target, PathRef):
                yield target.segments[0].lower()
            elif isinstance(target, EitherRef):
                yield target.column.lower()
