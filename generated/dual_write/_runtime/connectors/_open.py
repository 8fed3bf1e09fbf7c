# Copied by dwmap from its runtime. Do not edit.
"""Opening an end by its URL."""

from __future__ import annotations

from collections.abc import Mapping

from .._model import System, Table
from ._base import End
from .memory import MemoryEnd


def open_end(url: str, system: System, tables: Mapping[str, Table]) -> End:
    """
    The end at `url`, for the tables of one system.

    `memory:` is a new, empty end inside this process. Everything else is a SQLAlchemy URL:
    `sqlite:///file.db`, `postgresql+psycopg://user@host/database`, `mariadb+pymysql://user@host/database`.
    """
    if url == "memory:":
        return MemoryEnd(system, tables)
    # Only here: a package whose ends are no databases runs without SQLAlchemy.
    from .sql import SqlEnd

    return SqlEnd(url, system, tables)
