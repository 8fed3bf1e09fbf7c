"""`allow RULE "why"`: findings that are accepted where they are written, for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dwmap.diagnostics import (
    Diagnostic,
    Problem,
    Report,
    Severity,
    all_problems,
    did_you_mean,
    suggest,
)
from dwmap.source import Span
from dwmap.syntax import ast


@dataclass(frozen=True)
class UnusedAllow(Problem):
    """
    An `allow` accepts a finding that is not there.

    ## Why it matters
    What it once excused is gone. Left in place it would excuse the next one unseen.

    ## Example
        Memo = description allow narrower-target "cut on purpose"

    ## Instead
        Memo = description
    """

    topic = "names"
    severity = Severity.WARNING
    rule: str
    span: Span
    known: bool
    meant: tuple[str, ...] = ()

    def diagnose(self) -> Diagnostic:
        if not self.known:
            help = (
                did_you_mean(self.rule, self.meant)
                or "`dwmap explain --list` names them all"
            )
            return self._diagnostic(
                f"no finding is called `{self.rule}`", self.span, help=help
            )
        return self._diagnostic(
            f"`{self.rule}` does not occur here",
            self.span,
            help="take the `allow` away",
        )


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
    known = all_problems()
    # In a damaged file the finding may stand in a part that could not be read.
    damaged = {file.source for file in files if file.damaged}
    for allow, _ in allows:
        if allow.span not in used and allow.span.file not in damaged:
            rule = allow.rule.text
            report.add(
                UnusedAllow(rule, allow.rule.span, rule in known, suggest(rule, known))
            )


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
