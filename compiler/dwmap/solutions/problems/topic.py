"""The topic of the rules of exports."""

from __future__ import annotations

from dwmap.diagnostics import Problem

__all__ = ["ExportProblem"]


class ExportProblem(Problem, abstract=True):
    """What an export leaves out, or cannot read."""

    topic = "export"
