"""The rule `key-unmapped`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import KeyProblem
from dwmap.source import Span

__all__ = ["KeyUnmapped"]


@dataclass(frozen=True)
class KeyUnmapped(KeyProblem):
    """
    A part of the integration key is not mapped.

    ## Why it matters
    A row cannot be found by part of its key: every write would fail or meet the wrong row. The product reports it as
    DIPV1014, and as DIPV1015 where the part goes through a lookup.

    ## Example
    ```dwmap
    entity fo.Warehouses {
      Number string(20)
      Site   string(20)
    }
    entity ce.warehouses {
      integration key number, site
      number string(20)
      site   string(20)
    }
    map Warehouses : fo.Warehouses <-> ce.warehouses {
      Number = number
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Warehouses {
      Number string(20)
      Site   string(20)
    }
    entity ce.warehouses {
      integration key number, site
      number string(20)
      site   string(20)
    }
    map Warehouses : fo.Warehouses <-> ce.warehouses {
      Number = number
      Site   = site
    }
    ```

    ## How to mend
    Map each part of the key, or name another key in the map: `key number`.
    """

    severity = Severity.WARNING
    parts: tuple[str, ...]
    entity: str
    map: str
    span: Span
    decl: Span

    def diagnose(self) -> Diagnostic:
        names = ", ".join(f"`{part}`" for part in self.parts)
        what = "a part" if len(self.parts) == 1 else "parts"
        return self._diagnostic(
            f"`{self.map}` does not map {names}, {what} of the key of `{self.entity}`",
            self.span,
            f"no line maps {names}",
            Label(self.decl, "part of the key"),
            help="map each part of the key, or state another key",
        )
