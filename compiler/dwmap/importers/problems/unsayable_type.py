"""The rule `unsayable-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed
from dwmap.source import Span

__all__ = ["UnsayableType"]


@dataclass(frozen=True)
class UnsayableType(ImportProblem):
    """
    Fields of an entity have types in the service that the language lacks.

    ## Why it matters
    Such a field is not declared with all others, and one that is declared is not held against the service: a map that
    uses it is not checked there.

    ## Example
    `Edm.Stream` (a picture), `Edm.GeographyPoint`, a collection, a complex type; `Image` and `PartyList` of Dataverse.

    ## Instead
    A field of a plain type that the service offers beside it, as the parts of an address.

    ## How to mend
    Nothing is to be done unless a map needs it. A field that is declared by hand carries what the service sends as it comes.
    """

    severity = Severity.NOTE
    owner: str
    span: Span | None
    fields: tuple[tuple[str, str], ...]
    are_declared: bool

    def diagnose(self) -> Diagnostic:
        names = listed(f"`{name}` ({type})" for name, type in self.fields)
        message = f"the language has no type for fields of `{self.owner}`: {names}"
        stays = "they stay as they are declared, and are not checked"
        if not self.are_declared:
            stays = "what is declared of them stays as it is, the rest is left out"
        return self._diagnostic(message, self.span, "of this entity", notes=(stays,))
