"""Applies `extend map`, `extend entity` and the chosen variants: what is checked is the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dwmap.diagnostics import Report
from dwmap.semantic.problems import (
    UndeclaredEntity,
    UnknownExtensionBase,
    UnknownLine,
    UnknownMap,
    UnknownVariant,
)
from dwmap.semantic.scope import Scope
from dwmap.semantic.types import meant_entity, read_fields
from dwmap.syntax import ast


def extend_entities(scope: Scope, report: Report) -> None:
    """Add the fields and keys of every `extend entity` to its entity."""
    for extension in scope.extend_entities:
        name = extension.qname.text
        facts = scope.entities.get(name)
        if facts is None or facts.decl is None:
            if not scope.is_damaged(extension.qname.name.text):
                meant = meant_entity(extension.qname, scope)
                report.add(UndeclaredEntity(name, extension.qname.span, meant))
            continue
        read_fields(facts, extension.fields, scope, report)
        facts.decl = replace(facts.decl, keys=(*facts.decl.keys, *extension.keys))


def chosen_maps(
    scope: Scope, variants: Mapping[str, str], report: Report
) -> dict[str, ast.MapDecl]:
    """The maps of this build: with their extensions applied, without those of a variant that is not chosen."""
    maps = {
        name: decl
        for name, decl in scope.maps.items()
        if _is_chosen(decl, scope, variants, report)
    }
    for extension in scope.extend_maps:
        name = extension.name.text
        base = maps.get(name)
        if base is None:
            if name not in scope.maps and not scope.is_damaged(name):
                report.add(
                    UnknownMap(name, extension.name.span, scope.meant(name, scope.maps))
                )
            continue
        maps[name] = _extend(base, extension, scope, report)
    return dict(sorted(maps.items()))


def _is_chosen(
    decl: ast.MapDecl, scope: Scope, variants: Mapping[str, str], report: Report
) -> bool:
    condition = decl.variant
    if condition is None:
        return True
    name, choice = condition.variant, condition.choice
    variant = scope.variants.get(name.text)
    if variant is None:
        if not scope.is_damaged(name.text):
            report.add(
                UnknownVariant(
                    name.text, name.span, scope.meant(name.text, scope.variants)
                )
            )
        return True
    choices = [each.text for each in variant.choices]
    if not choices:
        return True
    if choice.text not in choices:
        report.add(
            UnknownVariant(choice.text, choice.span, scope.meant(choice.text, choices))
        )
        return True
    return variants.get(name.text, choices[0]) == choice.text


def _extend(
    base: ast.MapDecl, extension: ast.ExtendMapDecl, scope: Scope, report: Report
) -> ast.MapDecl:
    if (
        extension.base_version
        and base.version
        and extension.base_version != base.version
    ):
        report.add(
            UnknownExtensionBase(
                base.name.text,
                extension.base_version,
                base.version,
                extension.name.span,
            )
        )
    lines = list(base.lines)
    for change in extension.changes:
        _change(lines, change, base.name.text, scope, report)
    policies = {
        policy.subject: policy for policy in (*base.policies, *extension.policies)
    }
    return replace(
        base,
        version=extension.version or base.version,
        owner=extension.owner or base.owner,
        depends=(*base.depends, *extension.depends),
        filters=_filters(base, extension),
        policies=tuple(policies.values()),
        lines=tuple(lines),
    )


def _change(
    lines: list[ast.MappingLine],
    change: ast.LineChange | ast.LineRemoval,
    name: str,
    scope: Scope,
    report: Report,
) -> None:
    if isinstance(change, ast.LineChange) and change.kind == "add":
        lines.append(change.line)
        return
    path = change.path if isinstance(change, ast.LineRemoval) else _subject(change.line)
    at = next((i for i, line in enumerate(lines) if _is_about(line, path.text)), None)
    if at is None:
        plain = isinstance(change, ast.LineRemoval)
        known = [side.text for line in lines for side in _paths(line, plain=plain)]
        report.add(
            UnknownLine(
                path.text, name, path.span, scope.meant(path.text, known, most=1)
            )
        )
    elif isinstance(change, ast.LineChange):
        lines[at] = change.line
    else:
        del lines[at]


def _subject(line: ast.MappingLine) -> ast.PathExpr | ast.EitherExpr:
    for side in (line.left, line.right):
        if isinstance(side, ast.PathExpr | ast.EitherExpr):
            return side
    return ast.PathExpr((ast.Name("", line.span),), line.span)


def _is_about(line: ast.MappingLine, path: str) -> bool:
    return path.lower() in (side.text.lower() for side in _paths(line))


def _paths(
    line: ast.MappingLine, *, plain: bool = False
) -> list[ast.PathExpr | ast.EitherExpr]:
    """The sides of a line that are paths; with `plain` only those without candidates, as `remove` takes them."""
    return [
        side
        for side in (line.left, line.right)
        if isinstance(side, ast.PathExpr)
        or (isinstance(side, ast.EitherExpr) and not plain)
    ]


def _filters(
    base: ast.MapDecl, extension: ast.ExtendMapDecl
) -> tuple[ast.WhereClause, ...]:
    found = {where.system.text: where for where in base.filters}
    for where in extension.filters:
        before = found.get(where.system.text)
        if where.adds and before is not None:
            both = ast.BinaryExpr(
                "and", before.condition, where.condition, where.condition.span
            )
            found[where.system.text] = replace(before, condition=both)
        else:
            found[where.system.text] = replace(where, adds=False)
    return tuple(found.values())
