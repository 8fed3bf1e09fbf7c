"""The rule `unkeyed-map`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Severity
from dwmap.semantic.problems.topics import KeyProblem
from dwmap.source import Span

__all__ = ["UnkeyedMap"]


@dataclass(frozen=True)
class UnkeyedMap(KeyProblem):
    """
    Nothing says by which key the map finds a record's partner.

    ## Why it matters
    Without a key every write would create a new row. The product reports it as DIPV1003.

    ## Example
    ```dwmap
    entity fo.Terms { Name string(60) }
    entity ce.terms { name string(60) }
    map Terms : fo.Terms <-> ce.terms { Name = name }
    ```

    ## Instead
    ```dwmap
    entity fo.Terms { Name string(60) }
    entity ce.terms {
      integration key name
      name string(60)
    }
    map Terms : fo.Terms <-> ce.terms { Name = name }
    ```

    ## How to mend
    Declare `integration key` in the entity of the right side, or write `key` in the map.
    """

    severity = Severity.WARNING
    map: str
    entity: str
    span: Span
    meant: str | None = None

    def diagnose(self) -> Diagnostic:
        help = f"declare `integration key …` in `{self.entity}`, or `key …` in the map"
        if self.meant:
            help = f"declare `integration key {self.meant}` in `{self.entity}`, or `key …` in the map"
        return self._diagnostic(
            f"`{self.map}` has no key by which it finds a row of `{self.entity}`",
            self.span,
            help=help,
        )
