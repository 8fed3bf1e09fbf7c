# Copied by dwmap from its runtime. Do not edit.
"""Opening an end by its URL."""

from __future__ import annotations

from collections.abc import Mapping

from .._errors import EndError
from .._model import System, Table
from ._base import End
from .files import FilesEnd
from .memory import MemoryEnd


def open_end(url: str, system: System, tables: Mapping[str, Table]) -> End:
    """
    The end at `url`, for the tables of one system.

    `memory:` is a new, empty end inside this process, `files:FOLDER` one of files. `odata+https://host/path/`,
    `dataverse+https://org.crm.dynamics.com` and `finops+https://env.operations.dynamics.com` are web
    services; `https:` alone is one of the system's kind. Everything else is a SQLAlchemy URL:
    `sqlite:///file.db`, `postgresql+psycopg://user@host/database`, `mariadb+pymysql://user@host/database`.
    """
    if url == "memory:":
        return MemoryEnd(system, tables)
    if url.startswith("files:"):
        return FilesEnd(url, system, tables)
    if url.partition(":")[0].rpartition("+")[2] in ("http", "https"):
        try:
            # Only here: a package whose ends are no web services runs without httpx.
            from .odata import ODataEnd
        except ImportError as error:
            raise EndError(
                f"cannot open {system.name}: a web service needs the libraries httpx and tenacity ({error})"
            ) from error
        return ODataEnd(url, system, tables)
    # Only here: a package whose ends are no databases runs without SQLAlchemy.
    from .sql import SqlEnd

    return SqlEnd(url, system, tables)
