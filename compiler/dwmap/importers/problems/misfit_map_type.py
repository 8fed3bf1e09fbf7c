"""The rule `misfit-map-type`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.importers.problems.topic import ImportProblem
from dwmap.source import Span

__all__ = ["MisfitMapType"]


@dataclass(frozen=True)
class MisfitMapType(ImportProblem):
    """
    A map type says that a row has a transform, and the row has none (or the other way round).

    ## Why it matters
    The older published layout marks rows as transformed without printing how. The line is imported with the symbol that fits
    what is printed, so a value map may be missing, and codes would travel as they are.

    ## Example
    ```markdown
    LANGUAGEID | >< | msdyn_language |
    ```

    ## Instead
    ```markdown
    LANGUAGEID | ><<br>`en-us` : `1033`<br>`de` : `1031` | msdyn_language |
    ```

    ## How to mend
    Add the value map to the table, or to the map after the import. If there is none, write `=`, `>` or `<`.
    """

    severity = Severity.WARNING
    span: Span
    symbol: str
    imported: str

    def diagnose(self) -> Diagnostic:
        plain = self.imported in {"=", ">", "<"}
        why = "needs a transform, and the row has none" if plain else "has no transform"
        return self._diagnostic(
            f"map type `{self.symbol}` {why}",
            self.span,
            f"imported as `{self.imported}`",
            help="if a value map was left out of the table, add it" if plain else None,
        )
