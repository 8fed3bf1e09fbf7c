"""The rule `table-not-exported`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.solutions.problems.topic import ExportProblem
from dwmap.source import Span

__all__ = ["TableNotExported"]

_MOST = 8


@dataclass(frozen=True)
class TableNotExported(ExportProblem):
    """
    The specs describe a table otherwise than the solution that it was imported with.

    ## Why it matters
    An export gives tables back as they were imported. Who imports the solution gets the old columns, lengths and options, and a map
    that relies on the new ones fails there.

    ## Example
    ```dwmap
    new_code string(40)
    ```

    ## Instead
    ```dwmap
    new_code string(20)
    ```

    ## How to mend
    Change the table in Dataverse, export the solution there, and import it again; `--force` writes its tables over the specs.
    """

    severity = Severity.WARNING
    entity: str
    changes: tuple[tuple[str, str, str], ...]
    """The part, what was imported, what the specs say."""
    span: Span | None

    def diagnose(self) -> Diagnostic:
        parts = [f"`{name}`" for name, _, _ in self.changes]
        named = parts[0] if len(parts) == 1 else f"{len(parts)} parts"
        message = f"what the specs say of {named} of `{self.entity}` is not exported"
        notes = [_note(*change) for change in self.changes[:_MOST]]
        if len(parts) > _MOST:
            notes.append(f"and {len(parts) - _MOST} more")
        label = "the table is exported as it was imported"
        return self._diagnostic(message, self.span, label, notes=tuple(notes))


def _note(part: str, before: str, after: str) -> str:
    if not before:
        return f"`{part}` is not in the solution"
    if not after:
        return f"`{part}` is still in the solution: `{before}`"
    return f"`{part}` was imported as `{before}`, and is `{after}`"
