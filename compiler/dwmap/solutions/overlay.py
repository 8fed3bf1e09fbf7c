"""
What the product had and a spec does not say, as changes of what an export would write.

A change names a place, what the export writes there (`ours`) and what the product had (`theirs`); a member that is
missing in one of them is missing in the change. It is applied only where the export still writes the same: what a spec
says has the last word, and what it does not speak of comes back as it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = Any
Change = dict[str, Any]
_ABSENT = object()


def same(one: Json, other: Json) -> bool:
    """Whether two values are equal as JSON: `3` is not `"3"`, and `true` is not `1`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def differences(ours: Json, theirs: Json) -> list[Change]:
    """The changes that make ours theirs."""
    found: list[Change] = []
    _compare((), _keyed(ours), _keyed(theirs), found)
    return found


def with_changes(ours: Json, changes: Iterable[Mapping[str, Any]]) -> Json:
    """Ours with every change that still fits."""
    tree = _keyed(ours)
    for change in changes:
        tree = _changed(tree, change)
    return _plain(tree)


def unconditional(theirs: Mapping[str, Json]) -> Iterable[Change]:
    """Changes for the plain members of an object of which nobody knows what an export writes."""
    for name, value in theirs.items():
        if isinstance(value, str):
            yield {"at": [name], "theirs": value, "always": True}


class _Items(dict[str, Any]):
    """A list whose items have names, or the pairs of a value map: to be compared by name, not by place."""

    def __init__(self, pairs: bool = False) -> None:
        super().__init__()
        self.pairs = pairs


def _keyed(value: Json, name: str = "") -> Json:
    if isinstance(value, dict) and name == "valueMap":
        return _items(([key, one] for key, one in value.items()), name)
    if isinstance(value, dict):
        return {key: _keyed(one, key) for key, one in value.items()}
    if isinstance(value, list) and name in _LISTS:
        return _items(value, name)
    return value


def _items(values: Iterable[Json], name: str) -> _Items:
    made = _Items(name == "valueMap")
    often: Counter[str] = Counter()
    for value in values:
        plain = key = _name_in(name, value)
        often[plain] += 1
        while key in made or often[plain] > 1 and key == plain:
            key = f"{plain} #{often[plain]}"
            often[plain] += key in made
        made[key] = value if made.pairs else _keyed(value)
    return made


def _name_in(name: str, value: Json) -> str:
    """What an item of a list is called; one of a form that nobody knows, by what it is."""
    if name == "valueMap" or isinstance(value, dict):
        return _NAMES[name](value)
    return json.dumps(value, ensure_ascii=False)


def _rule(value: Json) -> str:
    sides = (value.get("sourceField"), value.get("destinationField"))
    left, right = (str(side).strip() if side else "" for side in sides)
    return f"{left.upper()} > {right.lower()}"


_NAMES: Mapping[str, Callable[[Json], str]] = {
    "fieldMappings": _rule,
    "legs": lambda _: "leg",
    "valueMap": lambda pair: str(pair[0]).casefold(),
    "valueTransforms": lambda value: str(value.get("transformType")),
}


_LISTS = _NAMES.keys() - {"valueMap"}


def _plain(value: Json) -> Json:
    if isinstance(value, _Items):
        return dict(value.values()) if value.pairs else [*map(_plain, value.values())]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _compare(
    at: tuple[str, ...], ours: Json, theirs: Json, found: list[Change]
) -> None:
    if type(ours) is not type(theirs) or not isinstance(ours, dict):
        if not same(ours, theirs):
            found.append(_change(at, ours, theirs))
        return
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        one, other = ours.get(key, _ABSENT), theirs.get(key, _ABSENT)
        if one is _ABSENT or other is _ABSENT:
            found.append(_change((*at, key), one, other))
        else:
            _compare((*at, key), one, other, found)
    if isinstance(ours, _Items) and isinstance(theirs, _Items):
        found += _order(at, ours, theirs)


def _order(at: tuple[str, ...], ours: _Items, theirs: _Items) -> Iterable[Change]:
    """A change of the order of named items, where they stand in another one after all others have been made."""
    if theirs.pairs:
        return
    kept = [key for key in ours if key in theirs]
    if [*kept, *(key for key in theirs if key not in ours)] != list(theirs):
        yield {"at": list(at), "order": list(theirs)}


def _change(at: tuple[str, ...], ours: Json, theirs: Json) -> Change:
    made: Change = {"at": list(at)}
    if ours is not _ABSENT:
        made["ours"] = _plain(ours)
    if theirs is not _ABSENT:
        made["theirs"] = _plain(theirs)
    return made


def _changed(tree: Json, change: Mapping[str, Any]) -> Json:
    at = change["at"]
    if "order" in change:
        return _ordered(tree, at, change["order"])
    if not at:
        return _keyed(change["theirs"]) if _fits(tree, change) else tree
    place = tree
    for key in at[:-1]:
        place = place.get(key) if isinstance(place, dict) else None
    if not isinstance(place, dict) or not _fits(place.get(at[-1], _ABSENT), change):
        return tree
    if "theirs" not in change:
        del place[at[-1]]
    elif isinstance(place, _Items) and place.pairs:
        place[at[-1]] = change["theirs"]
    else:
        place[at[-1]] = _keyed(change["theirs"], at[-1])
    return tree


def _ordered(tree: Json, at: list[str], order: list[str]) -> Json:
    """The tree with the items at a place in an order; what it does not name stays behind what it stood behind."""
    place = tree
    for key in at:
        place = place.get(key) if isinstance(place, dict) else None
    if not isinstance(place, _Items):
        return tree
    wanted = {key: number for number, key in enumerate(order)}
    ranks, rank = {}, -1
    for key in place:
        rank = wanted.get(key, rank)
        ranks[key] = rank
    items = sorted(place.items(), key=lambda item: ranks[item[0]])
    place.clear()
    place.update(items)
    return tree


def _fits(value: Json, change: Mapping[str, Any]) -> bool:
    """Whether the export writes what it wrote when the change was noted."""
    if change.get("always") is True:
        return True
    if "ours" not in change:
        return value is _ABSENT
    return value is not _ABSENT and same(_plain(value), change["ours"])


def as_text(value: Json) -> str:
    """JSON as the product writes it into a column."""
    return json.dumps(value, indent=4, ensure_ascii=False)
