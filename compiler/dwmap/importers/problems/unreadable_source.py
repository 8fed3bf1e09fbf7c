"""The rule `unreadable-source`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.importers.problems.topic import ImportProblem

__all__ = ["UnreadableSource"]


@dataclass(frozen=True)
class UnreadableSource(ImportProblem):
    """
    A file to import is not text in UTF-8.

    ## Why it matters
    A guess at the encoding would change names and values without a word.

    ## Example
    A spreadsheet saved as `.xlsx` is given where a Markdown table is expected.

    ## Instead
    The same table as text in UTF-8; a byte-order mark does no harm.

    ## How to mend
    Save the file as plain text in UTF-8.
    """

    path: str
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(f"`{self.path}` {self.reason}", None)
