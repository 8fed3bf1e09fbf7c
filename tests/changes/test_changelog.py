"""The change log: every change that is not safe is in it, where people look for it, in their words."""

from __future__ import annotations

from typing import Final

import pytest
from changes.pairs.base import BASE, Case, edited
from changes.test_corpus import EVERY, compiled
from dwmap.changes.compared import Compared, compare
from dwmap.changes.model import Weight
from dwmap.changes.report.changelog_markdown import changelog_lines

STEPS: Final = {
    "version-changed",
    "version-step-missing",
    "version-step-too-small",
    "version-went-back",
}
"""They are the headings."""


def _compared(before: str, after: str) -> Compared:
    return Compared(compare(compiled(before), compiled(after)))


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_nothing_is_left_out(rule: str, case: Case) -> None:
    """But what is safe, and steps of versions; no sentence is empty or shows how Python prints a value."""
    before, after, _ = case.states()
    compared = _compared(before, after)

    told = [
        entry
        for chapter in compared.changelog()
        for section in chapter.sections
        for entry in section.entries
    ]

    wanted = {
        one.weight
        for one in compared.findings
        if one.weight > Weight.SAFE and one.rule not in STEPS
    }
    assert max(wanted, default=None) == max((one.weight for one in told), default=None)
    assert bool(wanted) == bool(told)
    for one in told:
        assert one.text
        assert "None" not in one.text
        assert "object at" not in one.text
        assert "(name=" not in one.text


def test_the_whole_of_it() -> None:
    """By solution and map, with the step of the version, the direction and what happens meanwhile."""
    after = edited(
        BASE,
        (
            ("  Name     =   name\n", "  Name     >   name\n"),
            ('  "B" = 2\n', '  "B" = 3\n'),
            ("version 1.0.0.0\n  owner sales", "version 2.0.0.0\n  owner finance"),
            ("  Terms    >   terms\n", ""),
        ),
    )

    lines = [*changelog_lines(_compared(BASE, after).changelog(), "June")]

    assert lines == [
        "# June",
        "",
        "## Trade 1.0.0.0",
        "",
        "### Customers 2.0.0.0 (was 1.0.0.0)",
        "",
        '- `Kinds`: `"B" = 3` from now on, and no longer `"B" = 2`.',
        "- `name` still gets `Name`, and what is typed into `name` is no longer brought back (Dataverse to finance and operations).",
        "- `terms` no longer gets `Terms` (finance and operations to Dataverse).",
        "- `Customers` belongs to finance, no longer to sales. *(without effect on records)*",
        "",
        "During the installation: The records are not kept equal while it is installed."
        " Records are carried over again.",
    ]


def test_nothing_changes() -> None:
    """A change of the layout is none for anybody."""
    compared = _compared(BASE, BASE.replace("Name     =", "Name ="))
    assert [*changelog_lines(compared.changelog(), "x")][
        -1
    ] == "Nothing changes for anybody."
