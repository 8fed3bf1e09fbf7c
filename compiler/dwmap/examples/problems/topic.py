"""The topic of findings in files of sample records."""

from __future__ import annotations

from dwmap.diagnostics import Problem

__all__ = ["SampleProblem", "more"]


class SampleProblem(Problem, abstract=True):
    """A mistake in a file of sample records."""

    topic = "samples"


def more(count: int) -> str:
    """How often the same mistake is found further down."""
    return f", and in {count} more {'line' if count == 1 else 'lines'}" if count else ""
