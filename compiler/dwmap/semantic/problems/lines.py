"""Mistakes in one mapping line: operator, direction, transform, values."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Problem
from dwmap.source import Span

__all__ = [
    "BackwardLine",
    "ConstantTarget",
    "MissingDefault",
    "OneWayOnly",
    "OperatorMismatch",
    "TwoWriters",
]


class LineProblem(Problem, abstract=True):
    """A mistake in a mapping line or in the transform that it uses."""

    topic = "lines"


@dataclass(frozen=True)
class OperatorMismatch(LineProblem):
    """
    The operator says that there is a transform and there is none, or the other way.

    ## Why it matters
    The operators are those of the mapping tables: `><`, `>>` and `<<` transform the value, `=`, `>` and
    `<` copy it. A reader takes the operator at its word. A default counts as a transform.

    ## Example
        IsOneTime = msdyn_onetime : YesNo

    ## Instead
        IsOneTime >< msdyn_onetime : YesNo
    """

    op: str
    right_op: str
    reason: str
    span: Span

    def diagnose(self) -> Diagnostic:
        says = "a transform" if self.op in ("><", ">>", "<<") else "a plain copy"
        fix = Fix(f"write `{self.right_op}`", (Edit(self.span, self.right_op),))
        return self._diagnostic(
            f"`{self.op}` means {says}, but {self.reason}",
            self.span,
            f"should be `{self.right_op}`",
            help=f"write `{self.right_op}`",
            fix=fix,
        )


@dataclass(frozen=True)
class OneWayOnly(LineProblem):
    """
    A two-way line has a side that cannot be written.

    ## Why it matters
    Only a path can be written. A literal, a call or an expression can only be read.

    ## Example
        (Quantity * UnitPrice) >< extendedamount

    ## Instead
        (Quantity * UnitPrice) >> extendedamount
    """

    what: str
    side: Span
    op: Span
    right_op: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.op, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"{self.what} cannot be written, so the line cannot go both ways",
            self.side,
            "only a path can be written",
            help=f"write `{self.right_op}`",
            fix=fix,
        )


@dataclass(frozen=True)
class ConstantTarget(LineProblem):
    """
    The side that is to be written is no path.

    ## Why it matters
    There is no column in which the value could be stored.

    ## Example
        3 << customertypecode

    ## Instead
        3 >> customertypecode
    """

    what: str
    span: Span
    op: Span
    right_op: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.op, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"{self.what} cannot be written",
            self.span,
            "this is the target of the line",
            help=f"turn the operator round: `{self.right_op}`",
            fix=fix,
        )


@dataclass(frozen=True)
class TwoWriters(LineProblem):
    """
    Two lines of a map write one field in the same direction.

    ## Why it matters
    Only the first is carried out. Several lines may share a field if each but the last has a `when`.

    ## Example
        Name       = name
        LegalName  = name

    ## Instead
        Name       = name
        LegalName  < name
    """

    field: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.field}` is written by two lines",
            self.second,
            "and again here",
            Label(self.first, "first written here"),
            help="let one go the other way only, or give the first a `when`",
        )


@dataclass(frozen=True)
class MissingDefault(LineProblem):
    """
    A line asks for `on null default` and has no default.

    ## Why it matters
    There is no value to use.

    ## Example
        Memo = description on null default

    ## Instead
        Memo >< description default "none" on null default
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "`on null default` needs a `default` on the same line", self.span
        )


@dataclass(frozen=True)
class BackwardLine(LineProblem):
    """
    A line of an action does not go from left to right.

    ## Why it matters
    A request is filled from the caller's record and a response from the answer: each goes one way.

    ## Example
        action Price : ce.quotes -> fo.Prices {
          request { Number < quotenumber }
        }

    ## Instead
        action Price : ce.quotes -> fo.Prices {
          request { quotenumber > Number }
        }
    """

    op: str
    right_op: str
    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix(
            f"write `{self.right_op}`", (Edit(self.span, self.right_op),), safe=False
        )
        return self._diagnostic(
            f"a line of an action goes from left to right, `{self.op}` does not",
            self.span,
            help=f"put the source on the left and write `{self.right_op}`",
            fix=fix,
        )
