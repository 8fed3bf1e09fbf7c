"""Reads maps: entities, filters, lines, key, company; and what is found in a map as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dwmap.diagnostics import Report
from dwmap.ir.model import CompanyPair, Expr, FieldMapping, KeyPart, PathRef
from dwmap.semantic.expressions import EntityNames, Typer
from dwmap.semantic.lines import Line, LineReader
from dwmap.semantic.paths import read_path, report_renamed, slips_of
from dwmap.semantic.problems import (
    KeyOneWay,
    KeyUnmapped,
    SplitCompany,
    UnkeyedMap,
    UnknownField,
    UnknownMap,
    WrongSystem,
)
from dwmap.semantic.renames import renamed_map
from dwmap.semantic.scope import EntityFacts, Scope
from dwmap.semantic.swapped import unswap
from dwmap.semantic.transformers import Transformers
from dwmap.semantic.types import check_entity_name
from dwmap.syntax import ast


@dataclass(frozen=True)
class MapFacts:
    """A map as written (with its extensions applied) and as understood."""

    decl: ast.MapDecl
    left: EntityFacts
    right: EntityFacts
    left_filter: Expr | None
    right_filter: Expr | None
    lines: tuple[Line, ...]
    key: tuple[KeyPart, ...]
    company: CompanyPair | None
    lacks_key: bool = False

    @property
    def name(self) -> str:
        """The name of the map."""
        return self.decl.name.text

    @property
    def writes_left(self) -> bool:
        """Whether anything goes from right to left."""
        return any(
            line.mapping.direction != "to_right" for line in self.lines if line.decl
        )

    @property
    def writes_right(self) -> bool:
        """Whether anything goes from left to right."""
        return any(
            line.mapping.direction != "to_left" for line in self.lines if line.decl
        )


def read_map(
    decl: ast.MapDecl, transformers: Transformers, scope: Scope, report: Report
) -> MapFacts:
    """The map; what is wrong with a line, its names or its identity is reported."""
    check_entity_name(decl.left, scope, report)
    check_entity_name(decl.right, scope, report)
    decl = unswap(decl, scope, report)
    left, right = scope.entity(decl.left.text), scope.entity(decl.right.text)
    for name in decl.depends:
        if name.text not in scope.maps and not scope.is_damaged(name.text):
            others = scope.chosen - {decl.name.text}
            meant, now = scope.meant(name.text, others), renamed_map(name.text, scope)
            report.add(UnknownMap(name.text, name.span, meant, now))
    policies = {policy.subject: policy.choice.text for policy in decl.policies}
    reader = LineReader(left, right, transformers, scope, report, policies)
    lines = tuple(reader.read(line) for line in decl.lines)
    filters = _read_filters(decl, left, right, scope, report)
    facts = MapFacts(
        decl, left, right, filters.get("left"), filters.get("right"), lines, (), None
    )
    facts = _pair_company(facts, scope, report)
    return _with_key(facts, scope, report)


def _read_filters(
    decl: ast.MapDecl,
    left: EntityFacts,
    right: EntityFacts,
    scope: Scope,
    report: Report,
) -> dict[str, Expr]:
    found: dict[str, Expr] = {}
    for where in decl.filters:
        system = where.system.text
        if system not in (left.system, right.system):
            report.add(
                WrongSystem(system, (left.system, right.system), where.system.span)
            )
            continue
        side = (
            "left"
            if system == left.system
            and not ("left" in found and left.system == right.system)
            else "right"
        )
        entity, other_end = (left, right) if side == "left" else (right, left)
        names = EntityNames(entity, scope, report, other_end)
        found[side] = Typer(names, scope, report).condition(where.condition)
    return found


# --------------------------------------------------------------------------------------------------------- company


def company_path(entity: EntityFacts, scope: Scope) -> str | None:
    """The path to the company code of an entity: its own, or the default of its system if it has such a field."""
    if entity.decl is not None and entity.decl.company is not None:
        return entity.decl.company.text
    system = scope.systems.get(entity.system)
    if system and system.company and entity.field(system.company.partition(".")[0]):
        return system.company
    return None


def _pair_company(facts: MapFacts, scope: Scope, report: Report) -> MapFacts:
    left, right = company_path(facts.left, scope), company_path(facts.right, scope)
    if left is None or right is None:
        if (left or right) and not (facts.left.open or facts.right.open):
            specific, shared = (
                (facts.left, facts.right) if left else (facts.right, facts.left)
            )
            mapped = any(
                side is not None and side.text.lower() == (left or right or "").lower()
                for line in facts.lines
                for side in (line.left, line.right)
            )
            if not mapped:
                span = facts.decl.left.span.to(facts.decl.right.span)
                report.add(SplitCompany(facts.name, specific.name, shared.name, span))
        return facts
    pair = CompanyPair(left=left, right=right)
    if any(
        line.right is not None and line.right.text.lower() == right.lower()
        for line in facts.lines
    ):
        return replace(facts, company=pair)
    mapping = FieldMapping(
        left=_implied_path(left, facts.left, scope),
        right=_implied_path(right, facts.right, scope),
        direction=(
            "both"
            if facts.writes_left and facts.writes_right
            else ("to_right" if facts.writes_right else "to_left")
        ),
        implied=True,
    )
    return replace(facts, lines=(Line(None, mapping), *facts.lines), company=pair)


def _implied_path(path: str, entity: EntityFacts, scope: Scope) -> PathRef:
    span = entity.decl.span if entity.decl else None
    names = tuple(ast.Name(part, span) for part in path.split("."))  # type: ignore[arg-type]  # never shown
    return read_path(ast.PathExpr(names, names[0].span), entity, scope, Report())


# ------------------------------------------------------------------------------------------------------------- key


def _with_key(facts: MapFacts, scope: Scope, report: Report) -> MapFacts:
    found = _key_decl(facts)
    if found is None:
        if not facts.right.open:
            report.add(UnkeyedMap(facts.name, facts.right.name, facts.decl.right.span))
        return facts
    key, side = found
    entity = facts.right if side == "right" else facts.left
    parts: list[KeyPart] = []
    missing: list[ast.PathExpr] = []
    for path in key.paths:
        line = _line_for(path.text, facts, side)
        if line is None or line.left is None or line.right is None:
            if not _is_excused(path, facts, entity, scope, report):
                missing.append(path)
            continue
        if (
            line.decl
            and line.mapping.direction != "both"
            and facts.writes_left
            and facts.writes_right
        ):
            report.add(
                KeyOneWay(path.text, facts.name, line.decl.op_span, line.decl.op)
            )
        parts.append(KeyPart(left=line.left.text, right=line.right.text))
    if missing:
        names = tuple(path.text for path in missing)
        report.add(
            KeyUnmapped(
                names, entity.name, facts.name, facts.decl.name.span, missing[0].span
            )
        )
    return replace(facts, key=tuple(parts), lacks_key=bool(missing))


def _is_excused(
    path: ast.PathExpr,
    facts: MapFacts,
    entity: EntityFacts,
    scope: Scope,
    report: Report,
) -> bool:
    """Whether a part of the key that no line maps is known otherwise, or another finding explains it."""
    return (
        (facts.company is not None and is_company_of_lookup(path, entity, scope))
        or scope.is_damaged(path.segments[-1].text)
        or path.segments[0].text.lower() in entity.meant
        or _is_slip(path, facts, entity, scope, report)
    )


def _is_slip(
    path: ast.PathExpr,
    facts: MapFacts,
    entity: EntityFacts,
    scope: Scope,
    report: Report,
) -> bool:
    """Whether a part of the key is misspelt, which is said where the key is written."""
    name = path.segments[0]
    if not facts.decl.keys:
        return entity.field(name.text) is None and bool(
            name.text.lower() in entity.renamed or slips_of(name.text, entity, scope)
        )
    sides = (facts.right, facts.left)
    if any(side.open or side.field(name.text) for side in sides):
        return False
    for side in sides:
        if report_renamed(name, side, report):
            return True
    for side in sides:
        if meant := slips_of(name.text, side, scope):
            report.add(UnknownField(name.text, side.name, name.span, meant))
            return True
    return False


def is_company_of_lookup(path: ast.PathExpr, entity: EntityFacts, scope: Scope) -> bool:
    """Whether the path is the company of a row that a lookup finds: within a company there is no other."""
    names = [segment.text for segment in path.segments]
    for place, name in enumerate(names[:-1], 1):
        field = entity.field(name)
        if field is None or len(field.type.targets) != 1:
            return False
        entity = scope.entity(field.type.targets[0])
        own = company_path(entity, scope)
        if own is not None and own.lower() == ".".join(names[place:]).lower():
            return True
    return False


def _key_decl(facts: MapFacts) -> tuple[ast.KeyDecl, str] | None:
    """The key that the map goes by, and the side whose paths it names."""
    if facts.decl.keys:
        key = facts.decl.keys[0]
        mapped = sum(
            _line_for(path.text, facts, "right") is not None for path in key.paths
        )
        on_left = sum(
            _line_for(path.text, facts, "left") is not None for path in key.paths
        )
        if mapped == on_left:
            names = [path.segments[0].text for path in key.paths]
            on_left += sum(facts.left.field(name) is not None for name in names)
            mapped += sum(facts.right.field(name) is not None for name in names)
        return key, "right" if mapped >= on_left else "left"
    for entity, side in ((facts.right, "right"), (facts.left, "left")):
        for key in entity.keys("integration"):
            return key, side
    for entity, side in ((facts.right, "right"), (facts.left, "left")):
        for key in entity.keys("key"):
            if all(_line_for(path.text, facts, side) for path in key.paths):
                return key, side
    return None


def _line_for(path: str, facts: MapFacts, side: str) -> Line | None:
    """The line that maps a path of one side; of several the one that goes both ways."""
    found: Line | None = None
    for line in facts.lines:
        here = line.right if side == "right" else line.left
        if here is not None and here.text.lower() == path.lower():
            if line.mapping.direction == "both":
                return line
            found = found or line
    return found
