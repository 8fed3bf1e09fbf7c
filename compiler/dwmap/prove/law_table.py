"""The laws, in the order of the report: each a module whose docstring is its page and whose `judge` gives its verdicts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping

from dwmap.prove.context import Subject
from dwmap.prove.laws import (
    company,
    completeness,
    identity,
    order,
    reference,
    rest,
    round_trip,
    scope_closure,
    single_writer,
)
from dwmap.prove.verdict import Verdict

LAWS: Mapping[str, Callable[[Subject], Iterator[Verdict]]] = {
    "round-trip": round_trip.judge,
    "rest": rest.judge,
    "scope-closure": scope_closure.judge,
    "identity": identity.judge,
    "completeness": completeness.judge,
    "single-writer": single_writer.judge,
    "order": order.judge,
    "company": company.judge,
    "reference": reference.judge,
}


def law_page(law: str) -> dict[str, str]:
    """What a law says and why it matters: the docstring of its module. Raises KeyError for an unknown one."""
    module = sys.modules[LAWS[law].__module__]
    return {"law": law, "text": (module.__doc__ or "").strip()}
