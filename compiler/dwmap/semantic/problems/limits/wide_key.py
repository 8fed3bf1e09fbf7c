"""The rule `wide-key`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_KEY_BYTES", "MOST_KEY_COLUMNS", "WideKey"]

MOST_KEY_COLUMNS = 16
"""Columns of an alternate key (Microsoft Learn, "Define alternate keys for a table"); the widest that is shipped has 9."""
MOST_KEY_BYTES = 900
"""Bytes of an alternate key (the same page): a character takes two."""


@dataclass(frozen=True)
class WideKey(LimitProblem):
    """
    A key of a Dataverse table has more columns, or longer ones, than an alternate key can have.

    ## Why it matters
    A key is an index of the database: of at most 16 columns and 900 bytes, which are 450 characters. Dataverse refuses to make a
    wider one, and without it no two rows with one key are refused.

    ## Example
    ```dwmap
    entity ce.notes {
      integration key subject, author
      subject string(400)
      author  string(100)
    }
    ```

    ## Instead
    ```dwmap
    entity ce.notes {
      integration key number
      number  string(20)
      subject string(400)
      author  string(100)
    }
    ```

    ## How to mend
    Take fewer or shorter columns, such as a number that finance and operations gives.
    """

    limit: ClassVar[str] = (
        f"{MOST_KEY_COLUMNS} columns and {MOST_KEY_BYTES} bytes a key"
    )
    entity: str
    columns: int
    size: int
    span: Span

    def diagnose(self) -> Diagnostic:
        if self.columns > MOST_KEY_COLUMNS:
            what = f"{self.columns} columns; Dataverse takes {MOST_KEY_COLUMNS}"
        else:
            what = f"{self.size:,} bytes; Dataverse takes {MOST_KEY_BYTES}"
        return self._diagnostic(
            f"a key of `{self.entity}` has {what}",
            self.span,
            help="take fewer or shorter columns",
        )
