# Copied by dwmap from its runtime. Do not edit.
"""
Stamping the company on rows that have none, as rows have that are older than the integration.

Rules are tried in their order; a row that none of them fits gets the default company, or is a fault. Nothing
is written as long as there are more faults than allowed, and nothing at all without `apply`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from ._errors import EndError
from ._masks import shown_row
from ._model import Path, Record, Table
from ._paths import identity_paths, lookup_column
from ._reading import row_text
from .connectors._base import End, write_each


class StampRule(NamedTuple):
    """Rows whose `path` holds `value` (as text) belong to `company`."""

    path: Path
    value: str
    company: str


class Fault(NamedTuple):
    """A row that got no company, by the text of its identity, and why."""

    row: str
    reason: str


@dataclass(slots=True)
class Stamped:
    """How many rows got, or would get, which company; `written` says which of the two."""

    table: str
    companies: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    written: bool = False


class _Stamp(NamedTuple):
    identity: Record
    company: str


def bootstrap(
    end: End,
    table: Table,
    rules: Sequence[StampRule] = (),
    default: str | None = None,
    *,
    max_faults: int = 0,
    apply: bool = False,
) -> Stamped:
    """
    Stamp the rows of `table` that have no company.

    Raises EndError where the table has no company, or a rule names one that the end does not have.
    """
    if table.company is None:
        raise EndError(f"{table.name} has no company to stamp")
    ids = _ids_of_companies(end, table, [*(rule.company for rule in rules), default])
    result = Stamped(table.name)
    stamps: list[_Stamp] = []
    for identity, values in _rows_without(end, table, rules):
        company = _company_of(rules, values, default)
        if company is None:
            result.faults.append(Fault(_shown(table, identity), "no rule fits it"))
        else:
            stamps.append(_Stamp(identity, company))
    if apply and len(result.faults) <= max_faults:
        stamps = _write(end, table, stamps, ids, result)
        result.written = True
    for one in stamps:
        result.companies[one.company] = result.companies.get(one.company, 0) + 1
    return result


def _ids_of_companies(
    end: End, table: Table, codes: Iterable[str | None]
) -> dict[str, Any]:
    """What the company column stores for each code: the code itself, or the id of the company's row."""
    wanted = sorted({code for code in codes if code})
    path = table.company or Path(())
    reference = table.reference(path.column)
    if reference is None:
        return {code: code for code in wanted}
    companies = end.table(reference.targets[0])
    by = Path(path.segments[1:])
    key = Path((lookup_column(companies),))
    found = dict(
        (code, row)
        for row, code in end.find(companies, (key, by), (by,), [(c,) for c in wanted])
    )
    unknown = [code for code in wanted if code not in found]
    if unknown:
        raise EndError(f"{companies.name} has no company {', '.join(unknown)}")
    return found


def _rows_without(
    end: End, table: Table, rules: Sequence[StampRule]
) -> Iterator[tuple[Record, Record]]:
    """Identity and the values that rules look at, of each row without a company."""
    identity = identity_paths(table)
    looked_at = tuple(rule.path for rule in rules)
    company = (table.company,) if table.company is not None else ()
    width = len(identity)
    for rows in end.read(table, (*identity, *looked_at, *company)):
        for row in rows:
            if row[-1] is None:
                yield row[:width], row[width:-1]


def _company_of(
    rules: Sequence[StampRule], values: Record, default: str | None
) -> str | None:
    for rule, value in zip(rules, values, strict=True):
        if value is not None and str(value) == rule.value:
            return rule.company
    return default


def _write(
    end: End,
    table: Table,
    stamps: Sequence[_Stamp],
    ids: dict[str, Any],
    result: Stamped,
) -> list[_Stamp]:
    """Write the companies and return those that the end took; nobody's mark, so that live sync sees them."""
    path = table.company or Path(())
    rows = [(ids[one.company], *one.identity) for one in stamps]
    with end.transaction():
        refused = write_each(end, partial(end.update, table, (path.column,)), rows)
    for position, error in refused.items():
        # What an end says of a row may hold any of its values.
        masked = any(column.masked for column in table.columns)
        reason = "the end refused it" if masked else error.message
        result.faults.append(Fault(_shown(table, stamps[position].identity), reason))
    return [one for n, one in enumerate(stamps) if n not in refused]


def _shown(table: Table, identity: Record) -> str:
    return shown_row(table, row_text(identity))
