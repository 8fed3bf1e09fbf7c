"""Numbers with their nouns."""

from __future__ import annotations


def count(number: int, noun: str, nouns: str = "") -> str:
    """`1 fix`, `2 fixes`."""
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"
