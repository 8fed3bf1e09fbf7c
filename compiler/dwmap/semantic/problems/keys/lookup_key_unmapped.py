"""The rule `lookup-key-unmapped`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label, Severity
from dwmap.semantic.problems.topics import KeyProblem
from dwmap.source import Span

__all__ = ["LookupKeyUnmapped"]


@dataclass(frozen=True)
class LookupKeyUnmapped(KeyProblem):
    """
    The lines that fill a lookup do not map a whole key of the table that it points at.

    ## Why it matters
    Several rows may have the values that are mapped: the lookup then points at the wrong one, or the record is refused. The product
    reports it as DIPV1027 or DIPV1028.

    ## Example
    ```dwmap
    entity fo.Products {
      Number   string(20)
      Category string(60)
    }
    entity ce.products {
      integration key number
      number   string(20)
      category -> ce.categories
    }
    entity ce.categories {
      integration key name, hierarchy
      name      string(60)
      hierarchy string(60)
    }
    map Products : fo.Products <-> ce.products {
      Number   = number
      Category = category.name
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Products {
      Number    string(20)
      Category  string(60)
      Hierarchy string(60)
    }
    entity ce.products {
      integration key number
      number   string(20)
      category -> ce.categories
    }
    entity ce.categories {
      integration key name, hierarchy
      name      string(60)
      hierarchy string(60)
    }
    map Products : fo.Products <-> ce.products {
      Number    = number
      Category  = category.name
      Hierarchy = category.hierarchy
    }
    ```

    ## How to mend
    Map the missing parts through the same lookup, or give them a constant: `"Sales" >> category.hierarchy`. The company needs no line.
    """

    severity = Severity.WARNING
    lookup: str
    entity: str
    missing: tuple[str, ...]
    span: Span
    key: Span

    def diagnose(self) -> Diagnostic:
        parts = ", ".join(f"`{self.lookup}.{one}`" for one in self.missing)
        return self._diagnostic(
            f"`{self.lookup}` is found by a part of the key of `{self.entity}` only",
            self.span,
            "",
            Label(self.key, "the whole key"),
            help=f"map {parts}, too",
        )
