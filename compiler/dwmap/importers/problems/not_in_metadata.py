"""The rule `not-in-metadata`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["NotInMetadata"]


@dataclass(frozen=True)
class NotInMetadata(ImportProblem):
    """
    A spec declares, or a map uses, what the service does not have, or no longer.

    ## Why it matters
    A map that comes to use it will be refused by the service when it runs; what maps use already is told by the report of changes
    instead. It may also be a slip of the pen, or an account that may not see it.

    ## Example
    `entity ce.accounts` declares `creditrating`, and `EntityDefinitions` of the environment has no such column.

    ## Instead
    A declaration of what is there; where a column has another name now, `renamed from` the old one.

    ## How to mend
    Change the maps that use it, then remove it, or let `dwmap import metadata --prune` do so. An entity is removed by hand.
    """

    severity = Severity.WARNING
    what: str
    name: str
    owner: str
    service: str
    span: Span
    meant: tuple[str, ...] = ()
    is_used: bool = False

    @property
    def symbol(self) -> str:
        """The name of it, with that of what it is a part of."""
        return f"{self.owner}/{self.name}" if self.owner else self.name

    def diagnose(self) -> Diagnostic:
        meant = f"did you mean `{self.meant[0]}`?" if self.meant else None
        where = f"`{self.owner}` of {self.service}" if self.owner else self.service
        message = f"{self.what} `{self.name}` is not in {where}"
        label = "used here" if self.is_used else "declared here"
        return self._diagnostic(message, self.span, label, help=meant)
