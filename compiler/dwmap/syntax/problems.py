"""The mistakes of this phase: what cannot be read, and what can be read but is not the language."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Label, Problem
from dwmap.source import Span


class SyntaxProblem(Problem, abstract=True):
    """A mistake in how something is written."""

    topic = "syntax"


@dataclass(frozen=True)
class UnexpectedText(SyntaxProblem):
    """
    Something stands where the language expects something else.

    ## Why it matters
    The statement cannot be read, so the compiler leaves it out and reads on behind it.

    ## Example
        CustomerAccount = = accountnumber

    ## Instead
        CustomerAccount = accountnumber
    """

    found: str
    expected: str
    span: Span
    help: str | None = None
    fix: Fix | None = None

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"expected {self.expected}, found {self.found}",
            self.span,
            f"expected {self.expected}",
            help=self.help,
            fix=self.fix,
        )


@dataclass(frozen=True)
class UnclosedBlock(SyntaxProblem):
    """
    A block is opened and never closed.

    ## Why it matters
    Everything up to the end of the file would belong to it.

    ## Example
        enum fo.NoYes { No, Yes

    ## Instead
        enum fo.NoYes { No, Yes }
    """

    opening: Span
    end: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.opening.text}` is never closed",
            self.opening,
            "opened here",
            help="close the block with `}`" if self.opening.text == "{" else None,
        )


@dataclass(frozen=True)
class UnopenedBlock(SyntaxProblem):
    """
    A `}` closes nothing.

    ## Why it matters
    A block above has probably been closed too early, and what follows no longer belongs to it.

    ## Example
        enum fo.NoYes { No, Yes }
        }

    ## Instead
        enum fo.NoYes { No, Yes }
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        fix = Fix("remove it", (Edit(self.span, ""),), safe=False)
        return self._diagnostic(
            "`}` closes nothing", self.span, "no block is open here", fix=fix
        )


@dataclass(frozen=True)
class UnclosedText(SyntaxProblem):
    """
    A text in quotes, or a name in backticks, does not end on its line.

    ## Why it matters
    A text ends on the line it begins on; a line ending inside is written `\\n`.

    ## Example
        PartyType << "Organization

    ## Instead
        PartyType << "Organization"
    """

    quote: str
    span: Span

    def diagnose(self) -> Diagnostic:
        what = "text" if self.quote == '"' else "name"
        return self._diagnostic(
            (
                f"this {what} has no closing `{self.quote}`"
                if self.quote == '"'
                else "this name has no closing backtick"
            ),
            self.span,
            "begins here",
            help=(
                "a line ending inside a text is written `\\n`"
                if self.quote == '"'
                else None
            ),
        )


@dataclass(frozen=True)
class UnknownCharacter(SyntaxProblem):
    """
    A character has no meaning in the language here.

    ## Why it matters
    It often comes from a word processor: curly quotes, a long dash, a no-break space.

    ## Example
        PartyType << \u201cOrganization\u201d

    ## Instead
        PartyType << "Organization"
    """

    span: Span
    instead: str | None = None

    def diagnose(self) -> Diagnostic:
        character = self.span.text
        named = (
            f"`{character}`"
            if character.isprintable()
            else f"the character U+{ord(character):04X}"
        )
        help = f"write {self.instead}" if self.instead else None
        return self._diagnostic(
            f"{named} has no meaning here", self.span, "", help=help
        )


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
    A transform without `forward`, or an action without `request`, does nothing.

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
        return self._diagnostic(f"{self.what} has no `{self.clause}`", self.span)


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


@dataclass(frozen=True)
class TooManyErrors(SyntaxProblem):
    """
    A file has so many mistakes that reading it further would only add noise.

    ## Why it matters
    Often the file is no specification at all, or a block near the top was left open.

    ## Example
        a file of another kind, named `.dwmap`

    ## Instead
    Correct what is reported and run again.
    """

    span: Span
    most: int

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"more than {self.most} mistakes; the rest of the file was not read",
            self.span,
        )
