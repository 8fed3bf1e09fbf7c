"""Values of records, and the refusal of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Final, TypeAlias


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""In what is to be written: the target keeps what it has. Not the same as None, which empties it."""

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | None

Record: TypeAlias = Mapping[str, Value]
"""A flat record: values by the text of their path, in small letters. A path that is absent has no value."""

Written: TypeAlias = dict[str, Value | Unset]
"""What a direction writes, by the path of the target as the map spells it."""


@dataclass(frozen=True)
class Refusal(Exception):
    """A record cannot be carried over: `code` is that of the runtime's error, `field` the target's path."""

    code: str
    field: str
    value: Value
    reason: str

    def __str__(self) -> str:
        place = f"{self.field}: " if self.field else ""
        return f"{place}{self.reason}"
