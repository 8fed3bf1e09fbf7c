"""The topics of rules: a base each, which gives its rules the topic and what they share."""

from __future__ import annotations

from typing import ClassVar

from dwmap.diagnostics import Edit, Fix, Problem, Severity
from dwmap.source import Span
from dwmap.syntax.keywords import EXPRESSION, written

__all__ = [
    "FilterProblem",
    "KeyProblem",
    "LimitProblem",
    "LineProblem",
    "NameProblem",
    "OrderProblem",
    "OverlayProblem",
    "SuspiciousProblem",
    "TypeProblem",
    "owner_words",
]


class FilterProblem(Problem, abstract=True):
    """A finding about a filter."""

    topic = "filters"
    severity = Severity.WARNING


class LimitProblem(Problem, abstract=True):
    """
    A limit of the product that a map reaches; the code that dwmap generates does not have it.

    `limit` is its number, or what else there is of it, in a few words.
    """

    topic = "limits"
    severity = Severity.NOTE
    limit: ClassVar[str] = ""


class KeyProblem(Problem, abstract=True):
    """A mistake about the identity of records."""

    topic = "keys"


class LineProblem(Problem, abstract=True):
    """A mistake in a mapping line or in the transform that it uses."""

    topic = "lines"


class NameProblem(Problem, abstract=True):
    """A mistake about a name."""

    topic = "names"

    @staticmethod
    def _called(now: str | None) -> str | None:
        """The way out from a name that something had before."""
        return f"it is called `{now}` now" if now else None

    @staticmethod
    def _fix(span: Span, meant: tuple[str, ...], now: str | None = None) -> Fix | None:
        name = now or next(iter(meant), None)
        if name is None:
            return None
        if span.text.startswith('"'):
            name = instead = f'"{name}"'
        else:
            instead = name if name in EXPRESSION else written(name)
        return Fix(f"write `{name}`", (Edit(span, instead),), safe=False)


class OrderProblem(Problem, abstract=True):
    """A finding about dependencies."""

    topic = "order"


class OverlayProblem(Problem, abstract=True):
    """A finding about what changes a shipped map, and about the solutions that it belongs to."""

    topic = "overlays"


def owner_words(owner: str) -> str:
    """Whose an overlay is, in words: a solution, a package without one (`@NAME`), or the project's own."""
    if not owner:
        return "the project"
    return f"`{owner.removeprefix('@')}`"


class SuspiciousProblem(Problem, abstract=True):
    """Something that reads like a slip."""

    topic = "suspicious"
    severity = Severity.WARNING


class TypeProblem(Problem, abstract=True):
    """A mistake about types."""

    topic = "types"
