"""What can be read but is not the language."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label
from dwmap.source import Span
from dwmap.syntax.problems.reading import SyntaxProblem


@dataclass(frozen=True)
class RepeatedClause(SyntaxProblem):
    """
    A block says the same thing twice.

    ## Why it matters
    Only one of the two can hold, and a reader would not know which.

    ## Example
        map M : fo.A <-> ce.b {
          version 1.0.0.0
          version 1.0.0.1
        }

    ## Instead
        map M : fo.A <-> ce.b {
          version 1.0.0.1
        }
    """

    clause: str
    first: Span
    second: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.clause}` is said twice",
            self.second,
            "and again here",
            Label(self.first, "first said here"),
            help="keep one of them",
        )


@dataclass(frozen=True)
class MixedPath(SyntaxProblem):
    """
    A path is partly a polymorphic lookup.

    ## Why it matters
    In a polymorphic lookup each step behind the column names a candidate and its key column.

    ## Example
        CustomerAccount = customerid.Account(accountnumber).contact

    ## Instead
        CustomerAccount = customerid.Account(accountnumber).Contact(msdyn_contactpersonid)
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "a polymorphic lookup names a key column behind each candidate",
            self.span,
            "some steps have one, some have none",
            help="write each candidate as `Entity(key)`",
        )


@dataclass(frozen=True)
class MisplacedClause(SyntaxProblem):
    """
    A clause of a map stands on a line.

    ## Why it matters
    Deleting, leaving the filter and a conflict concern the whole record, so no single line can decide them.

    ## Example
        Memo = description on delete ignore

    ## Instead
        map M : fo.A <-> ce.b {
          on delete ignore
          Memo = description
        }
    """

    clause: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.clause}` concerns the whole record, not one line",
            self.span,
            help="say it in a line of its own in the map",
        )


@dataclass(frozen=True)
class UnknownEscape(SyntaxProblem):
    """
    A backslash in a text stands before a character that it gives no meaning.

    ## Why it matters
    A path such as `C:\\new` would lose its backslashes, or gain a line ending, without a word.

    ## Example
        samples "data\\customers.jsonl" for Customers

    ## Instead
        samples "data/customers.jsonl" for Customers
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.span.text}` is no escape",
            self.span,
            help='a backslash is written `\\\\`; there are `\\"`, `\\n`, `\\t`, `\\r` and `\\u00e9`',
        )


@dataclass(frozen=True)
class UnknownChoice(SyntaxProblem):
    """
    A clause has a word that is none of its choices.

    ## Why it matters
    The clause would say nothing, and the default would hold without anybody having chosen it.

    ## Example
        conflict oldest

    ## Instead
        conflict newest
    """

    clause: str
    word: str
    choices: tuple[str, ...]
    span: Span
    meant: str | None = None

    def diagnose(self) -> Diagnostic:
        listed = ", ".join(f"`{choice}`" for choice in self.choices)
        fix = (
            Fix(f"write `{self.meant}`", (Edit(self.span, self.meant),), safe=False)
            if self.meant
            else None
        )
        return self._diagnostic(
            f"`{self.word}` is no choice of `{self.clause}`",
            self.span,
            help=f"choose one of {listed}",
            fix=fix,
        )


@dataclass(frozen=True)
class MissingClause(SyntaxProblem):
    """
    A declaration lacks a clause that it needs.

    ## Why it matters
    A transform without `forward` or without an input, or an action without `request`, does nothing.

    ## Example
        transform Cents(value: decimal(18, 2)) -> int {
          backward decimal(value) / 100
        }

    ## Instead
        transform Cents(value: decimal(18, 2)) -> int {
          forward  value * 100
          backward decimal(value) / 100
        }
    """

    what: str
    clause: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"{self.what} has no {self.clause}", self.span)


@dataclass(frozen=True)
class WrongTypeSize(SyntaxProblem):
    """
    A built-in type has sizes that it does not take.

    ## Why it matters
    `string` takes its greatest length, `decimal` its precision and scale, all others take nothing.

    ## Example
        name string(10, 2)

    ## Instead
        name string(10)
    """

    type: str
    span: Span
    takes: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.type}` takes {self.takes}", self.span)
