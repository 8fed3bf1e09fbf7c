"""The rule `many-lookups`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import LimitProblem
from dwmap.source import Span

__all__ = ["MOST_LOOKUPS", "ManyLookups"]

MOST_LOOKUPS = 10
"""Lookups of a map that the product's initial synchronization takes (Microsoft Learn, "Considerations for initial sync")."""


@dataclass(frozen=True)
class ManyLookups(LimitProblem):
    """
    A map fills more lookups than the product's initial synchronization takes.

    ## Why it matters
    The product reads from Dataverse with one join a lookup; with more than ten it gives up after five attempts, and the
    initial synchronization of the map fails. Live synchronization works. The code that dwmap generates has no such limit.

    ## Example
    ```dwmap
    entity fo.Wide {
      Id string(20)
      C0 string(9)
      C1 string(9)
      C2 string(9)
      C3 string(9)
      C4 string(9)
      C5 string(9)
      C6 string(9)
      C7 string(9)
      C8 string(9)
      C9 string(9)
      CX string(9)
    }
    entity ce.wides {
      integration key id
      id string(20)
      g0 -> ce.groups
      g1 -> ce.groups
      g2 -> ce.groups
      g3 -> ce.groups
      g4 -> ce.groups
      g5 -> ce.groups
      g6 -> ce.groups
      g7 -> ce.groups
      g8 -> ce.groups
      g9 -> ce.groups
      gx -> ce.groups
    }
    map Wide : fo.Wide <-> ce.wides {
      Id = id
      C0 > g0.code
      C1 > g1.code
      C2 > g2.code
      C3 > g3.code
      C4 > g4.code
      C5 > g5.code
      C6 > g6.code
      C7 > g7.code
      C8 > g8.code
      C9 > g9.code
      CX > gx.code
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Wide {
      Id string(20)
      C0 string(9)
    }
    entity ce.wides {
      integration key id
      id string(20)
      g0 -> ce.groups
    }
    map Wide : fo.Wide <-> ce.wides {
      Id = id
      C0 > g0.code
    }
    ```

    ## How to mend
    For the product: run the initial synchronization several times with at most ten of the lookups mapped, then start
    the map with all of them and skip the initial synchronization.
    """

    limit: ClassVar[str] = f"{MOST_LOOKUPS} lookups a map, initial synchronization"
    map: str
    lookups: tuple[str, ...]
    span: Span

    def diagnose(self) -> Diagnostic:
        count = len(self.lookups)
        return self._diagnostic(
            f"`{self.map}` fills {count} lookups; the product's initial synchronization takes {MOST_LOOKUPS}",
            self.span,
            help="synchronize in groups of lookups there, or initially with the generated code",
        )
