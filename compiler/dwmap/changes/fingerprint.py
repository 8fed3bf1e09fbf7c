"""A name for a change that survives rebases, moves and reformatting, and is another when its content is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from dwmap.changes.model import Finding
from dwmap.ir.model import Node
from dwmap.ir.node import plain

DIGITS: Final = 12
ACCEPT: Final = "dwmap approve {} --reason …"
"""How a change is accepted, with a place for its fingerprint."""


def fingerprint(finding: Finding) -> str:
    """Twelve hexadecimal digits of the rule, what changed, and what it was and is."""
    parts = [finding.rule, finding.symbol, *_content(finding)]
    text = json.dumps(parts, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _content(finding: Finding) -> Iterable[Any]:
    if not finding.changes:
        return [finding.before, finding.after]
    return [
        _plain(value)
        for change in finding.changes
        for value in (change.before, change.after)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return plain(value)
    return [*map(_plain, value)] if isinstance(value, tuple) else value
