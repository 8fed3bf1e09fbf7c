"""
A company-specific entity is joined to a company-specific one, a shared one to a shared one.

Otherwise the records of one legal entity reach another, or one company's value overwrites all others'.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.prove.context import Subject
from dwmap.prove.verdict import Status, Verdict

LAW = "company"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict a map."""
    left, right = subject.entity("left"), subject.entity("right")
    name = subject.map.name
    if left is None or right is None:
        missing = subject.map.left if left is None else subject.map.right
        reason = f"`{missing}` is not declared"
        yield Verdict(LAW, name, "", Status.UNKNOWN, reason)
    elif left.company is not None and right.company is not None:
        paired = subject.map.company is not None
        status = Status.PROVED if paired else Status.BROKEN
        reason = (
            f"`{left.company}` is paired with `{right.company}`"
            if paired
            else "both sides have a company, which the map does not pair"
        )
        yield Verdict(LAW, name, "", status, reason)
    elif left.company is None and right.company is None:
        yield Verdict(LAW, name, "", Status.PROVED, "neither side has a company")
    else:
        specific = left if left.company is not None else right
        shared = right if specific is left else left
        reason = f"`{specific.name}` is company-specific, `{shared.name}` is shared"
        yield Verdict(LAW, name, "", Status.BROKEN, reason)
