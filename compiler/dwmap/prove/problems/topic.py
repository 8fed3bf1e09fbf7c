"""The topic of findings about laws, and how a witness reads."""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.diagnostics import Problem, Severity
from dwmap.prove.show import show_values
from dwmap.prove.verdict import Step

__all__ = ["LawProblem", "witness_notes"]


class LawProblem(Problem, abstract=True):
    """A law of two-way maps that a map breaks, with a record that shows it."""

    topic = "laws"
    severity = Severity.WARNING


def witness_notes(steps: tuple[Step, ...]) -> Iterator[str]:
    """A note for each record on the way of the counterexample."""
    return (f"{step.title}: {show_values(step)}" for step in steps if step.values)
