"""Applies `extend map` and the chosen variants: what is checked is the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dwmap.diagnostics import Report
from dwmap.semantic.composed import Composed, line_paths
from dwmap.semantic.overlay_conflicts import Touch, check_lines, check_touches
from dwmap.semantic.problems import (
    UnknownExtensionBase,
    UnknownLine,
    UnknownMap,
    UnknownVariant,
)
from dwmap.semantic.renames import renamed_line, renamed_map
from dwmap.semantic.scope import Scope
from dwmap.semantic.solution_order import SolutionOrder, version_numbers
from dwmap.syntax import ast
from dwmap.syntax.alike import form_of

__all__ = ["MapOverlays", "chosen_maps", "conjuncts"]


def chosen_maps(
    scope: Scope, variants: Mapping[str, str], report: Report
) -> dict[str, ast.MapDecl]:
    """The maps of this build: with their extensions applied, without those of a variant that is not chosen."""
    maps = {
        name: decl
        for name, decl in scope.maps.items()
        if _is_chosen(decl, scope, variants, report)
    }
    order = SolutionOrder(scope)
    extended: dict[str, list[ast.ExtendMapDecl]] = {}
    for extension in order.sorted(scope.extend_maps):
        name = extension.name.text
        if name in maps:
            extended.setdefault(name, []).append(extension)
        elif name not in scope.maps and not scope.is_damaged(name):
            meant, now = scope.meant(name, scope.maps), renamed_map(name, scope)
            report.add(UnknownMap(name, extension.name.span, meant, now))
    for name, extensions in extended.items():
        overlays = MapOverlays(maps[name], order)
        for extension in extensions:
            overlays.apply(extension, scope, report)
        maps[name] = overlays.finish(report)
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


@dataclass
class MapOverlays:
    """A map and the overlays that are applied to it, one after the other."""

    base: ast.MapDecl
    order: SolutionOrder
    applied: list[ast.ExtendMapDecl] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.composed = Composed.of(self.base, self.order)

    def apply(self, one: ast.ExtendMapDecl, scope: Scope, report: Report) -> None:
        """Apply an overlay; a base that it does not know, and lines that it does not find, are reported."""
        self._check_base(one, report)
        for change in one.changes:
            if isinstance(change, ast.LineChange) and change.kind == "add":
                self.composed.add(change, one)
            else:
                self._change(change, one, scope, report)
        self.touches += _touches(one)
        self.applied.append(one)

    def finish(self, report: Report) -> ast.MapDecl:
        """What it comes to; what the overlays do not agree about is reported."""
        name, order = self.base.name.text, self.order
        check_touches(name, self.touches, order, report)
        check_lines(name, self.composed, order, report)
        version, owner = self.base.version, self.base.owner
        depends = {each.text: each for each in self.base.depends}
        policies = {policy.subject: policy for policy in self.base.policies}
        for one in self.applied:
            version, owner = one.version or version, one.owner or owner
            depends |= {
                each.text: each for each in one.depends if each.text not in depends
            }
            policies |= {policy.subject: policy for policy in one.policies}
        return replace(
            self.base,
            version=version,
            owner=owner,
            depends=tuple(depends.values()),
            filters=self.filters(),
            policies=tuple(policies.values()),
            lines=self.composed.lines(),
        )

    def _check_base(self, one: ast.ExtendMapDecl, report: Report) -> None:
        """An overlay names the version of the base, or that of an overlay that it builds on."""
        seen = (each.version for each in self.applied if self.order.sees(one, each))
        written, actual = one.base_version, self.base.version
        if not written or not actual:
            return
        known = [version_numbers(each) for each in (actual, *seen) if each]
        if version_numbers(written) not in known:
            name = self.base.name.text
            report.add(UnknownExtensionBase(name, written, actual, one.name.span))

    def _change(
        self,
        change: ast.LineChange | ast.LineRemoval,
        one: ast.ExtendMapDecl,
        scope: Scope,
        report: Report,
    ) -> None:
        removes = isinstance(change, ast.LineRemoval)
        path = (
            change.path if isinstance(change, ast.LineRemoval) else subject(change.line)
        )
        slot = self.composed.find(path.text, one)
        if slot is not None:
            self.composed.change(slot, change, one)
            return
        unseen = self.composed.added_unseen(path.text, one)
        lines = self.composed.lines()
        known = [
            side.text for line in lines for side in line_paths(line, plain=removes)
        ]
        meant = scope.meant(path.text, known, most=1) if unseen is None else ()
        by = self.order.owner(unseen) if unseen is not None else None
        name, ends = self.base.name.text, (self.base.left, self.base.right)
        now = renamed_line(path, ends, known, scope) if unseen is None else None
        report.add(UnknownLine(path.text, name, path.span, meant, by, now))

    def filters(self) -> tuple[ast.WhereClause, ...]:
        """The filters: the last that replaces, and all that narrows and was not known to whoever replaced it."""
        changes = [(one, where) for one in self.applied for where in one.filters]
        if not changes:
            return self.base.filters
        found = {where.system.text: where for where in self.base.filters}
        for system in dict.fromkeys(where.system.text for _, where in changes):
            here = [each for each in changes if each[1].system.text == system]
            result = self._filter(found.get(system), here)
            if result is not None:
                found[system] = result
        return tuple(found.values())

    def _filter(
        self,
        base: ast.WhereClause | None,
        changes: Sequence[tuple[ast.ExtendMapDecl, ast.WhereClause]],
    ) -> ast.WhereClause | None:
        replaced = [at for at, (_, where) in enumerate(changes) if not where.adds]
        last = replaced[-1] if replaced else -1
        result = replace(changes[last][1], adds=False) if replaced else base
        known = {form_of(each) for each in conjuncts(result)}
        for at, (one, where) in enumerate(changes):
            overruled = at <= last and self.order.sees(changes[last][0], one)
            if not where.adds or overruled or form_of(where.condition) in known:
                continue
            known.add(form_of(where.condition))
            result = narrowed(result, where)
        return result


def narrowed(before: ast.WhereClause | None, where: ast.WhereClause) -> ast.WhereClause:
    """A filter and what is added to it."""
    if before is None:
        return replace(where, adds=False)
    span = where.condition.span
    both = ast.BinaryExpr("and", before.condition, where.condition, span)
    return replace(before, condition=both)


def conjuncts(where: ast.WhereClause | None) -> list[ast.Expr]:
    """The conditions that a filter joins by `and`."""
    waiting = [where.condition] if where is not None else []
    found: list[ast.Expr] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.BinaryExpr) and one.op == "and":
            waiting += [one.right, one.left]
        else:
            found.append(one)
    return found


def subject(line: ast.MappingLine) -> ast.PathExpr | ast.EitherExpr:
    """The path by which a line that replaces another finds it."""
    for side in (line.left, line.right):
        if isinstance(side, ast.PathExpr | ast.EitherExpr):
            return side
    return ast.PathExpr((ast.Name("", line.span),), line.span)


def _touches(one: ast.ExtendMapDecl) -> list[Touch]:
    """What an overlay says of its map besides lines."""
    found = [
        Touch(
            one,
            ("policy", policy.subject),
            f"`{policy.subject}`",
            form_of(policy.choice),
            policy.span,
        )
        for policy in one.policies
    ]
    for where in one.filters:
        system = where.system.text
        words = f"the filter of `{system}`"
        thing = ("filter", system, form_of(where.condition) if where.adds else "")
        said = form_of(where.condition)
        found.append(Touch(one, thing, words, said, where.span))
    if one.version:
        version = version_numbers(one.version)
        span = one.name.span
        found.append(Touch(one, ("version",), "the version", version, span))
    if one.owner:
        owner = one.owner
        found.append(Touch(one, ("owner",), "the owner", form_of(owner), owner.span))
    return found
