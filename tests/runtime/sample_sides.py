"""Short ways to declare the sides of the sample maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dwmap.runtime import Side, path
from runtime.sample_tables import TABLES

CODE = path("company", "companycode")


def everything(record: Any) -> bool:
    """The filter that keeps all."""
    return True


def side(
    table: str,
    record: type[Any],
    written: type[Any],
    paths: Mapping[str, Any],
    sources: Mapping[str, tuple[str, ...]],
    key: tuple[str, ...],
    company: str | None = None,
    in_scope: Callable[[Any], bool] = everything,
) -> Side:
    """A side, its paths named by the record's fields; a field without one is the column of its name."""
    flat = tuple(paths.get(name, path(name)) for name in record._fields)
    return Side(TABLES[table], record, flat, written, key, company, in_scope, sources)


def same(*pairs: tuple[str, str]) -> tuple[dict[str, tuple[str, ...]], ...]:
    """The sources of both sides for lines that copy in both directions."""
    return {left: (right,) for left, right in pairs}, {
        right: (left,) for left, right in pairs
    }
