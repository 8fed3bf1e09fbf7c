"""Python names for the names of a specification: the same each time, legal, and never twice."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER: Final = re.compile(r"[^A-Za-z0-9]+")
_DEVICES: Final = {"aux", "con", "nul", "prn"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}

TYPE_NAMES: Final = frozenset({"bool", "datetime", "float", "int", "str"})
"""The annotations of fields: within a class, a field of such a name would stand for the type."""

TUPLE_NAMES: Final = frozenset({"count", "index"}) | TYPE_NAMES
"""What a field of a named tuple must not hide: its methods, and the types of its neighbours."""

MODULE_NAMES: Final = frozenset({"annotations", "docs", "manifest"} | _DEVICES)
"""What lies beside the modules of a package, is a name in it, or is no file name on some system."""

BUILTIN_NAMES: Final = frozenset(dir(builtins))

_LONGEST_MODULE: Final = 100
"""File systems take 255 bytes, and some tools no more than that for a whole path."""


def snake(*parts: str) -> str:
    """
    The parts in lower snake case, split at the humps of mixed case.

    `CustomerAccount` is `customer_account`, `CUSTOMERACCOUNT` is `customeraccount`.
    """
    return _joined(_HUMP.sub("_", _ascii(part)) for part in parts).lower()


def module_name(name: str) -> str:
    """The name in lower case, humps or not: `CustomersV3_accounts` is `customersv3_accounts`."""
    return _joined([_ascii(name)]).lower()[:_LONGEST_MODULE].rstrip("_")


def upper(*parts: str) -> str:
    """The name of a constant: `fo.CustomersV3` is `FO_CUSTOMERS_V3`."""
    return snake(*parts).upper()


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    return (
        unicodedata.normalize("NFKD", text).encode("ascii", "replace").decode("ascii")
    )


def _joined(parts: Iterable[str]) -> str:
    name = "_".join(filter(None, (_OTHER.sub("_", part).strip("_") for part in parts)))
    if not name:
        return "field"
    return f"n{name}" if name[0].isdigit() else name


class Names:
    """The names of one scope: each is given out once, later ones get a number."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._reserved = frozenset(reserved)
        self._taken: set[str] = set()

    def take(self, wish: str) -> str:
        """`wish`, or the nearest name that is free, not reserved and no keyword."""
        if keyword.iskeyword(wish) or wish in self._reserved:
            wish += "_"
        name, number = wish, 1
        while name in self._taken or name in self._reserved:
            number += 1
            name = f"{wish}_{number}"
        self._taken.add(name)
        return name
