"""Names that the user may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_CUTOFF = 0.72
_SHORT = 3


def suggest(name: str, candidates: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The candidates that look like `name`, best first, compared without case."""
    by_fold: dict[str, str] = {}
    for candidate in sorted(candidates):
        by_fold.setdefault(candidate.lower(), candidate)
    close = get_close_matches(name.lower(), by_fold, n=most, cutoff=_CUTOFF)
    if not close and len(name) == _SHORT:
        close = [fold for fold in by_fold if _is_turned(name.lower(), fold)][:most]
    return tuple(by_fold[fold] for fold in close)


def _is_turned(one: str, other: str) -> bool:
    """Whether two neighbours of a short name are swapped, by which it loses too much likeness."""
    places = [
        at for at, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1
    ]
    return (
        sorted(one) == sorted(other) and len(places) == 2 and places[1] - places[0] == 1
    )


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
