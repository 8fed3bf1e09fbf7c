"""Merges by key: what is far apart in meaning is no conflict, what gives one code two meanings is."""

from __future__ import annotations

import random
import re
from itertools import combinations
from typing import Final

import pytest
from changes.pairs.base import BASE, CONSTRUCT, edited
from dwmap.diagnostics import Report
from dwmap.formatter.safety import Formatted, check_same_meaning, format_source
from dwmap.git_drivers.merge import Merged, merge_files
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file

EDITS: Final = (
    ("  Name     =   name\n", ""),
    ("  Name     =   name\n", "  Name     >   name\n"),
    ("  Name     =   name\n", '  Name     =   name lossy "cut"\n'),
    ("  Name     =   name\n", "  Name     =   name // as typed\n"),
    ('  "B" = 2\n', '  "B" = 2\n  "C" = 3\n'),
    ('  "B" = 2\n', '  "B" = 5\n'),
    ('  "A" = 1\n', "  // the first\n" '  "A" = 1\n'),
    ("  memo        string(100)?\n", "  memo        string(90)?\n  note  int?\n"),
    ("owner sales", "owner finance"),
    ("depends on Groups", "depends on Groups, Terms"),
    ("Limit > 10", "Limit > 20"),
    ('map Customers "Customers"', 'map Customers "All customers"'),
    ("version 1.0.0.0\n  owner", "version 1.1.0.0\n  owner"),
    ("options ce.hold { 1 No", "options ce.hold { 7 Later, 1 No"),
    ("enum fo.Hold { No", "enum fo.Hold { Later, No"),
    ("\nmap Groups", "\nvaluemap New : int <-> int {\n  1 = 2\n}\n\nmap Groups"),
    ("  forward  x + 1\n", "  forward  x + 2\n"),
)
"""Edits of the base: two of them in each pair of branches."""


def _merge(base: str, ours: str, theirs: str) -> Merged:
    merged = merge_files(base, ours, theirs, "a.dwmap")
    assert merged is not None
    return merged


def _canonical(text: str) -> str:
    formatted = format_source(SourceFile("a.dwmap", text))
    assert isinstance(formatted, Formatted)
    return formatted.text


@pytest.mark.parametrize("times", [9, pytest.param(250, marks=pytest.mark.long)])
@pytest.mark.parametrize("text", [BASE, CONSTRUCT])
def test_one_side_alone(text: str, times: int) -> None:
    """What only one branch changed is taken as it is, comments included; both alike are one change."""
    chance = random.Random(7)
    lines = text.split("\n")
    for _ in range(times):
        at = chance.randrange(len(lines))
        kept = lines[:at] + [f"// {at}"] * chance.randrange(2) + lines[at + 1 :]
        changed = "\n".join(kept)
        if not isinstance(format_source(SourceFile("a", changed)), Formatted):
            continue
        wanted = Merged(_canonical(changed), ())
        assert _merge(text, changed, text) == wanted
        assert _merge(text, text, changed) == wanted
        assert _merge(text, changed, changed) == wanted


@pytest.mark.parametrize(("one", "other"), [*combinations(EDITS, 2)])
def test_two_edits(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Both are in the result, whichever side made them; what touches the same part is a conflict."""
    ours, theirs = edited(BASE, (one,)), edited(BASE, (other,))

    there, back = _merge(BASE, ours, theirs), _merge(BASE, theirs, ours)

    assert bool(there.clashes) == bool(back.clashes)
    if there.clashes:
        assert there.text.count("<<<<<<<") == len(there.clashes)
        assert one[0] == other[0]
        return
    if one[0] != other[0]:
        both = edited(edited(BASE, (one,)), (other,))
        assert sorted(_canonical(both).split()) == sorted(there.text.split())
    parsed = [
        parse_file(SourceFile("a", text), Report()) for text in (there.text, back.text)
    ]
    if one[0] != other[0]:
        assert check_same_meaning(*parsed) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [
        (
            ('  "B" = 2\n', '  "B" = 2\n  "C" = 3\n'),
            ('  "A" = 1\n', '  "D" = 3\n  "A" = 1\n'),
            '`3` would be both `"C"` and `"D"`',
        ),
        (
            ('  "B" = 2\n', '  "B" = 3\n'),
            ('  "A" = 1\n', '  "D" = 3\n  "A" = 1\n'),
            '`3` would be both',
        ),
        (
            ("{ 1 No", "{ 9 Maybe, 1 No"),
            ("3 All }", "3 All, 9 Later }"),
            "`9` would be both `Maybe` and `Later`",
        ),
        (
            ("  Terms    >   terms\n", "  Terms    >   terms\n  Memo  >  grade\n"),
            ("  Name     =   name\n", "  Name     =   name\n  Kind  >  name\n"),
            "",
        ),
        (
            ("  Kind     >>  grade  : Grade\n", "  Terms  =  grade\n"),
            ("  Account  =   number\n", "  Account  =   number\n  Memo  >  grade\n"),
            "`grade` would get both",
        ),
    ],
)  # fmt: skip
def test_two_meanings(ours: tuple[str, str], theirs: tuple[str, str], why: str) -> None:
    """A text merge lets them pass, since they are far apart."""
    merged = _merge(BASE, edited(BASE, (ours,)), edited(BASE, (theirs,)))

    assert bool(merged.clashes) == bool(why)
    assert all(why in one for one in merged.clashes)
    assert ("<<<<<<< ours\n" in merged.text) == bool(why)


def test_a_rename_takes_the_other_branch_along() -> None:
    """A line that they change in a map that we renamed changes under the new name."""
    ours = BASE.replace("map Customers", "map Clients").replace(
        "  owner sales\n", "  owner sales\n  renamed from Customers\n"
    )
    theirs = edited(BASE, (("  Name     =   name\n", "  Name     >   name\n"),))

    merged = _merge(BASE, ours, theirs)

    assert merged.clashes == ()
    assert "map Clients" in merged.text
    assert "map Customers" not in merged.text
    assert "Name     >   name" in merged.text


def test_the_higher_version_stays() -> None:
    """Both branches step it; the higher one says as much as both."""
    ours, theirs = (
        edited(BASE, (("version 1.0.0.0\n  owner", f"version {one}\n  owner"),))
        for one in ("1.10.0.0", "1.9.0.0")
    )

    for sides in ((ours, theirs), (theirs, ours)):
        assert re.search(r"version +1\.10\.0\.0\n +owner", _merge(BASE, *sides).text)


def test_a_conflict_is_no_larger_than_the_part() -> None:
    """Everything else of the file is merged, and the rest can be read."""
    ours = edited(BASE, (EDITS[1], EDITS[4]))
    theirs = edited(BASE, (EDITS[2], EDITS[8]))

    merged = _merge(BASE, ours, theirs)

    assert merged.clashes == ("both branches change `Name = name` of `Customers`",)
    start = merged.text.index("<<<<<<< ours")
    end = merged.text.index(">>>>>>> theirs")
    assert [line.split() for line in merged.text[start:end].splitlines()] == [
        ["<<<<<<<", "ours"],
        ["Name", ">", "name"],
        ["======="],
        ["Name", "=", "name", "lossy", '"cut"'],
    ]
    assert '"C" = 3' in merged.text
    assert "finance" in merged.text


def test_gone_on_one_side_and_changed_on_the_other() -> None:
    """Nobody but a person knows which is meant."""
    gone = BASE[: BASE.index("map Groups")] + BASE[BASE.index("map Customers") :]
    changed = edited(BASE, (("  Id = id\n", "  Id = id // by number\n  Id > name\n"),))

    merged = _merge(BASE, gone, changed)

    assert merged.clashes == ("both branches change `Groups`",)


def test_what_cannot_be_read() -> None:
    """It is merged as text, by whoever called."""
    assert merge_files(BASE, BASE, "map {", "a.dwmap") is None
