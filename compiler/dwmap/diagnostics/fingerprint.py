"""A name for a finding that stays when lines are put above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from dwmap.diagnostics.model import Diagnostic


def with_fingerprints(
    diagnostics: Iterable[Diagnostic],
) -> Iterator[tuple[Diagnostic, str]]:
    """
    Each finding with 32 hexadecimal digits made of its code, file, words and line of text.

    Findings that are alike in all of these are numbered in their order.
    """
    seen: Counter[str] = Counter()
    for one in diagnostics:
        base = "\0".join((one.code, *_place(one), one.message))
        seen[base] += 1
        text = f"{base}\0{seen[base]}"
        yield one, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[
            :32
        ]


def _place(one: Diagnostic) -> tuple[str, str]:
    if one.primary is None:
        return "", ""
    span = one.primary.span
    line = span.file.line(span.position.line)
    return span.file.path, " ".join(line.split())
