"""Editions: the year whose rules and severities a project goes by, whatever the version of the tool."""

from __future__ import annotations

EDITIONS: tuple[str, ...] = ("2026",)
"""All that there are, oldest first. An edition that was published never changes."""

FIRST_EDITION = EDITIONS[0]


def newest_edition() -> str:
    """What holds for a project that names no edition."""
    return EDITIONS[-1]


def is_edition(name: str) -> bool:
    """Whether there is an edition of that name."""
    return name in EDITIONS
