"""What cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Edit, Fix, Problem
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
        help = self.instead
        return self._diagnostic(
            f"{named} has no meaning here", self.span, "", help=help
        )


@dataclass(frozen=True)
class LongNumber(SyntaxProblem):
    """
    A number has more digits than any column of the two systems can hold.

    ## Why it matters
    It is no number that anybody has meant; a code that long is a text.

    ## Example
        99999999999999999999999999999999999999999 >> customertypecode

    ## Instead
        3 >> customertypecode
    """

    most: int
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"a number has at most {self.most} digits",
            self.span,
            help="put it in quotes if it is a text",
        )


@dataclass(frozen=True)
class DeepNesting(SyntaxProblem):
    """
    An expression is nested so deeply that nobody could read it.

    ## Why it matters
    Later phases would need more memory than there is. The whole declaration was left out.

    ## Example
        where fo not (not (not (… Status == 1 …)))

    ## Instead
        where fo Status in [1, 2, 3]
    """

    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            "this expression is nested too deeply",
            self.span,
            help="split it into transforms, or list the values: `x in [1, 2, 3]`",
        )


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
