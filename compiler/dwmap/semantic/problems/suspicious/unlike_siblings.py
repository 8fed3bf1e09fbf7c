"""The rule `unlike-siblings`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Label
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["UnlikeSiblings"]


@dataclass(frozen=True)
class UnlikeSiblings(SuspiciousProblem):
    """
    Two lines of a map map the same kind of field, one through a value map and one without.

    ## Why it matters
    One of the two columns receives codes where its sibling receives names.

    ## Example
    ```dwmap
    entity fo.Orders {
      Number                string(20)
      DeliveryCountryRegion text?
      InvoiceCountryRegion  text?
    }
    entity ce.orders {
      integration key number
      number         string(20)
      shipto_country text?
      billto_country text?
    }
    valuemap Countries : text <-> text { "de" = "germany" }
    map Orders : fo.Orders <-> ce.orders {
      Number                =  number
      DeliveryCountryRegion >< shipto_country : Countries
      InvoiceCountryRegion  >  billto_country
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Orders {
      Number                string(20)
      DeliveryCountryRegion text?
      InvoiceCountryRegion  text?
    }
    entity ce.orders {
      integration key number
      number         string(20)
      shipto_country text?
      billto_country text?
    }
    valuemap Countries : text <-> text { "de" = "germany" }
    map Orders : fo.Orders <-> ce.orders {
      Number                =  number
      DeliveryCountryRegion >< shipto_country : Countries
      InvoiceCountryRegion  >> billto_country : Countries
    }
    ```

    ## How to mend
    Use the value map of the sibling here too, in the direction that the line has.
    """

    plain: str
    mapped: str
    transform: str
    span: Span
    first: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.plain}` is copied, its sibling `{self.mapped}` goes through `{self.transform}`",
            self.span,
            "copied here",
            Label(self.first, f"through `{self.transform}` here"),
            help=f"use `{self.transform}` here too",
        )
