"""Whether the end that a filter is for can say it in its own dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from dwmap.diagnostics import Diagnostic, Report, Severity
from dwmap.dialects.texts import OWN_DIALECT, Dialect, Refusal, filter_text
from dwmap.ir.model import Enum, EnumMember, Expr, SystemKind
from dwmap.semantic.maps import MapFacts
from dwmap.semantic.problems import InexpressibleFilter
from dwmap.semantic.scope import Scope
from dwmap.source import Span
from dwmap.syntax import ast

_SPOKEN: Mapping[Dialect, str] = {"odata": "OData", "query_range": "a query range"}


def check_filters(maps: Sequence[MapFacts], scope: Scope, report: Report) -> None:
    """Report filters that cannot be given back to the product; a database is asked in SQL, or filters nothing."""
    enums = _numbered(scope)
    mistakes = [each for each in report.diagnostics if each.severity is Severity.ERROR]
    for facts in maps:
        for system, expr, span in _filters(facts):
            if system not in scope.systems or _is_wrong(span, mistakes):
                continue
            kind = cast(SystemKind, scope.systems[system].kind)
            dialect = OWN_DIALECT.get(kind)
            if dialect is None:
                continue
            said = filter_text(expr, dialect, enums, kind)
            if isinstance(said, Refusal):
                report.add(
                    InexpressibleFilter(system, _SPOKEN[dialect], said.reason, span)
                )


def _filters(facts: MapFacts) -> Iterator[tuple[str, Expr, Span]]:
    spans = {each.system.text: each.condition.span for each in facts.decl.filters}
    for entity, expr in (
        (facts.left, facts.left_filter),
        (facts.right, facts.right_filter),
    ):
        if expr is not None:
            yield entity.system, expr, spans[entity.system]


def _is_wrong(span: Span, mistakes: Iterable[Diagnostic]) -> bool:
    """Whether a mistake was found in the filter: what it means is not known then."""
    return any(
        each.primary is not None
        and each.primary.span.file is span.file
        and span.start <= each.primary.span.start < span.end
        for each in mistakes
    )


def _numbered(scope: Scope) -> Mapping[str, Enum]:
    """The option sets, with the numbers of their values."""
    return {
        name: Enum(
            name=name,
            numbered=True,
            members=tuple(
                EnumMember(name=each.name.text, code=each.code) for each in decl.members
            ),
        )
        for name, decl in scope.enums.items()
        if isinstance(decl, ast.OptionsDecl)
    }
