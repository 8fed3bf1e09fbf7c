# Copied by dwmap from its runtime. Do not edit.
"""The ends a map can run between, opened by URL. SQLAlchemy is imported only when a URL asks for it."""

from __future__ import annotations

from collections.abc import Mapping

from .._model import System, Table
from ._base import Change, End
from .memory import MemoryEnd

__all__ = ["Change", "End", "MemoryEnd", "open_end"]


def open_end(url: str, system: System, tables: Mapping[str, Table]) -> End:
    """
    The end at `url`, for the tables of one system.

    `memory:` is a new, empty end inside this process. Everything else is a SQLAlchemy URL:
    `sqlite:///file.db`, `postgresql+psycopg://user@host/database`.
    """
    if url == "memory:":
        return MemoryEnd(system, tables)
    from .sql import SqlEnd

    return SqlEnd(url, system, tables)
