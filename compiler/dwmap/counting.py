"""Numbers with their nouns."""

from __future__ import annotations

from collections.abc import Mapping


def count(number: int, noun: str, nouns: str = "") -> str:
    """`1 fix`, `2 fixes`."""
    return f"{number} {of_number(number, noun, nouns)}"


def of_number(number: int, noun: str, nouns: str = "") -> str:
    """`fix` of one, `fixes` of any other number."""
    return noun if number == 1 else nouns or f"{noun}s"


def counted(counts: Mapping[str, int]) -> str:
    """`1 map, 2 entities`, of numbers by their plurals."""
    return ", ".join(count(n, _singular(nouns), nouns) for nouns, n in counts.items())


def _singular(nouns: str) -> str:
    return f"{nouns[:-3]}y" if nouns.endswith("ies") else nouns.removesuffix("s")
