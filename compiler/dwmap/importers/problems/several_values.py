"""The rule `several-values`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem, listed
from dwmap.source import Span

__all__ = ["SeveralValues"]


@dataclass(frozen=True)
class SeveralValues(ImportProblem):
    """
    A field holds several members of an enum, or several options, at once.

    ## Why it matters
    It is a text to the language: the names or codes with commas between them, as the service sends them. A value map of
    single members does not fit such a text, and the same members in another order are another text.

    ## Example
    A column of Dataverse whose type is `MultiSelectPicklist` holds `1,3`; a property of an enum with `IsFlags` holds `Red,Blue`.

    ## Instead
    A text on both sides, or a field of its own for each member.

    ## How to mend
    Map it to a text as it is, or translate the combinations that there are in a value map.
    """

    severity = Severity.NOTE
    owner: str
    span: Span | None
    fields: tuple[tuple[str, str], ...]

    def diagnose(self) -> Diagnostic:
        names = listed(f"`{name}` ({type})" for name, type in self.fields)
        message = f"fields of `{self.owner}` hold several values at once, as a text with commas: {names}"
        return self._diagnostic(
            message,
            self.span,
            "of this entity",
            help="map the whole text, or the combinations that there are: a value map of single values does not fit",
        )
