"""Findings about the order in which maps run."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Problem, Severity
from dwmap.source import Span

__all__ = ["DeclaredCycle", "DependencyCycle", "SelfDependency"]


class OrderProblem(Problem, abstract=True):
    """A finding about dependencies."""

    topic = "order"


@dataclass(frozen=True)
class DependencyCycle(OrderProblem):
    """
    Maps need each other's rows for their lookups.

    ## Why it matters
    No order fills every lookup in one pass. The compiler plans two: the first leaves the named columns
    out, the second fills only those. In the product this is a manual procedure of seven steps.

    ## Example
        Customers look up their contact, contacts look up their customer.

    ## Instead
    Nothing has to be done; the plan is part of the generated package. `dwmap graph` shows it.
    """

    severity = Severity.NOTE
    maps: tuple[str, ...]
    deferred: str
    columns: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.maps, self.maps[0]))
        left_out = ", ".join(f"`{column}`" for column in self.columns)
        return self._diagnostic(
            f"the maps need each other: {ring}",
            self.span,
            f"`{self.deferred}` runs without {left_out} first",
            help=f"planned in two passes: {left_out} of `{self.deferred}` is filled in the second",
        )


@dataclass(frozen=True)
class DeclaredCycle(OrderProblem):
    """
    `depends on` lines, or lookups without which no row can be created, form a circle.

    ## Why it matters
    There is no order that keeps them all. The compiler can defer a lookup, but neither a stated
    dependency nor a column that is required or part of the key.

    ## Example
        map A : fo.A <-> ce.a { depends on B }
        map B : fo.B <-> ce.b { depends on A }

    ## Instead
        map A : fo.A <-> ce.a { }
        map B : fo.B <-> ce.b { depends on A }
    """

    maps: tuple[str, ...]
    span: Span
    other: Span
    stated: bool

    def diagnose(self) -> Diagnostic:
        ring = " -> ".join((*self.maps, self.maps[0]))
        help = "take `required` away from one of the lookups, so that it can be filled later"
        return self._diagnostic(
            f"the maps depend on each other: {ring}",
            self.span,
            f"`{self.maps[-1]}` waits for `{self.maps[0]}`",
            Label(self.other, "and waits for it in turn"),
            help="take one `depends on` away" if self.stated else help,
        )


@dataclass(frozen=True)
class SelfDependency(OrderProblem):
    """
    A map depends on itself.

    ## Why it matters
    It can never be its own turn. Lookups into the map's own entity need no `depends on`.

    ## Example
        map A : fo.A <-> ce.a { depends on A }

    ## Instead
        map A : fo.A <-> ce.a { }
    """

    map: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.map}` depends on itself", self.span)
