"""Markdown for the comment of a pull request: the counts, then the worst findings first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from dwmap.diagnostics.cells import visible
from dwmap.diagnostics.model import Diagnostic, Severity
from dwmap.diagnostics.render import count_line, render

MARKER = "<!-- dwmap check -->"
"""Lets a job find its own comment and renew it."""

_MOST = 50
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def markdown(diagnostics: Iterable[Diagnostic]) -> str:
    """A page of at most 50 findings; the rest is counted, since a comment has an end."""
    found = sorted(diagnostics, key=lambda one: _ORDER[one.severity])
    return "\n".join(_lines(found)) + "\n"


def _lines(found: list[Diagnostic]) -> Iterator[str]:
    yield MARKER
    yield f"**dwmap check**: {count_line(found) or 'nothing to report'}"
    for one in found[:_MOST]:
        yield ""
        yield "<details>"
        yield f"<summary>{escape(_headline(one), quote=False)}</summary>"
        yield ""
        fence = _fence(text := render(one).rstrip("\n"))
        yield f"{fence}text\n{text}\n{fence}"
        yield ""
        yield "</details>"
    if len(found) > _MOST:
        yield ""
        yield f"And {len(found) - _MOST} more; `dwmap check` shows them all."


def _headline(one: Diagnostic) -> str:
    place = ""
    if one.primary is not None:
        span = one.primary.span
        place = f"{span.file.path}:{span.position.line}: "
    return visible(f"{place}{one.severity.value}[{one.code}] {one.message}")


def _fence(text: str) -> str:
    """A fence longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return fence
