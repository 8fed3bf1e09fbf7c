"""
How fast a generated map is, against functions that a person would write for the same map by hand.

    python tests/benchmarks/bench_transform.py

`by hand` does what the map does: it looks codes up without case and refuses those it does not know, and
checks lengths and required values. `by hand, trusting` leaves the checks out. The outputs are compared
before anything is timed; the runs take turns, and the least time of each counts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "generated")]

from dual_write import customersv3_accounts as accounts
from dual_write import vendorsv2_msdyn_vendors as vendors

ROWS = 50_000

# ------------------------------------------------------------------------------------- by hand

YES_NO = {"no": False, "yes": True}
HOLD = {
    "no": 806380000,
    "invoice": 806380001,
    "all": 806380002,
    "payment": 806380003,
    "requisition": 806380004,
    "never": 806380005,
}


class Refused(Exception):
    """A record that cannot be carried over."""


def code(table: dict[str, Any], value: str | None, field: str) -> Any:
    """The code of a value, found without case."""
    if value is None:
        return None
    try:
        return table[value.lower()]
    except KeyError:
        raise Refused(f"{field}: {value}") from None


def account_by_hand(left: Any) -> Any:
    """`accounts.forward` as a careful engineer writes it."""
    return accounts.ToRight(
        left.data_area_id,
        left.customer_account,
        left.credit_limit,
        left.sales_currency_code,
        left.sales_memo,
        code(YES_NO, left.credit_limit_is_mandatory, "msdyn_creditlimitismandatory"),
        left.credit_rating,
        left.customer_group_id,
        left.identification_number,
        left.invoice_account,
        code(YES_NO, left.is_one_time_customer, "msdyn_onetimecustomer"),
        code(HOLD, left.on_hold_status, "msdyn_onholdstatus"),
        left.party_country,
        left.party_state,
        left.payment_day,
        left.payment_method,
        left.payment_schedule,
        left.payment_terms,
        left.payment_terms_base_days,
        left.tax_exempt_number,
        left.vendor_account,
        3,
        left.party_number,
        left.contact_person_id,
        left.sales_tax_group,
    )


def account_trusting(left: Any) -> Any:
    """The same without looking at what may be wrong."""
    head, middle = left[:5], left[6:10]
    yes, once, hold = left[5].lower(), left[10].lower(), left[11].lower()
    codes = (YES_NO[once], HOLD[hold])
    return accounts.ToRight._make(
        (*head, YES_NO[yes], *middle, *codes, *left[12:21], 3, *left[22:25])
    )


class Race(NamedTuple):
    """A generated function and the ones it is held against."""

    title: str
    rows: Sequence[Any]
    generated: Callable[[Any], Any]
    others: dict[str, Callable[[Any], Any]]


def customer(number: int) -> Any:
    """A record of the customers of finance and operations."""
    values: dict[str, Any] = dict.fromkeys(accounts.Left._fields)
    values |= {
        "data_area_id": "USMF",
        "customer_account": f"C-{number:06}",
        "credit_limit": Decimal(number % 97 * 500),
        "sales_currency_code": "USD",
        "sales_memo": f"Memo {number}",
        "credit_limit_is_mandatory": ("No", "Yes")[number % 2],
        "customer_group_id": "30",
        "invoice_account": f"C-{number:06}",
        "is_one_time_customer": ("No", "Yes", "no")[number % 3],
        "on_hold_status": ("No", "All", "Invoice")[number % 3],
        "payment_terms": "Net30",
        "party_type": "Organization",
        "party_number": f"PA{number:06}",
    }
    return accounts.Left(**values)


def vendor(number: int) -> Any:
    """A record of the vendors of finance and operations."""
    values: dict[str, Any] = dict.fromkeys(vendors.Left._fields)
    yes_no = [
        name for name in values if name.startswith(("is_", "has_only_", "are_prices"))
    ]
    values |= dict.fromkeys(yes_no, ("No", "Yes")[number % 2])
    values |= {
        "data_area_id": "USMF",
        "vendor_account_number": f"V-{number:06}",
        "vendor_party_type": ("Organization", "Person")[number % 2],
        "vendor_party_number": f"PA{number:06}",
        "vendor_group_id": "10",
        "currency_code": "USD",
    }
    return vendors.Left(**values)


def interpreted(left: Any) -> Any:
    """The vendors map as a loop over its lines: what generated code is there to avoid."""
    return vendors.ToRight(
        *(
            value if step is None else step[value]
            for value, step in zip(
                (getattr(left, name) for name in _VENDOR_SOURCES),
                _VENDOR_STEPS,
                strict=True,
            )
        )
    )


_VENDOR_SOURCES = [
    (vendors.RIGHT.sources or {})[name][0] for name in vendors.ToRight._fields
]
_VENDOR_STEPS = [
    getattr(vendors, f"_{name.upper()}", None) for name in vendors.ToRight._fields
]

RACES = (
    Race(
        "CustomersV3_accounts",
        [customer(number) for number in range(ROWS)],
        accounts.forward,
        {"by hand": account_by_hand, "by hand, trusting": account_trusting},
    ),
    Race(
        "VendorsV2_msdyn_vendors",
        [vendor(number) for number in range(ROWS)],
        vendors.forward,
        {"a loop over the lines": interpreted},
    ),
)


def main() -> None:
    """Run every race and print one line for each pair."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each is timed")
    runs = parser.parse_args().runs
    print(f"{'map':26}{'rows/s':>10}  {'against':24}{'rows/s':>10}{'ratio':>8}")
    for race in RACES:
        expected = list(map(race.generated, race.rows))
        for other in race.others.values():
            if list(map(other, race.rows)) != expected:
                raise SystemExit(f"{race.title}: the two do not give the same")
        times = measure([race.generated, *race.others.values()], race.rows, runs)
        own = times[0]
        for title, seconds in zip(race.others, times[1:], strict=True):
            print(
                f"{race.title:26}{ROWS / own:>10,.0f}  {title:24}"
                f"{ROWS / seconds:>10,.0f}{own / seconds:>8.2f}"
            )


def measure(
    functions: Sequence[Callable[[Any], Any]], rows: Sequence[Any], runs: int
) -> list[float]:
    """The least time of each function over all rows, in seconds; they take turns."""
    best = [float("inf")] * len(functions)
    for _ in range(runs):
        for place, function in enumerate(functions):
            start = time.perf_counter()
            for row in rows:
                function(row)
            best[place] = min(best[place], time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
