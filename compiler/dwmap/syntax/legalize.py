"""What the grammar accepts and the language does not: checked on the tree of one file alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from dwmap.diagnostics import Problem, Report, suggest
from dwmap.source import Span
from dwmap.syntax import ast
from dwmap.syntax.problems import (
    MisplacedClause,
    MissingClause,
    RepeatedClause,
    UnknownChoice,
    WrongTypeSize,
)

SYSTEM_KINDS = ("finops", "dataverse", "odata", "sql")
STATUSES = ("draft", "live", "retired")
POLICIES: Mapping[str, tuple[str, ...]] = {
    "conflict": ("left", "right", "newest", "error"),
    "winner": ("left", "right", "newest", "error"),
    "on leave": ("freeze", "unlink", "delete", "deactivate"),
    "on delete": ("propagate", "ignore", "deactivate"),
    "on null": ("keep", "clear", "default"),
}
LINE_POLICIES = frozenset({"winner", "on null"})
SIZES: Mapping[str, tuple[tuple[int, ...], str]] = {
    "string": ((0, 1), "its greatest length, as in `string(60)`"),
    "decimal": ((0, 2), "precision and scale, as in `decimal(32, 6)`"),
}


MOST: Mapping[str, int] = {"string": 2**30 - 1, "decimal": 100}
"""No system has more, and nothing could be tried with them."""
_UNITS: Mapping[str, str] = {"string": "characters", "decimal": "digits"}


def legalize(file: ast.File, misuses: Iterable[Problem], report: Report) -> None:
    """Report every misuse that the grammar lets pass."""
    for misuse in misuses:
        report.add(misuse)
    for declaration in file.declarations:
        _check(declaration, report)
        if not file.damaged:  # Else the clause may stand in what could not be read.
            _check_missing(declaration, report)


def _check(declaration: ast.Decl, report: Report) -> None:
    match declaration:
        case ast.SystemDecl():
            _choice("system", declaration.kind, SYSTEM_KINDS, report)
        case ast.MapDecl():
            _check_map(declaration, report)
        case ast.ExtendMapDecl():
            _policies(declaration.policies, report)
            for change in declaration.changes:
                if isinstance(change, ast.LineChange):
                    _line_policies(change.line, report)
        case ast.EntityDecl() | ast.ExtendEntityDecl():
            _repeated_keys(declaration.keys, report)
            for field in declaration.fields:
                _sizes(field.type, report)
                _repeated_modifiers(field, report)
        case ast.ValueMapDecl():
            _sizes(declaration.left, report)
            _sizes(declaration.right, report)
            _repeated_else(declaration.otherwise, report)
        case ast.TransformDecl() | ast.StatesDecl():
            _parameters(declaration.parameters, declaration.result, report)


def _check_missing(declaration: ast.Decl, report: Report) -> None:
    match declaration:
        case ast.TransformDecl(name=name):
            if declaration.forward is None:
                report.add(
                    MissingClause(f"transform `{name.text}`", "`forward`", name.span)
                )
            if not declaration.parameters:
                report.add(
                    MissingClause(f"transform `{name.text}`", "input", name.span)
                )
        case ast.VariantDecl(name=name, choices=()):
            report.add(MissingClause(f"variant `{name.text}`", "choice", name.span))
        case ast.ActionDecl(name=name, request=()):
            report.add(MissingClause(f"action `{name.text}`", "`request`", name.span))


def _check_map(declaration: ast.MapDecl, report: Report) -> None:
    if declaration.status is not None:
        _choice("status", declaration.status, STATUSES, report)
    _policies(declaration.policies, report)
    _repeated_keys(declaration.keys, report)
    seen: dict[str, Span] = {}
    for where in declaration.filters:
        system = where.system.text
        if system in seen:
            report.add(RepeatedClause(f"where {system}", seen[system], where.span))
        seen.setdefault(system, where.span)
    for line in declaration.lines:
        _line_policies(line, report)


def _policies(policies: tuple[ast.Policy, ...], report: Report) -> None:
    seen: dict[str, Span] = {}
    for policy in policies:
        _choice(policy.subject, policy.choice, POLICIES[policy.subject], report)
        if policy.subject in seen:
            report.add(
                RepeatedClause(policy.subject, seen[policy.subject], policy.span)
            )
        seen.setdefault(policy.subject, policy.span)


def _line_policies(line: ast.MappingLine, report: Report) -> None:
    for policy in line.policies:
        if policy.subject not in LINE_POLICIES:
            report.add(MisplacedClause(policy.subject, policy.span))
    _policies(
        tuple(each for each in line.policies if each.subject in LINE_POLICIES), report
    )


def _repeated_keys(keys: tuple[ast.KeyDecl, ...], report: Report) -> None:
    seen: dict[str, Span] = {}
    for key in keys:
        what = {"key": "key", "integration": "integration key"}.get(key.kind)
        if what is None:
            what = f"alternate key {key.name.text}" if key.name else "alternate key"
        if what in seen:
            report.add(RepeatedClause(what, seen[what], key.span))
        seen.setdefault(what, key.span)


def _repeated_modifiers(field: ast.FieldDecl, report: Report) -> None:
    seen: dict[str, Span] = {}
    for modifier in field.modifiers:
        if modifier.text in seen:
            report.add(
                RepeatedClause(modifier.text, seen[modifier.text], modifier.span)
            )
        seen.setdefault(modifier.text, modifier.span)


def _repeated_else(clauses: tuple[ast.ElseClause, ...], report: Report) -> None:
    seen: dict[str, Span] = {}
    for clause in clauses:
        if clause.side in seen:
            what = "else" if clause.side == "both" else f"else {clause.side}"
            report.add(RepeatedClause(what, seen[clause.side], clause.span))
        seen.setdefault(clause.side, clause.span)


def _parameters(
    parameters: tuple[ast.Parameter, ...], result: ast.TypeExpr, report: Report
) -> None:
    _sizes(result, report)
    for parameter in parameters:
        _sizes(parameter.type, report)


def _choice(
    clause: str, word: ast.Name, choices: tuple[str, ...], report: Report
) -> None:
    if word.text not in choices:
        meant = suggest(word.text, choices, most=1)
        report.add(
            UnknownChoice(
                clause, word.text, choices, word.span, meant[0] if meant else None
            )
        )


def _sizes(written: ast.TypeExpr | None, report: Report) -> None:
    if not _is_named(written) or written.system is not None or not written.sizes:
        return
    name = written.name.text
    counts, takes = SIZES.get(name, ((), ""))
    if not counts:
        return  # Whether there is such a type is known when all declarations are.
    wrong = len(written.sizes) not in counts
    if not wrong and written.sizes[0] > MOST[name]:
        takes, wrong = f"at most {MOST[name]:,} {_UNITS[name]}", True
    if name == "decimal" and not wrong and written.sizes[1] > written.sizes[0]:
        takes, wrong = "a scale that is no larger than its precision", True
    if wrong or 0 in written.sizes[:1]:
        report.add(WrongTypeSize(name, written.span, takes))


def _is_named(written: ast.TypeExpr | None) -> TypeGuard[ast.NamedType]:
    return isinstance(written, ast.NamedType)
