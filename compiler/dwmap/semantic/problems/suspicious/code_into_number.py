"""The rule `code-into-number`."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic
from dwmap.semantic.problems.topics import SuspiciousProblem
from dwmap.source import Span

__all__ = ["CodeIntoNumber"]


@dataclass(frozen=True)
class CodeIntoNumber(SuspiciousProblem):
    """
    A field that holds a code is mapped to one that holds an amount.

    ## Why it matters
    The first code with a letter in it fails, and one without is a wrong amount.

    ## Example
    ```dwmap
    entity fo.Orders {
      Number            string(20)
      DiscountGroupCode string(10)?
      DiscountAmount    decimal(18, 2)?
    }
    entity ce.orders {
      integration key ordernumber
      ordernumber    string(20)
      discountamount any
    }
    map Orders : fo.Orders <-> ce.orders {
      Number            = ordernumber
      DiscountGroupCode > discountamount
    }
    ```

    ## Instead
    ```dwmap
    entity fo.Orders {
      Number            string(20)
      DiscountGroupCode string(10)?
      DiscountAmount    decimal(18, 2)?
    }
    entity ce.orders {
      integration key ordernumber
      ordernumber    string(20)
      discountamount any
    }
    map Orders : fo.Orders <-> ce.orders {
      Number         = ordernumber
      DiscountAmount > discountamount
    }
    ```

    ## How to mend
    Map the field that holds the amount. If the code is meant, map it to a column for codes.
    """

    source: str
    target: str
    span: Span

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source}` reads like a code, `{self.target}` holds an amount",
            self.span,
            help="map the field that holds the amount",
        )
