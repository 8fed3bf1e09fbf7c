"""Writes mapping tables in both layouts of the documentation: one file of all maps, or a file for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from dwmap.emit.docs_escape import Md, printable
from dwmap.emit.docs_markdown import Renderer, renderer
from dwmap.emit.docs_names import slug, unique
from dwmap.ir.model import Project
from dwmap.tables import cells
from dwmap.tables.view import Table, tables_of

_TO = re.compile(r"\sto\s", re.IGNORECASE)


def one_file(project: Project) -> str:
    """All maps in one text, a section each: `### Customers V3 (accounts)`."""
    return text_of(tables_of(project))


def text_of(tables: Iterable[Table]) -> str:
    """Some tables in one text."""
    return _render()("all", tables=tables, title=_newer)


def file_each(project: Project) -> dict[str, str]:
    """A text for each map by the name of its file, in the older layout: `## Customers V3 to accounts`."""
    taken: set[str] = set()
    found = {}
    for table in tables_of(project):
        words = "".join(table.left.split())
        name = unique(slug(f"{words}-{table.right}"), taken)
        found[f"{name}.md"] = file_of(table)
    return found


def file_of(table: Table) -> str:
    """A table in a file of its own."""
    return _render()("each", table=table, title=_older)


def _newer(table: Table) -> str:
    return Md(f"{cells.written(table.left)} ({table.right})")


def _older(table: Table) -> str:
    """As the older files are headed, where that can be taken apart again."""
    if _TO.search(table.left):
        return _newer(table)
    return Md(f"{cells.written(table.left)} to {table.right}")


@cache
def _render() -> Renderer:
    filters: dict[str, Callable[..., object]] = {
        "written": cells.written,
        "field": cells.field,
        "default": cells.default,
        "pair": lambda pair: cells.pair(*pair),
        "condition": cells.condition,
        "prose": cells.prose,
        "symbol": Md,
    }
    return renderer(("tables",), printable, filters)
