"""Value maps of two states: which one is which, when they have no names in what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dwmap.importers.names import unique
from dwmap.ir.model import FieldMapping, Map, Project, Use, ValueMap
from dwmap.ir.text import side_text


def own_names(project: Project | None, maps: Mapping[str, Map]) -> dict[str, str]:
    """The names that a project has for the value maps of its lines, by those that an import gave them."""
    found: dict[str, set[str]] = defaultdict(set)
    for own in project.maps if project is not None else ():
        imported = maps.get(own.name)
        if imported is None:
            continue
        names = {_folded(line): _used(line) for line in own.fields}
        for line in imported.fields:
            if _used(line):
                found[_used(line)].add(names.get(_folded(line), ""))
    named = {one: names.pop() for one, names in found.items() if len(names) == 1}
    often = [*named.values()]
    return {one: name for one, name in named.items() if name and often.count(name) == 1}


def renamed(one: Map, names: Mapping[str, str]) -> Map:
    """The map with its value maps under other names."""
    for place, line in enumerate(one.fields):
        name = names.get(_used(line), _used(line))
        if name != _used(line):
            one = _with_use(one, place, name)
    return one


def _folded(line: FieldMapping) -> tuple[str, str]:
    left, right = _fields(line)
    return left.casefold(), right.casefold()


def align(
    tables: Iterable[ValueMap], before: dict[str, Map], after: dict[str, Map]
) -> tuple[list[ValueMap], list[ValueMap]]:
    """
    The value maps of both sides. Where a line has another one than before, the two get one name, so that their entries are
    compared: what differs in a value map that many lines use is one difference.
    """
    known = {one.name: one for one in tables}
    lists = dict(known), dict(known)
    uses: dict[str, dict[str, list[tuple[str, int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for name in sorted(before.keys() & after.keys()):
        for old, new in _lines(before[name], after[name]):
            was, now = (
                _used(before[name].fields[old]),
                _used(after[name].fields[new]),
            )
            if was and now:
                uses[now][was].append((name, old, new))
    free = {one.lower() for one in known}
    for now, by_old in sorted(uses.items()):
        for was, lines in sorted(by_old.items()):
            if was == now:
                continue
            # Where all lines changed alike, the value map did; else only these lines have another one.
            name = now if len(by_old) == 1 and _users(before, now) == 0 else ""
            name = name or unique(f"{now}_{lines[0][0]}", free)
            lists[0][name] = replace(known[was], name=name)
            lists[1][name] = replace(known[now], name=name)
            for map_name, old, new in lines:
                before[map_name] = _with_use(before[map_name], old, name)
                after[map_name] = _with_use(after[map_name], new, name)
    return (
        in_use(lists[0].values(), before.values()),
        in_use(lists[1].values(), after.values()),
    )


def _users(maps: Mapping[str, Map], name: str) -> int:
    return sum(_used(line) == name for one in maps.values() for line in one.fields)


def _used(line: FieldMapping) -> str:
    use = line.transform
    return use.name if use is not None and use.kind == "value_map" else ""


def _with_use(one: Map, place: int, name: str) -> Map:
    line = one.fields[place]
    use = Use(
        kind="value_map", name=name, args=line.transform.args if line.transform else ()
    )
    changed = replace(line, transform=use)
    return replace(one, fields=(*one.fields[:place], changed, *one.fields[place + 1 :]))


def _lines(before: Map, after: Map) -> Iterable[tuple[int, int]]:
    """The lines of the same two fields."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, line in enumerate(before.fields):
        places[_fields(line)].append(place)
    for place, line in enumerate(after.fields):
        if places[_fields(line)]:
            yield places[_fields(line)].pop(0), place


def _fields(line: FieldMapping) -> tuple[str, str]:
    return side_text(line.left), side_text(line.right)


def in_use(tables: Iterable[ValueMap], maps: Iterable[Map]) -> list[ValueMap]:
    """The value maps that lines of maps use."""
    used = {_used(line) for one in maps for line in one.fields}
    return [one for one in tables if one.name in used]
