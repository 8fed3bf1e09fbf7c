"""What is found in the files that a change has to do with is what is found in all of them."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from changes.pairs.base import Case
from changes.test_corpus import EVERY
from dwmap.changes.compared import Compared, State
from dwmap.changes.slices import needed_files
from dwmap.cli.comparing import between, in_part
from dwmap.cli.sides import BrokenSide, Side, Trees
from dwmap.config import Config
from dwmap.ir.model import Project
from dwmap.source import SourceFile
from dwmap.syntax.chunks import split_declarations
from harness.golden import ROOT

USED: Final[Counter[bool]] = Counter()
READ: Final[Trees] = {}
"""The files of what is compared as a whole, each read once; what is compared in part is read anew."""


def _side(texts: Mapping[str, str], folder: Path) -> Side:
    sources = tuple(SourceFile(path, text) for path, text in sorted(texts.items()))
    return Side(State("", Project(name="")), folder, Config("maps"), sources)


def _apart(text: str) -> dict[str, str]:
    """Each declaration in a file of its own, with others beside them that have nothing to do with it."""
    texts = {
        f"other{n:03}.dwmap": f"entity fo.Other{n} {{\n  Zed{n}  string(5)\n}}\n"
        for n in range(80)
    }
    for number, one in enumerate(split_declarations(text)):
        piece = text[one.start : one.end]
        if piece.strip():
            names = "-".join(re.findall(r"\w+", piece.split("{")[0])[:3])
            texts[f"{names or number}.dwmap"] = piece
    return texts


def _data(compared: Compared) -> dict[str, Any]:
    """All that is told, but of which files it was."""
    told = compared.data()
    return {**told, "comment": [*compared.markdown()]}


def _same(before: Mapping[str, str], after: Mapping[str, str], folder: Path) -> bool:
    """Compare in part and as a whole; whether a part was enough."""
    old, new = _side(before, folder), _side(after, folder)
    try:
        whole = between(old.compiled(READ), new.compiled(READ), Config("maps"))
    except BrokenSide:
        assert in_part(old, new, Config("maps"), {}) is None
        return False
    part = in_part(old, new, Config("maps"), {})
    if part is None:
        return False
    assert _data(part) == _data(whole)
    return True


@pytest.mark.parametrize(("rule", "case"), EVERY)
def test_every_kind_of_change(rule: str, case: Case, tmp_path: Path) -> None:
    """In projects of a file a declaration."""
    before, after, twin = case.states()
    for now in (after, twin):
        USED[_same(_apart(before), _apart(now), tmp_path)] += 1


def test_it_is_worth_it() -> None:
    """Of the pairs above enough can be told from a part, if they ran in this process."""
    if sum(USED.values()) > 100:
        assert USED[True] / sum(USED.values()) > 0.3


EDITS: Final = (
    (r"\n  \w+ +=   \w+", "\n"),
    (r"(\n  \w+ +)= ( +\w+)", r"\1> \2"),
    (r"string\((\d+)\)", r"string(1\1)"),
    (r" inferred\n", "\n"),
    (r"\n  version +1.0.0.0", "\n  version 1.0.0.1"),
    (r"\n  (\w+) = (\d+)", r"\n  \1 > \2"),
    (r"\n  where ce \w+ == (\d+)", r"\n  where ce statecode == \1 "),
)
"""What the files of specs/ have somewhere."""


@pytest.mark.parametrize("seed", range(8))
def test_the_published_maps(seed: int, tmp_path: Path) -> None:
    """Some files of theirs changed at random."""
    chance = random.Random(seed)
    before = {
        path.relative_to(ROOT / "specs").as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "specs").rglob("*.dwmap"))
        if "demo" not in path.parts
    }
    after = dict(before)
    for path in chance.sample([*after], 60):
        old, new = chance.choice(EDITS)
        after[path] = re.sub(old, new, after[path], count=1)
    changed = [path for path in after if after[path] != before[path]]
    for path in changed[chance.randrange(1, 4) :]:
        after[path] = before[path]

    USED[_same(before, after, tmp_path)] += 1


def test_files_that_have_nothing_to_do_with_it() -> None:
    """Are not read; nothing is gained where most files are, or a map is new."""
    before = {
        **{f"o{n}.dwmap": f"entity fo.O{n} {{ Zed{n} string(5) }}\n" for n in range(9)},
        "a.dwmap": "entity fo.A { Id string(5) }\n",
        "b.dwmap": "entity ce.b { id string(5) }\n",
        "m.dwmap": "map M : fo.A <-> ce.b { Id = id }\n",
        "s.dwmap": "solution S { version 1.0 }\n",
    }

    after = {**before, "m.dwmap": "map M : fo.A <-> ce.b { Id > id }\n"}
    wanted = frozenset({"a.dwmap", "b.dwmap", "m.dwmap", "s.dwmap"})
    assert needed_files(before, after) == wanted
    assert needed_files(before, {**before, "n.dwmap": after["m.dwmap"]}) is None
    every = {path: f"// x\n{text}" for path, text in before.items()}
    assert needed_files(before, every) is None
