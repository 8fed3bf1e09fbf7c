"""A file that a target would write: its path, the key of what decides its text, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from dwmap.ir.scope import Scope

Files: TypeAlias = dict[str, str]
"""Texts by path within the package, with forward slashes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A file that is not made yet. Two drafts with one path and one key have the same text.

    `python` says that the text is to be formatted.
    """

    path: str
    key: str
    make: Callable[[], str]
    python: bool = False


Target: TypeAlias = Callable[[Scope], list[Draft]]
