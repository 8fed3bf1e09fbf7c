"""Follows a path from an entity through lookups to a field."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from dwmap.diagnostics import Report, suggest
from dwmap.ir.model import Candidate, EitherRef, PathRef, Type
from dwmap.semantic import foreign
from dwmap.semantic.problems import (
    NoLookup,
    RenamedField,
    UndeclaredField,
    UnknownField,
    WrongCandidate,
)
from dwmap.semantic.scope import EntityFacts, FieldFacts, Scope
from dwmap.semantic.types import ANY, describe
from dwmap.syntax import ast
from dwmap.syntax.keywords import written


def read_path(
    path: ast.PathExpr,
    entity: EntityFacts,
    scope: Scope,
    report: Report,
    other_end: EntityFacts | None = None,
) -> PathRef:
    """
    The path with the type of its last field and the entities it passes; unknown fields are reported.

    The first of them may be a field of the map's other end.
    """
    here: EntityFacts | None = entity
    segments: list[str] = []
    through: list[str] = []
    found = ANY
    last = len(path.segments) - 1
    for index, name in enumerate(path.segments):
        facts = read_field(name, here, scope, report, None if index else other_end)
        segments.append(facts.name if facts else name.text)
        found = facts.type if facts else ANY
        if index == last:
            break
        here = None
        if found.kind == "lookup" and len(found.targets) == 1:
            here = scope.entity(found.targets[0])
        elif found.kind not in ("any", "lookup"):
            report.add(NoLookup(name.text, describe(found), name.span))
        through.append(here.name if here else "")
    return PathRef(segments=tuple(segments), through=tuple(through), type=found)


def read_field(
    name: ast.Name,
    entity: EntityFacts | None,
    scope: Scope,
    report: Report,
    other_end: EntityFacts | None = None,
) -> FieldFacts | None:
    """The declared field of that name; a name that is not declared is reported, as a slip where it looks like one."""
    if entity is None or entity.open:
        return None
    facts = entity.field(name.text)
    if facts is not None or scope.is_damaged(name.text):
        return facts
    if was := report_renamed(name, entity, report):
        return was
    meant = slips_of(name.text, entity, scope)
    if name.text.lower() in foreign.NO_VALUE:
        help = "an empty value is written `blank`"
        report.add(
            UnknownField(name.text, entity.name, name.span, ("blank",), help=help)
        )
    elif meant:
        entity.meant.update(each.lower() for each in meant)
        report.add(UnknownField(name.text, entity.name, name.span, meant))
    else:
        has_it = other_end is not None and other_end.field(name.text)
        elsewhere = other_end.name if other_end is not None and has_it else None
        report.add(UndeclaredField(name.text, entity.name, name.span, elsewhere))
    return None


def report_renamed(
    name: ast.Name, entity: EntityFacts, report: Report
) -> FieldFacts | None:
    """The field that had this name before, which is reported; None where none had it."""
    new = entity.renamed.get(name.text.lower())
    if new is None or new.decl.renamed_from is None:
        return None
    entity.meant.add(new.name.lower())
    declared, instead = new.decl.renamed_from.span, written(new.name)
    report.add(
        RenamedField(name.text, entity.name, new.name, name.span, declared, instead)
    )
    return new


def slips_of(name: str, entity: EntityFacts, scope: Scope) -> tuple[str, ...]:
    """The fields of an entity of which a name that it does not have may be a typing slip."""
    if not scope.compares(len(entity.fields)):
        return ()
    known = [each.name for each in entity.fields.values()]
    return suggest(name, [each for each in known if _looks_like_slip(name, each)])


def read_either(
    path: ast.EitherExpr, entity: EntityFacts, scope: Scope, report: Report
) -> EitherRef:
    """
    The polymorphic lookup with its candidates resolved.

    A candidate is named by the singular or logical name that the mapping tables use: `Account` is the
    target `ce.accounts` of the lookup.
    """
    facts = read_field(path.column, entity, scope, report)
    targets = facts.type.targets if facts and facts.type.kind == "lookup" else ()
    if facts and facts.type.kind not in ("lookup", "any"):
        report.add(NoLookup(path.column.text, describe(facts.type), path.column.span))
    candidates = []
    found = ANY
    for candidate in path.candidates:
        name = candidate_entity(candidate.entity.text, entity.system, targets, scope)
        there = scope.entities.get(name) if name else None
        if targets and not name and not scope.is_damaged(candidate.entity.text):
            label = candidate.entity
            column = path.column.text
            report.add(WrongCandidate(label.text, column, targets, label.span))
        key = read_field(candidate.key, there, scope, report) if there else None
        if key is not None and found is ANY:
            found = key.type
        key_name = key.name if key else candidate.key.text
        candidates.append(
            Candidate(entity=name, label=candidate.entity.text, key=key_name)
        )
    column = facts.name if facts else path.column.text
    nullable = facts.type.nullable if facts else True
    return EitherRef(
        column=column,
        candidates=tuple(candidates),
        type=(replace(found, nullable=nullable) if found is not ANY else ANY),
    )


def value_type(ref: PathRef | EitherRef, entity: EntityFacts, scope: Scope) -> Type:
    """
    The type of what is read: empty where a lookup on the way may be, and without a size that is only inferred.

    An inferred size is used by what is generated, but no value is ever blamed for not fitting into it.
    """
    if isinstance(ref, EitherRef):
        ends = [
            scope.entities[one.entity].field(one.key)
            for one in ref.candidates
            if one.entity in scope.entities
        ]
        return _without_guess(ref.type, ends)
    owners = (entity, *(scope.entities.get(name) for name in ref.through))
    fields = [
        owner.field(name) if owner is not None else None
        for owner, name in zip(owners, ref.segments, strict=True)
    ]
    found = _without_guess(ref.type, fields[-1:])
    if any(field is not None and field.type.nullable for field in fields[:-1]):
        return replace(found, nullable=True)
    return found


def _without_guess(type_: Type, fields: list[FieldFacts | None]) -> Type:
    if any(field is not None and "inferred" in field.modifiers for field in fields):
        return replace(type_, length=None, precision=None, scale=None)
    return type_


def candidate_entity(
    label: str, system: str, targets: tuple[str, ...], scope: Scope
) -> str:
    """The entity that a candidate's label means; empty text where none does."""
    fold = label.lower()
    names = targets or tuple(
        n for n in sorted(scope.entities) if n.startswith(system + ".")
    )
    for name in names:
        facts = scope.entities.get(name)
        table = (
            facts.decl.table.text if facts and facts.decl and facts.decl.table else ""
        )
        if fold in (name.partition(".")[2].lower(), table.lower()):
            return name
    for name in names:
        if name.partition(".")[2].lower() in (fold + "s", fold + "es"):
            return name
    return ""


def keys_of_lookup(type_: Type, scope: Scope) -> tuple[str, ...]:
    """The integration keys of the entities that a lookup points at."""
    return tuple(
        path.text
        for target in type_.targets
        for key in scope.entity(target).keys("integration")
        for path in key.paths
    )


@cache
def _shape(name: str) -> tuple[str, str, frozenset[str]]:
    fold = name.lower()
    return fold, "".join(c for c in fold if c.isdigit()), frozenset(fold)


def _looks_like_slip(written: str, known: str) -> bool:
    """Whether the two differ by no more than a typing slip; another digit means another field."""
    one, digits, letters = _shape(written)
    other, other_digits, other_letters = _shape(known)
    if len(one) < 4 or abs(len(one) - len(other)) > 2 or digits != other_digits:
        return False
    # A slip brings in or takes away two letters at most.
    return len(letters ^ other_letters) <= 4 and edit_distance(one, other) <= 2


def edit_distance(one: str, other: str) -> int:
    """How many characters must be added, dropped, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
