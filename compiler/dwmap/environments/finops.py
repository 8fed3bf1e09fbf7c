"""
What finance and operations tells of running maps: the entity `DualWriteProjectConfigurations`.

That the entity is there, and its columns, is seen in its published metadata; what its texts look like is not, so a text that is no
list of columns is taken for not told. Connection strings stand in the same rows and are not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from dwmap.environments.client import Client
from dwmap.environments.held import Facts
from dwmap.environments.problem import EnvironmentProblem

API: Final = "data/"
_COLUMNS: Final = "ProjectName,ExternalEntityName,InternalEntityName,IntegrationKey"
_PATH: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


def read_finops(client: Client, facts: Facts, told: Callable[[str], None]) -> None:
    """Add the integration keys of maps that finance and operations carries changes of, where the link has not told them."""
    if facts.keys is not None:
        return
    told("finance and operations")
    try:
        rows = list(client.rows(f"DualWriteProjectConfigurations?$select={_COLUMNS}"))
    except EnvironmentProblem as problem:
        facts.unread["integration keys"] = str(problem)
        return
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        name, key = row.get("ExternalEntityName"), row.get("IntegrationKey")
        if not isinstance(name, str) or not isinstance(key, str):
            continue
        parts = tuple(one.strip() for one in key.split(",") if one.strip())
        if name.strip() and parts and all(map(_PATH.fullmatch, parts)):
            found.setdefault(name.strip().lower(), parts)
    if found:
        facts.keys = found
        facts.unread["integration keys"] = (
            "finance and operations tells those of running maps only; name the service of the link as `link`"
        )
    else:
        facts.unread["integration keys"] = "no map of finance and operations tells one"
