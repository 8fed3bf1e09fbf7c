"""The walk over two projects: nothing for the same meaning, something for every other."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dwmap.changes.difference import differences
from dwmap.changes.rule_table import RULES
from dwmap.changes.surroundings import Surroundings
from dwmap.ir.model import Project
from harness.golden import CASES, ROOT
from harness.mutations import mutated, places
from harness.projects import compile_folder
from harness.random_maps import random_map

_DERIVED = ("version", "plan")


def sound_projects() -> Iterator[Project]:
    """Small projects that between them use the whole language, and some made at random."""
    for folder in sorted((CASES / "examples").iterdir()):
        project, _ = compile_folder(folder)
        if project is not None:
            yield project
    yield from (random_map(seed).project for seed in range(20))


def test_the_same_project_is_no_change() -> None:
    """Read twice, so that no part is the same object."""
    for folder in (ROOT / "specs", *sorted((CASES / "examples").iterdir())):
        first, second = compile_folder(folder)[0], compile_folder(folder)[0]
        if first is not None and second is not None:
            assert list(differences(first, second)) == []


def test_every_change_of_a_part_is_found_and_has_a_rule_of_its_own() -> None:
    """Whatever member of whatever part is another, in both directions; the last rule is for what nobody thought of."""
    tried = 0
    kinds: set[tuple[object, str]] = set()
    for project in sound_projects():
        # Every third in turn: parts of one kind are many.
        for path in list(places(project))[tried % 3 :: 3]:
            if path[0] in _DERIVED:
                continue
            other = mutated(project, path, random.Random(0))
            if other is None:
                continue
            for before, after in ((project, other), (other, project)):
                changes = list(differences(before, after))
                assert changes, path
                around = Surroundings(before, after)
                for change in changes:
                    rule = next(one for one in RULES if one.judges(change, around))
                    assert rule is not RULES[-1], (path, change)
                    assert rule.message(change)
                    kinds.add((change.part and change.part.kind, change.member))
            tried += 1

    assert tried > 2_000
    assert len(kinds) > 60
