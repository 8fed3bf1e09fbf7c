"""Mistakes in value maps, transforms and state tables, and in their use."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Problem, did_you_mean
from dwmap.source import Span

__all__ = [
    "AmbiguousValue",
    "ArgumentCount",
    "ComputedArgument",
    "DuplicateValue",
    "StateCells",
    "TransformInputs",
    "TransformOneWay",
    "UnknownFunction",
    "UnknownInput",
    "WrongResult",
]


class TransformProblem(Problem, abstract=True):
    """A mistake in a transform or in how a line uses one."""

    topic = "lines"


@dataclass(frozen=True)
class TransformOneWay(TransformProblem):
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
class TransformInputs(TransformProblem):
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
class DuplicateValue(TransformProblem):
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
class AmbiguousValue(TransformProblem):
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
class StateCells(TransformProblem):
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
        inputs = "one input" if self.takes == 1 else f"{self.takes} inputs"
        cells = "one cell" if self.given == 1 else f"{self.given} cells"
        return self._diagnostic(
            f"`{self.table}` has {inputs}, the row has {cells}",
            self.span,
        )


@dataclass(frozen=True)
class UnknownFunction(TransformProblem):
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
class ArgumentCount(TransformProblem):
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
    least: int
    most: int | None
    span: Span

    def diagnose(self) -> Diagnostic:
        if self.most is None:
            arguments = f"at least {self.least} arguments"
        elif self.least < self.most:
            arguments = f"{self.least} or {self.most} arguments"
        else:
            arguments = "one argument" if self.least == 1 else f"{self.least} arguments"
        return self._diagnostic(
            f"`{self.name}` takes {arguments}, not {self.given}", self.span
        )


@dataclass(frozen=True)
class ComputedArgument(TransformProblem):
    """
    An argument behind the name of a transform is no literal.

    ## Why it matters
    What varies from record to record stands on the side of the line; the arguments are fixed.

    ## Example
        Amount >> cents : Scale(Factor)

    ## Instead
        (Amount, Factor) >> cents : Scale
    """

    name: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"an argument of `{self.name}` is a literal",
            self.span,
            help="several values of the record stand in parentheses on their side",
        )


@dataclass(frozen=True)
class UnknownInput(TransformProblem):
    """
    An expression of a transform or state table names something that is none of its inputs.

    ## Why it matters
    A transform sees its inputs and nothing else, so that it means the same on every line.

    ## Example
        transform Cents(value: decimal(18, 2)) -> int { forward amount * 100 }

    ## Instead
        transform Cents(value: decimal(18, 2)) -> int { forward value * 100 }
    """

    name: str
    span: Span
    meant: tuple[str, ...]
    inputs: tuple[str, ...]

    def diagnose(self) -> Diagnostic:
        listed = "the inputs are " + ", ".join(f"`{one}`" for one in self.inputs)
        if len(self.inputs) == 1:
            listed = f"the only input is `{self.inputs[0]}`"
        meant = did_you_mean(self.name, self.meant)
        return self._diagnostic(
            f"no input is called `{self.name}`",
            self.span,
            help=meant or (listed if self.inputs else None),
        )


@dataclass(frozen=True)
class WrongResult(TransformProblem):
    """
    An expression of a transform gives another kind of value than the transform promises.

    ## Why it matters
    Every line that uses the transform was checked against what it promises.

    ## Example
        transform Label(value: int) -> text { forward value }

    ## Instead
        transform Label(value: int) -> text { forward text(value) }
    """

    name: str
    way: str
    gives: str
    wanted: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.way}` of `{self.name}` must be {self.wanted}",
            self.span,
            f"this is {self.gives}",
        )
