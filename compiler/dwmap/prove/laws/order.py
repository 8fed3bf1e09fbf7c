"""
What a record points at is there before the record is.

The plan of the initial synchronization puts every map after those it depends on; a circle is broken by a
second pass, which writes the columns that point forward.
"""

from __future__ import annotations

from collections.abc import Iterator

from dwmap.prove.context import Subject
from dwmap.prove.verdict import Status, Verdict

LAW = "order"


def judge(subject: Subject) -> Iterator[Verdict]:
    """One verdict for each map that goes first."""
    around, name = subject.around, subject.map.name
    own = around.places.get(name)
    for one in subject.map.dependencies:
        place = around.places.get(one.map)
        if own is None or place is None:
            reason = "one of the two is not in the plan"
            yield Verdict(LAW, name, one.map, Status.UNKNOWN, reason)
        elif place < own:
            yield Verdict(LAW, name, one.map, Status.PROVED, "it runs first")
        elif one.lookups and _are_deferred(subject, one.lookups):
            columns = ", ".join(f"`{each}`" for each in one.lookups)
            reason = f"a second pass writes {columns}"
            yield Verdict(LAW, name, one.map, Status.PROVED, reason)
        else:
            reason = "it runs later, and no second pass makes up for it"
            yield Verdict(LAW, name, one.map, Status.BROKEN, reason)


def _are_deferred(subject: Subject, lookups: tuple[str, ...]) -> bool:
    later = subject.around.deferred.get(subject.map.name, frozenset())
    columns = {each.casefold() for each in later}
    return all(each.split(".")[0].casefold() in columns for each in lookups)
