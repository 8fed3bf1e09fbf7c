"""Mistakes in one mapping line: operator, direction, transform, values."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Problem, Severity
from dwmap.source import Span

__all__ = [
    "AmbiguousValue",
    "ArgumentCount",
    "ConstantTarget",
    "DuplicateValue",
    "OneWayOnly",
    "OperatorMismatch",
    "StateCells",
    "TransformInputs",
    "TransformOneWay",
    "TwoWriters",
    "UnknownFunction",
    "UnknownPolicyChoice",
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
class TransformOneWay(LineProblem):
    """
    A two-way line uses a transform that cannot be undone.

    ## Why it matters
    What goes one way could not come back.

    ## Example
        transform Cut(value: text) -> string(10) { forward substring(value, 0, 10) }
        Name >< shortname : Cut

    ## Instead
        Name >> shortname : Cut
    """

    name: str
    reason: str
    use: Span
    op: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.name}` goes one way only, the line goes both",
            self.use,
            self.reason,
            Label(self.decl, "declared here"),
            help="make the line one-way with `>>` or `<<`, or say how to undo the transform",
        )


@dataclass(frozen=True)
class TransformInputs(LineProblem):
    """
    A line gives a transform or state table another number of values than it takes.

    ## Why it matters
    Each input needs exactly one value.

    ## Example
        transform FullName(first: text, last: text) -> text { forward concat(first, " ", last) }
        FirstName >> fullname : FullName

    ## Instead
        (FirstName, LastName) >> fullname : FullName
    """

    name: str
    takes: int
    given: int
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        values = "one value" if self.takes == 1 else f"{self.takes} values"
        return self._diagnostic(
            f"`{self.name}` takes {values}, the line gives {self.given}",
            self.span,
            "",
            Label(self.decl, "declared here"),
        )


@dataclass(frozen=True)
class TwoWriters(LineProblem):
    """
    Two lines of a map write one field in the same direction.

    ## Why it matters
    The last one wins, and which one that is depends on the order of the lines.

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
            help="let one of the lines go the other way only",
        )


@dataclass(frozen=True)
class DuplicateValue(LineProblem):
    """
    A value map has two entries for one value.

    ## Why it matters
    Only one of them can be used.

    ## Example
        valuemap V : any <-> int { Open = 1
          Open = 2 }

    ## Instead
        valuemap V : any <-> int { Open = 1 }
    """

    value: str
    map: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.map}` has two entries for {self.value}",
            self.second,
            "and again here",
            Label(self.first, "first mapped here"),
        )


@dataclass(frozen=True)
class AmbiguousValue(LineProblem):
    """
    Two entries of a value map become one value and both come back from it.

    ## Why it matters
    A record with the second value comes back with the first: an edit on the other side changes it.

    ## Example
        valuemap V : any <-> int { Employee = 1
          Both = 1 }

    ## Instead
        valuemap V : any <-> int { Employee = 1
          Both > 1 }
    """

    value: str
    map: str
    first: Span
    second: Span
    op: Span
    one_way: str

    def diagnose(self) -> Diagnostic:
        fix = Fix(f"write `{self.one_way}`", (Edit(self.op, self.one_way),), safe=False)
        return self._diagnostic(
            f"two entries of `{self.map}` meet in {self.value}",
            self.second,
            f"{self.value} comes back as the first",
            Label(self.first, "first entry"),
            help=f"make one of them one-way with `{self.one_way}`",
            fix=fix,
        )


@dataclass(frozen=True)
class StateCells(LineProblem):
    """
    A row of a state table has another number of cells than the table has inputs.

    ## Why it matters
    Each cell is compared with one input; `_` stands for any value.

    ## Example
        states S(a: int, b: int) -> int { 1 -> 2 }

    ## Instead
        states S(a: int, b: int) -> int { 1, _ -> 2 }
    """

    table: str
    takes: int
    given: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.table}` has {self.takes} inputs, the row has {self.given} cells",
            self.span,
        )


@dataclass(frozen=True)
class UnknownFunction(LineProblem):
    """
    A call of a function that the language does not have.

    ## Why it matters
    The expression cannot be compiled.

    ## Example
        forward uppercase(value)

    ## Instead
        forward upper(value)
    """

    name: str
    span: Span
    meant: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        from dwmap.diagnostics import did_you_mean

        fix = (
            Fix(
                f"write `{self.meant[0]}`",
                (Edit(self.span, self.meant[0]),),
                safe=False,
            )
            if self.meant
            else None
        )
        return self._diagnostic(
            f"no function is called `{self.name}`",
            self.span,
            help=did_you_mean(self.name, self.meant),
            fix=fix,
        )


@dataclass(frozen=True)
class ArgumentCount(LineProblem):
    """
    A function is called with too few or too many arguments.

    ## Why it matters
    The expression cannot be compiled.

    ## Example
        forward trim(first, last)

    ## Instead
        forward trim(concat(first, last))
    """

    name: str
    given: int
    takes: int
    span: Span

    def diagnose(self) -> Diagnostic:
        arguments = "one argument" if self.takes == 1 else f"{self.takes} arguments"
        return self._diagnostic(
            f"`{self.name}` takes {arguments}, not {self.given}", self.span
        )


@dataclass(frozen=True)
class UnknownPolicyChoice(LineProblem):
    """
    A line asks for `on null default` and has no default.

    ## Why it matters
    There is no value to use.

    ## Example
        Memo = description on null default

    ## Instead
        Memo >< description default "none" on null default
    """

    severity = Severity.ERROR
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "`on null default` needs a `default` on the same line", self.span
        )
