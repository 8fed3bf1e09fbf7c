"""`allow RULE "why"`: findings that are accepted where they are written, for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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

_HOME = "dwmap.semantic.problems"


def apply_allows(files: Iterable[ast.File], report: Report) -> None:
    """Take the accepted findings out of the report; errors cannot be accepted."""
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
            inside = (
                scope.file is place.file
                and scope.start <= place.start
                and place.end <= scope.end
            )
            if inside and allow.rule.text == diagnostic.code:
                used.add(allow.span)
                return True
        return False

    report.keep(lambda diagnostic: not is_accepted(diagnostic))
    acceptable, errors = _rules()
    # In a damaged file the finding may stand in a part that could not be read.
    damaged = {file.source for file in files if file.damaged}
    for allow, _ in allows:
        if allow.span not in used and allow.span.file not in damaged:
            rule = allow.rule.text
            meant = suggest(rule, acceptable)
            known = rule in acceptable
            report.add(UnusedAllow(rule, allow.rule.span, known, meant, rule in errors))


def _rules() -> tuple[set[str], set[str]]:
    """The rules whose findings can be accepted in a spec, and those whose findings are errors."""
    rules = {c: k for c, k in all_problems().items() if k.__module__.startswith(_HOME)}
    errors = {code for code, kind in rules.items() if kind.severity is Severity.ERROR}
    return rules.keys() - errors - {UnusedAllow.code}, errors


def _allows(file: ast.File) -> Iterator[tuple[ast.Allow, Span]]:
    for declaration in file.declarations:
        if isinstance(declaration, ast.MapDecl):
            yield from ((allow, declaration.span) for allow in declaration.allows)
        for line in _lines(declaration):
            yield from ((allow, line.span) for allow in line.allows)


def _lines(declaration: ast.Decl) -> Iterable[ast.MappingLine]:
    match declaration:
        case ast.MapDecl():
            return declaration.lines
        case ast.ActionDecl():
            return (*declaration.request, *declaration.response)
        case ast.ExtendMapDecl():
            changes = declaration.changes
            return [c.line for c in changes if isinstance(c, ast.LineChange)]
    return ()
