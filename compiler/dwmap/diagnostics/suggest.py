"""Names that the user may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(name: str, candidates: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The candidates that look like `name`, best first, compared without case."""
    by_fold: dict[str, str] = {}
    for candidate in sorted(candidates):
        by_fold.setdefault(candidate.lower(), candidate)
    close = get_close_matches(name.lower(), by_fold, n=most, cutoff=0.72)
    return tuple(by_fold[fold] for fold in close)


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The sentence that offers what `suggest` finds, or nothing."""
    close = suggest(name, candidates)
    if not close:
        return None
    quoted = [f"`{one}`" for one in close]
    listed = (
        quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" or {quoted[-1]}"
    )
    return f"did you mean {listed}?"
