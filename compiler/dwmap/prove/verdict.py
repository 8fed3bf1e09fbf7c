"""What was found out about a law, and how."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from dwmap.frozen import frozen
from dwmap.interpret.values import Unset, Value

Values: TypeAlias = tuple[tuple[str, Value | Unset], ...]
"""Fields of a record, by path."""


class Status(Enum):
    """
    How sure a law is, from bad to good.

    `broken` has a counterexample or a reason that needs none. `unknown` could not be tried, mostly for want
    of types. `sampled` held for every record that was tried. `proved` holds for every record there is.
    """

    BROKEN = "broken"
    UNKNOWN = "unknown"
    SAMPLED = "sampled"
    PROVED = "proved"


@frozen
class Step:
    """A record on the way of a counterexample: what it is, and its values."""

    title: str
    values: Values


@frozen
class Verdict:
    """
    What was found out about one law for one map, or one field of it (`subject`, a line as it is written).

    `reason` says how in one clause; `tried` is the number of records behind `sampled`. `accepted` is the
    reason of a `lossy` clause that names this loss. `at` says where the law was asked: the place of a line in
    its map, the side of a filter, or the name of another map.
    """

    law: str
    map: str
    subject: str
    status: Status
    reason: str = ""
    tried: int = 0
    witness: tuple[Step, ...] = ()
    accepted: str | None = None
    at: int | str | None = None

    def sort_key(self) -> tuple[str, str, str]:
        """Map, law, subject."""
        return (self.map, self.law, self.subject)


def worst(statuses: list[Status]) -> Status:
    """The least sure of several; proved where there is nothing to prove."""
    order = list(Status)
    return min(statuses, key=order.index, default=Status.PROVED)
