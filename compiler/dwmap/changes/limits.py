"""Limits of the product that are crossed now, and were not before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from dwmap.changes.model import Finding
from dwmap.changes.rules.limit_crossed import LimitCrossed
from dwmap.diagnostics import Diagnostic, all_problems

_NAMED: Final = re.compile("`[^`]*`")
_Crossing: TypeAlias = tuple[str, tuple[str, ...]]


def limits_of(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Of what a check found, that which is about limits."""
    kinds = all_problems()
    return tuple(
        one
        for one in diagnostics
        if (kind := kinds.get(one.code)) is not None and kind.topic == "limits"
    )


def limit_findings(
    before: Iterable[Diagnostic],
    after: Iterable[Diagnostic],
    renamed: Mapping[str, str],
) -> Iterator[Finding]:
    """Each limit that is crossed more often than it was; `renamed` are new names of maps by the old ones."""
    known = Counter(_crossing(one, renamed) for one in before)
    for one in after:
        crossing = _crossing(one, {})
        if known[crossing] > 0:
            known[crossing] -= 1
            continue
        rule, (code, names) = LimitCrossed, crossing
        yield Finding(
            *(rule.code, f"{' '.join(names)}/{code}", one.message, "", ""),
            *(rule.weight, "proved"),
            help=one.help or "",
            place=None if one.primary is None else one.primary.span,
        )


def _crossing(one: Diagnostic, renamed: Mapping[str, str]) -> _Crossing:
    """What is beyond which limit; by how much does not count."""
    names = (text.strip("`") for text in _NAMED.findall(one.message))
    return one.code, tuple(renamed.get(name, name) for name in names)
