"""Every kind of finding there is, gathered from the phases that make them."""

from __future__ import annotations

from importlib import import_module

from dwmap.diagnostics import Problem, all_problems

_HOMES = (
    "dwmap.baseline",
    "dwmap.changes.problems",
    "dwmap.config",
    "dwmap.examples.problems",
    "dwmap.formatter.problems",
    "dwmap.importers.problems",
    "dwmap.manifests",
    "dwmap.packages",
    "dwmap.project",
    "dwmap.prove.problems",
    "dwmap.semantic.problems",
    "dwmap.solutions.problems",
    "dwmap.syntax.problems",
)


def load_problems() -> dict[str, type[Problem]]:
    """All findings by code."""
    for home in _HOMES:
        import_module(home)
    return all_problems()
