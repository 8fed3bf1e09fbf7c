"""
Holds overlays against a base that has moved on: for each change whether it still applies, is there by now, or conflicts.

Nothing is compiled: the project may have errors because of the very overlays that are to be mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dwmap.diagnostics import Report
from dwmap.overlays.edits import clause_span
from dwmap.overlays.lines import LineJudge, renamed_field
from dwmap.overlays.verdict import Outcome, Rebased, Texts, Verdict, Way, one_line
from dwmap.overlays.ways import drop, keep, rewrite
from dwmap.semantic.overlays import MapOverlays, conjuncts
from dwmap.semantic.scope import PACKAGE_MARK, Scope
from dwmap.semantic.solution_order import SolutionOrder, version_numbers
from dwmap.syntax import ast
from dwmap.syntax.alike import alike

__all__ = [
    "OldBase",
    "base_of",
    "names_of",
    "outdated",
    "rebase_entities",
    "rebase_map",
]


@dataclass(frozen=True)
class OldBase:
    """A map as it was in a version, and where that was found."""

    decl: ast.MapDecl
    at: str


def outdated(scope: Scope) -> list[ast.ExtendMapDecl]:
    """The overlays that were written against another version of their base, in the order in which they apply."""
    order = SolutionOrder(scope)
    every = order.sorted(scope.extend_maps)
    return [one for one in every if _is_outdated(one, every, scope, order)]


def _is_outdated(
    one: ast.ExtendMapDecl,
    every: Sequence[ast.ExtendMapDecl],
    scope: Scope,
    order: SolutionOrder,
) -> bool:
    base = base_of(one, scope)
    if base is None or base.version is None or one.base_version is None:
        return False
    if base.name.text != one.name.text:
        return True
    same = (each for each in every if each.name.text == one.name.text)
    seen = (each.version for each in same if each is not one and order.sees(one, each))
    known = [version_numbers(each) for each in (base.version, *seen) if each]
    return version_numbers(one.base_version) not in known


def base_of(extension: ast.ExtendMapDecl, scope: Scope) -> ast.MapDecl | None:
    """The map that an overlay extends, or what that is called now."""
    name = extension.name.text
    if name in scope.maps:
        return scope.maps[name]
    for decl in scope.maps.values():
        if decl.renamed_from is not None and decl.renamed_from.text == name:
            return decl
    return None


def names_of(extension: ast.ExtendMapDecl, scope: Scope) -> tuple[str, ...]:
    """What the base of an overlay was called: as the overlay says, or as it says of itself."""
    base, name = base_of(extension, scope), extension.name.text
    renamed = base.renamed_from if base is not None else None
    return (name,) if renamed is None else (name, renamed.text)


def rebase_map(extension: ast.ExtendMapDecl, old: OldBase, scope: Scope) -> Rebased:
    """The verdicts on an overlay of a map, whose base is now another; raises ValueError where that is gone."""
    new = base_of(extension, scope)
    if new is None:
        raise ValueError(f"{extension.name.text} has no base")
    order = SolutionOrder(scope)
    was, now = (_seen(base, extension, scope, order) for base in (old.decl, new))
    renamed = _renamed(new.left, scope), _renamed(new.right, scope)
    verdicts = [
        *_name(extension, new),
        *_ends(extension, old.decl, new, scope),
        *LineJudge(extension, was, now, renamed).verdicts(),
        *_filters(extension, was, now, renamed),
        *_policies(extension, was, now),
        *_clauses(extension, was.finish(Report()), now.finish(Report())),
    ]
    owner = order.owner(extension)
    return Rebased(
        extension,
        owner,
        new.name.text,
        tuple(sorted(verdicts, key=lambda one: one.span.sort_key())),
        extension.base_version or "",
        new.version or "",
        old.at,
        extension.span.file.path.startswith(PACKAGE_MARK),
    )


def _name(extension: ast.ExtendMapDecl, base: ast.MapDecl) -> Iterator[Verdict]:
    """Where the base has another name now."""
    span, name = extension.name.span, base.name.text
    if name != extension.name.text:
        now = f"map {base.name.span.text}"
        texts = Texts(f"map {span.text}", now, f"extend map {span.text}")
        way = rewrite(span, base.name.span.text, f"write the new name, `{name}`")
        whole = drop(extension.span, "overlay")
        reason = f"the map is called `{name}` now"
        yield Verdict(span, Outcome.CONFLICT, reason, texts, (way, whole))


def _ends(
    extension: ast.ExtendMapDecl, old: ast.MapDecl, base: ast.MapDecl, scope: Scope
) -> Iterator[Verdict]:
    """Where the base joins another entity now: fields of the same names are others then."""
    moved = [
        f"`{now.text}`, no longer `{was.text}`"
        for was, now in ((old.left, base.left), (old.right, base.right))
        if was.text.lower() != now.text.lower() and not _is_renamed(was, now, scope)
    ]
    if moved:
        span = extension.name.span
        texts = Texts(_head(old), _head(base), f"extend map {span.text}")
        ways = keep(extension, base), drop(extension.span, "overlay")
        reason = f"the map joins {', and '.join(moved)}"
        yield Verdict(span, Outcome.CONFLICT, reason, texts, ways)


def _head(base: ast.MapDecl) -> str:
    return f"map {base.name.span.text} : {base.left.text} <-> {base.right.text}"


def _is_renamed(was: ast.QName, now: ast.QName, scope: Scope) -> bool:
    """Whether it is the same entity, which has another name now."""
    entity = scope.entities.get(now.text)
    renamed = entity.decl.renamed_from if entity and entity.decl else None
    same_system = was.system.text.lower() == now.system.text.lower()
    named = renamed is not None and renamed.text.lower() == was.name.text.lower()
    return same_system and named


def _seen(
    base: ast.MapDecl,
    extension: ast.ExtendMapDecl,
    scope: Scope,
    order: SolutionOrder,
) -> MapOverlays:
    """A base as an overlay sees it: with those that apply before and that it knows."""
    made = MapOverlays(base, order)
    for one in order.sorted(scope.extend_maps):
        if one is extension:
            break
        if one.name.text == extension.name.text and order.sees(extension, one):
            made.apply(one, scope, Report())
    return made


def _renamed(end: ast.QName, scope: Scope) -> Mapping[str, str]:
    """The fields of an end that have another name by now: the old name, folded, with the new one."""
    found: dict[str, str] = {}
    entity = scope.entities.get(end.text)
    declared = entity.decl.fields if entity and entity.decl else ()
    kept = {field.name.text.lower() for field in declared}
    for field in declared:
        if field.renamed_from is not None:
            old = field.renamed_from.text.lower()
            if old not in kept:
                found[old] = field.name.text
    return found


def _filters(
    extension: ast.ExtendMapDecl,
    was: MapOverlays,
    now: MapOverlays,
    renamed: tuple[Mapping[str, str], Mapping[str, str]],
) -> Iterator[Verdict]:
    for where in extension.filters:
        on_left = where.system.text == now.base.left.system.text
        old, new = (_filter(base, where.system.text) for base in (was, now))
        texts = Texts(_where(old), _where(new), one_line(where.span.text))
        yield renamed_field(
            where.span, where.condition, renamed[0 if on_left else 1], texts
        ) or _filter_verdict(where, old, new, keep(extension, now.base))


def _filter_verdict(
    where: ast.WhereClause,
    before: ast.WhereClause | None,
    after: ast.WhereClause | None,
    kept: Way,
) -> Verdict:
    texts = Texts(_where(before), _where(after), one_line(where.span.text))
    same = alike(_conditions(before), _conditions(after))
    if where.adds:
        there = any(alike(where.condition, one) for one in conjuncts(after))
        outcome = Outcome.REDUNDANT if there else Outcome.APPLIES
        reason = "it narrows whatever filter the base has"
        reason = "the base's filter has this condition" if there else reason
        return Verdict(where.span, outcome, reason, texts)
    if after is not None and alike(where.condition, after.condition):
        reason = "the base has this filter"
        return Verdict(where.span, Outcome.REDUNDANT, reason, texts)
    if same:
        reason = "the base's filter is what it was"
        return Verdict(where.span, Outcome.APPLIES, reason, texts)
    ways = kept, drop(where.span, "filter")
    reason = "the base has another filter"
    return Verdict(where.span, Outcome.CONFLICT, reason, texts, ways)


def _conditions(where: ast.WhereClause | None) -> tuple[ast.Expr, ...]:
    return tuple(conjuncts(where))


def _filter(base: MapOverlays, system: str) -> ast.WhereClause | None:
    return next((one for one in base.filters() if one.system.text == system), None)


def _where(where: ast.WhereClause | None) -> str:
    parts = (one_line(one.span.text) for one in conjuncts(where))
    return f"where {where.system.text} {' and '.join(parts)}" if where else ""


def _policies(
    extension: ast.ExtendMapDecl, was: MapOverlays, now: MapOverlays
) -> Iterator[Verdict]:
    before, after = (
        {one.subject: one.choice.text for one in base.finish(Report()).policies}
        for base in (was, now)
    )
    for policy in extension.policies:
        old, new = before.get(policy.subject), after.get(policy.subject)
        texts = Texts(
            f"{policy.subject} {old}" if old else "",
            f"{policy.subject} {new}" if new else "",
            one_line(policy.span.text),
        )
        yield _settled(policy, old, new, texts, extension, now.base)


def _settled(
    policy: ast.Policy,
    old: str | None,
    new: str | None,
    texts: Texts,
    extension: ast.ExtendMapDecl,
    base: ast.MapDecl,
) -> Verdict:
    if new == policy.choice.text:
        reason = "the base says the same"
        return Verdict(policy.span, Outcome.REDUNDANT, reason, texts)
    if old == new:
        reason = "the base says what it said"
        return Verdict(policy.span, Outcome.APPLIES, reason, texts)
    ways = keep(extension, base), drop(policy.span, "policy")
    reason = "the base has another policy"
    return Verdict(policy.span, Outcome.CONFLICT, reason, texts, ways)


def _clauses(
    extension: ast.ExtendMapDecl, was: ast.MapDecl, now: ast.MapDecl
) -> Iterator[Verdict]:
    """Version and owner."""
    span = clause_span(extension, "version")
    if extension.version and now.version and span is not None:
        texts = Texts(_version(was), _version(now), one_line(span.text))
        own, base = version_numbers(extension.version), version_numbers(now.version)
        if own == base:
            reason = "the base has this version"
            yield Verdict(span, Outcome.REDUNDANT, reason, texts)
        elif own > base:
            reason = "it is later than that of the base"
            yield Verdict(span, Outcome.APPLIES, reason, texts)
        else:
            later = Way(f"write a version that is later than {now.version}")
            ways = later, drop(span, "version")
            reason = "the base has a later version, and the map would go back"
            yield Verdict(span, Outcome.CONFLICT, reason, texts, ways)
    span = clause_span(extension, "owner")
    if extension.owner is not None and span is not None:
        old, new = (one.owner.text if one.owner else "" for one in (was, now))
        texts = Texts(old and f"owner {old}", new and f"owner {new}", span.text)
        if new == extension.owner.text:
            reason = "the base has this owner"
            yield Verdict(span, Outcome.REDUNDANT, reason, texts)
        elif old == new:
            reason = "the base's owner is who it was"
            yield Verdict(span, Outcome.APPLIES, reason, texts)
        else:
            ways = keep(extension, now), drop(span, "owner")
            reason = "the base has another owner"
            yield Verdict(span, Outcome.CONFLICT, reason, texts, ways)


def _version(base: ast.MapDecl) -> str:
    return f"version {base.version}" if base.version else ""


# --------------------------------------------------------------------------------------------------------- entities


def rebase_entities(scope: Scope) -> list[Rebased]:
    """The overlays of entities that declare what the entity itself declares by now."""
    order = SolutionOrder(scope)
    found: list[Rebased] = []
    for extension in order.sorted_entities(scope.extend_entities):
        entity = scope.entities.get(extension.qname.text)
        if entity is None or entity.decl is None:
            continue
        verdicts = tuple(_fields(extension, entity.decl))
        if any(one.outcome is not Outcome.APPLIES for one in verdicts):
            readonly = extension.span.file.path.startswith(PACKAGE_MARK)
            owner = order.owner(extension)
            found.append(
                Rebased(extension, owner, entity.name, verdicts, readonly=readonly)
            )
    return found


def _fields(extension: ast.ExtendEntityDecl, base: ast.EntityDecl) -> Iterator[Verdict]:
    declared = {one.name.text.lower(): one for one in base.fields}
    for field in extension.fields:
        there = declared.get(field.name.text.lower())
        now = one_line(there.span.text) if there is not None else ""
        texts = Texts("", now, one_line(field.span.text))
        if there is None:
            reason = "the entity has no such field of its own"
            yield Verdict(field.span, Outcome.APPLIES, reason, texts)
        elif alike(there.type, field.type):
            reason = "the entity declares this field now"
            yield Verdict(field.span, Outcome.REDUNDANT, reason, texts)
        else:
            ways = (
                Way("give the field of the overlay another name, here and in its maps"),
                drop(field.span, "field"),
            )
            reason = "the entity declares this field now, with another type"
            yield Verdict(field.span, Outcome.CONFLICT, reason, texts, ways)
    keys = {one.name.text.lower(): one for one in base.keys if one.name is not None}
    for key in extension.keys:
        same = keys.get(key.name.text.lower()) if key.name is not None else None
        now = one_line(same.span.text) if same is not None else ""
        texts = Texts("", now, one_line(key.span.text))
        if same is None:
            reason = "the entity has no such key of its own"
            yield Verdict(key.span, Outcome.APPLIES, reason, texts)
        elif alike(same.paths, key.paths):
            reason = "the entity declares this key now"
            yield Verdict(key.span, Outcome.REDUNDANT, reason, texts)
        else:
            ways = Way("give the key of the overlay another name"), drop(
                key.span, "key"
            )
            reason = "the entity declares this key now, with other columns"
            yield Verdict(key.span, Outcome.CONFLICT, reason, texts, ways)
