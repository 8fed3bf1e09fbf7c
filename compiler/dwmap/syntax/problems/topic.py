"""The topics of the rules of reading."""

from __future__ import annotations

from dwmap.diagnostics import Problem

__all__ = ["FilterProblem", "SyntaxProblem"]


class SyntaxProblem(Problem, abstract=True):
    """A mistake in how something is written."""

    topic = "syntax"


class FilterProblem(Problem, abstract=True):
    """A mistake in a filter that is imported from the dialect of its system."""

    topic = "import"
