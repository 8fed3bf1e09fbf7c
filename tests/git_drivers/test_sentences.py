"""What `git diff` compares: sentences that hide no change and show no other."""

from __future__ import annotations

import pytest
from changes.pairs.base import BASE, CONSTRUCT, Case
from changes.test_corpus import EVERY
from dwmap.formatter.safety import Formatted, format_source
from dwmap.git_drivers.sentences import sentences
from dwmap.source import SourceFile

NEUTRAL = {"lines-reordered", "members-reordered"}


def _said(text: str) -> str:
    return sentences(text, "a.dwmap")


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_every_change_is_seen(rule: str, case: Case) -> None:
    """But the order of what has none; a line is read without the lines around it."""
    before, after, _ = case.states()

    changed = _said(before) != _said(after)
    assert changed == (rule not in NEUTRAL)
    assert all(
        line.split()[0] != "}" and len(line.split()) > 1
        for line in _said(after).splitlines()
    )


@pytest.mark.parametrize("text", [BASE, CONSTRUCT])
def test_layout_and_comments_are_not(text: str) -> None:
    """Neither the blanks of columns, nor comments, nor which line comes first."""
    formatted = format_source(SourceFile("a.dwmap", text))
    assert isinstance(formatted, Formatted)
    commented = text.replace("\n  ", "\n\n  // a remark\n      ", 1)

    assert _said(formatted.text) == _said(text) == _said(commented)


def test_the_sentences_of_a_map() -> None:
    """Each says which end gets what."""
    text = (
        "map M : fo.A <-> ce.b {\n  version 1.0.0.0\n  Kind >< kind : Kinds\n  Id = id\n"
        '  Name > name lossy "cut"\n  3 >> type\n  Party << "Org"\n}\n'
    )

    assert _said(text).splitlines() == [
        "map M : fo.A <-> ce.b",
        "map M: Id and id are kept equal",
        "map M: Kind and kind are kept equal, through Kinds",
        'map M: Party gets "Org"',
        'map M: name gets Name, lossy "cut"',
        "map M: type gets 3",
        "map M: version 1.0.0.0",
    ]


@pytest.mark.parametrize("text", ["map {{{", "<<<<<<< ours\nmap", "", "\x00\x01"])
def test_what_cannot_be_read_stays(text: str) -> None:
    """Git shows it as it is."""
    assert _said(text) == text
