"""The topic of the rules of imports, and what they share."""

from __future__ import annotations

from collections.abc import Iterable

from dwmap.diagnostics import Problem

__all__ = ["ImportProblem", "listed"]

_MOST = 8


class ImportProblem(Problem, abstract=True):
    """A mistake in what is imported, or what it leaves open."""

    topic = "import"


def listed(names: Iterable[str]) -> str:
    """The first of the names, and how many more there are."""
    first, rest = (every := list(names))[:_MOST], len(every) - _MOST
    return ", ".join(first) + (f" and {rest} more" if rest > 0 else "")
