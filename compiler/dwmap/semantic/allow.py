"""`allow RULE "why"`: findings that are accepted where they are written, for a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from dwmap.diagnostics import (
    Diagnostic,
    Report,
    Severity,
    all_problems,
    suggest,
)
from dwmap.semantic.problems import UnusedAllow
from dwmap.source import Span
from dwmap.syntax import ast

_Part: TypeAlias = ast.FieldDecl | ast.ValueEntry | ast.MappingLine

_HOMES = ("dwmap.semantic.problems", "dwmap.prove.problems")


def apply_allows(
    files: Iterable[ast.File],
    report: Report,
    maps: Collection[str],
    unasked: Collection[str] = (),
) -> None:
    """
    Take the accepted findings out of the report; errors cannot be accepted.

    `maps` are those that were checked: of another, which a variant leaves out, no `allow` is called unused.
    Findings that were not looked for (`unasked`) are not missed.
    """
    files = tuple(files)
    allows = [each for file in files for each in _allows(file)]
    if not allows:
        return
    used: set[Span] = set()

    def is_accepted(diagnostic: Diagnostic) -> bool:
        if diagnostic.severity is Severity.ERROR or diagnostic.primary is None:
            return False
        place = diagnostic.primary.span
        for allow, scope in allows:
            if scope.covers(place) and allow.rule.text == diagnostic.code:
                used.add(allow.span)
                return True
        return False

    report.keep(lambda diagnostic: not is_accepted(diagnostic))
    acceptable, errors = _rules()
    # In a damaged file the finding may stand in a part that could not be read.
    damaged = {file.source for file in files if file.damaged}
    used |= {allow.span for file in files for allow in _unchecked(file, maps)}
    for allow, _ in allows:
        rule = allow.rule.text
        if rule in unasked:
            continue
        if allow.span not in used and allow.span.file not in damaged:
            meant = suggest(rule, acceptable)
            known = rule in acceptable
            report.add(UnusedAllow(rule, allow.rule.span, known, meant, rule in errors))


def _rules() -> tuple[set[str], set[str]]:
    """The rules whose findings can be accepted in a spec, and those whose findings are errors."""
    rules = {c: k for c, k in all_problems().items() if k.__module__.startswith(_HOMES)}
    errors = {code for code, kind in rules.items() if kind.severity is Severity.ERROR}
    return rules.keys() - errors - {UnusedAllow.code}, errors


def _unchecked(file: ast.File, maps: Collection[str]) -> Iterator[ast.Allow]:
    for declaration in file.declarations:
        if isinstance(declaration, ast.MapDecl | ast.ExtendMapDecl):
            if declaration.name.text not in maps:
                for part in (declaration, *_parts(declaration)):
                    yield from getattr(part, "allows", ())


def _allows(file: ast.File) -> Iterator[tuple[ast.Allow, Span]]:
    for declaration in file.declarations:
        for part in (declaration, *_parts(declaration)):
            accepted: tuple[ast.Allow, ...] = getattr(part, "allows", ())
            yield from ((allow, part.span) for allow in accepted)


def _parts(declaration: ast.Decl) -> Iterable[_Part]:
    """The parts of a declaration that may accept findings of their own."""
    match declaration:
        case ast.EntityDecl() | ast.ExtendEntityDecl():
            return declaration.fields
        case ast.ValueMapDecl():
            return declaration.entries
        case ast.MapDecl():
            return declaration.lines
        case ast.ActionDecl():
            return (*declaration.request, *declaration.response)
        case ast.ExtendMapDecl():
            changes = declaration.changes
            return [c.line for c in changes if isinstance(c, ast.LineChange)]
    return ()
