"""
Which files a change has to do with: the others need not be read to compare two states.

The words of a file decide, without parsing it, so more files are taken than a compiler would: those that changed, those
that speak of what changed in them, directly or through what they declare, and all that these speak of, with every map
that fills or shares an entity of theirs. What a map waits for is thereby whole, and so is the order among the maps.
What asks for the maps that wait for it is not; whoever needs that compares whole states.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final, TypeAlias

from dwmap.changes.model import Finding
from dwmap.changes.plan import Plan
from dwmap.changes.rules.cycle_introduced import CycleIntroduced
from dwmap.changes.rules.order_changed import OrderChanged
from dwmap.ir.model import Project
from dwmap.syntax.chunks import split_declarations

MOST: Final = 0.5
"""Of more files than this part of them there is nothing to gain."""
_WORD: Final = re.compile(r"\w+")
_TABLE: Final = re.compile(r"^[ \t]*table[ \t]+`?(\w+)", re.MULTILINE)
_HEAD: Final = re.compile(
    r"^[ \t]*(?:extend[ \t]+)?(system|solution|enum|options|entity|valuemap|transform|states|map|variant|action"
    r"|bootstrap)\b([^{}\n]*+(?:\n[^{}\n]*+){0,3})",
    re.MULTILINE,
)
_RECORDS: Final = re.compile(r"^[ \t]*(?:example|samples)\b", re.MULTILINE)
_QNAME: Final = re.compile(r"\b\w+`?\.`?(\w+)")
_QUALIFIED: Final = frozenset({"enum", "options", "entity", "bootstrap"})
_EVERYWHERE: Final = frozenset({"system", "solution", "variant"})
"""What no word leads to, and every file may depend on."""


@dataclass(frozen=True)
class _Words:
    """
    What a declaration speaks of, in small letters. `declared` are names of it, but of a map that is in `maps`; `ends` are
    the entities that a map joins, `entities` those that are declared; `records` are those of a map.
    """

    words: frozenset[str]
    declared: frozenset[str]
    maps: frozenset[str]
    ends: frozenset[str]
    entities: frozenset[str]
    everywhere: bool
    records: bool

    @property
    def names(self) -> frozenset[str]:
        """By what others may speak of it."""
        return self.declared | self.maps


_Known: TypeAlias = Mapping[str, Sequence[_Words]]
"""The declarations of a file in both states, by its path."""


def needed_files(
    before: Mapping[str, str], after: Mapping[str, str]
) -> frozenset[str] | None:
    """The paths of the files to read of both states, by their texts; None where it had better be all."""
    every = before.keys() | after.keys()
    changed = {path for path in every if before.get(path) != after.get(path)}
    if len(changed) > MOST * len(every):
        return None
    old, new = (
        {path: side[path] for path in changed & side.keys()} for side in (before, after)
    )
    if _things(old.values()) != _things(new.values()):
        return (
            None  # A map or an entity is new or gone: the order of all may be another.
        )
    known = {path: [*_declarations(before.get(path, ""))] for path in every}
    for path, text in new.items():
        known[path] += _declarations(text)
    found = changed | _speaking_of(_changed_names(old, new), known)
    found |= {path for path, each in known.items() if any(d.everywhere for d in each)}
    found = _with_what_they_speak_of(found, known)
    return None if len(found) > MOST * len(every) else frozenset(found)


def _things(texts: Iterable[str]) -> Counter[tuple[bool, str]]:
    """What maps and entities there are."""
    return Counter(
        (names is one.maps, name)
        for text in texts
        for one in _declarations(text)
        for names in (one.maps, one.entities)
        for name in names
    )


def _declarations(text: str) -> Iterator[_Words]:
    for one in split_declarations(text):
        piece = text[one.start : one.end]
        if not piece.isspace():
            yield _words(piece.lower())


def _words(text: str) -> _Words:
    """Of a declaration, or of a part of a text that nobody can make out."""
    declared: set[str] = set()
    maps: set[str] = set()
    ends: set[str] = set()
    entities: set[str] = set()
    kinds: set[str] = set()
    for match in _HEAD.finditer(text):
        kind, rest = match.groups()
        kinds.add(kind)
        qualified = _QNAME.findall(rest)
        if kind in _QUALIFIED:
            declared.update(_spellings(qualified[0]) if qualified else ())
            entities.update(qualified[:1] if kind == "entity" else ())
        elif kind == "map":
            maps.update(_WORD.findall(rest)[:1])
            ends.update(qualified)
        else:
            declared.update(_WORD.findall(rest)[:1])
    if "entity" in kinds:
        declared.update(_TABLE.findall(text))
    return _Words(
        *(frozenset(_WORD.findall(text)), frozenset(declared), frozenset(maps)),
        *(frozenset(ends), frozenset(entities), not kinds.isdisjoint(_EVERYWHERE)),
        _RECORDS.search(text) is not None,
    )


def _spellings(name: str) -> Iterator[str]:
    """A name, and what a lookup of several targets may call it."""
    yield name
    for ending in ("s", "es"):
        if name.endswith(ending):
            yield name.removesuffix(ending)


def _changed_names(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """What the declarations are called that are not alike on both sides."""
    names: set[str] = set()
    for path in old.keys() | new.keys():
        sides = [
            {text[one.start : one.end].strip() for one in split_declarations(text)}
            for text in (old.get(path, ""), new.get(path, ""))
        ]
        for piece in sides[0] ^ sides[1]:
            names |= _words(piece.lower()).names
    return names


def _speaking_of(names: set[str], known: _Known) -> set[str]:
    """
    The files with declarations that speak of any of the names, or of what such a declaration declares.

    What a map is called changes nothing for other maps, but its records are wanted.
    """
    found: set[str] = set()
    maps: set[str] = set()
    left = [(path, one) for path, each in known.items() for one in each]
    grown = True
    while grown:
        grown, waiting, left = False, left, []
        for path, one in waiting:
            if one.words.isdisjoint(names):
                left.append((path, one))
                continue
            found.add(path)
            maps |= one.maps
            grown = grown or not one.declared <= names
            names |= one.declared
    return found | {
        path for path, one in left if one.records and not one.words.isdisjoint(maps)
    }


def _with_what_they_speak_of(paths: Iterable[str], known: _Known) -> set[str]:
    """The files, with all that declare what they name, and the maps that fill or share what is declared there."""
    declaring: dict[str, set[str]] = {}
    for path, each in known.items():
        for one in each:
            for name in one.names | one.ends:
                declaring.setdefault(name, set()).add(path)
    found, waiting = set(paths), list(paths)
    while waiting:
        for one in known[waiting.pop()]:
            for name in one.words & declaring.keys():
                new = declaring[name] - found
                found |= new
                waiting += new
    return found


def asks_for_all(
    findings: Iterable[Finding], before: Project, after: Project, plan: Plan
) -> bool:
    """Whether what was found in a part of two states depends on the rest: on the order, or on the maps that wait."""
    order = (OrderChanged.code, CycleIntroduced.code)
    if plan.stands_still or any(one.rule in order for one in findings):
        return True
    waits = [
        {one.name: one.dependencies for one in project.maps}
        for project in (before, after)
    ]
    return (
        waits[0] != waits[1]
        or before.plan != after.plan
        or any(map(_is_round, (before, after)))
    )


def _is_round(project: Project) -> bool:
    """Whether maps wait for each other: where the circle is broken depends on all of it."""
    sorter = TopologicalSorter(
        {
            one.name: [each.map for each in one.dependencies if each.map != one.name]
            for one in project.maps
        }
    )
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False
