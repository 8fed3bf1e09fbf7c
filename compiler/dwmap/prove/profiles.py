"""What a value map, a transform or a state table does to all values: domain, range, inverse, equality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from dwmap.interpret.literals import read_literal
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.show import show_value
from dwmap.interpret.transforms import entries_of
from dwmap.interpret.values import Value
from dwmap.ir.model import (
    Direction,
    FieldMapping,
    Map,
    Otherwise,
    PathRef,
    Project,
    Transform,
    Type,
    Use,
    ValueMap,
)
from dwmap.ir.scope import Scope
from dwmap.prove.context import HEADINGS
from dwmap.prove.laws.round_trip import judge_pair
from dwmap.prove.show import show_values
from dwmap.prove.trips import legs
from dwmap.prove.verdict import Status, Verdict
from dwmap.semantic.types import describe

Kind: TypeAlias = Literal["value_map", "transform", "states"]

_LISTED: Final = 8
"""So many values are listed; of more, the first and how many there are."""


@dataclass(frozen=True)
class Way:
    """One direction: which values it takes, what becomes of the others, which values it gives."""

    heading: Direction
    domain: str
    others: str
    range: str


@dataclass(frozen=True)
class Profile:
    """
    What is known of one transform as a function.

    `inverse` is the verdict on the way there and back for all values of its types; None where it goes one
    way, or the arguments of its line decide. `equality` says up to what it inverts.
    """

    name: str
    kind: Kind
    ways: tuple[Way, ...]
    inverse: Verdict | None
    equality: str


def profiles(project: Project) -> Iterator[Profile]:
    """Those of all value maps, transforms and state tables, each kind by name."""
    scope = Scope(project)
    for value_map in project.value_maps:
        yield _of_value_map(value_map, scope)
    for transform in project.transforms:
        yield _of_transform(transform, scope)
    for states in project.states:
        cells = f"the first of {len(states.rows)} rows that matches"
        otherwise = _others(states.otherwise, states.result, scope)
        results = [
            read_literal(row.result, states.result, scope) for row in states.rows
        ]
        way = Way("to_right", cells, otherwise, _listed(results))
        yield Profile(states.name, "states", (way,), None, "")


def _of_value_map(value_map: ValueMap, scope: Scope) -> Profile:
    ways = []
    for heading in HEADINGS:
        entries = list(entries_of(value_map, heading, scope))
        right = heading == "to_right"
        otherwise = value_map.to_right if right else value_map.to_left
        wanted = value_map.right if right else value_map.left
        if not entries and otherwise.policy == "error":
            continue
        domain = _listed([key for key, _ in entries])
        results = [result for _, result in entries]
        if otherwise.value is not None:
            results.append(read_literal(otherwise.value, wanted, scope))
        rest = _others(otherwise, wanted, scope)
        ways.append(Way(heading, domain, rest, _listed(results)))
    if len(ways) < 2:
        return Profile(value_map.name, "value_map", tuple(ways), None, "")
    use = Use(kind="value_map", name=value_map.name)
    return _inverted(use, tuple(ways), value_map.left, value_map.right, scope)


def _of_transform(transform: Transform, scope: Scope) -> Profile:
    takes = " and ".join(describe(each.type) for each in transform.inputs)
    gives = describe(transform.result)
    rest = "what does not fit is refused"
    ways = [Way("to_right", takes, rest, gives)] if transform.forward else []
    if transform.backward is not None:
        ways.append(Way("to_left", gives, rest, describe(transform.inputs[0].type)))
    use = Use(kind="transform", name=transform.name)
    if len(ways) < 2 or len(transform.inputs) > 1:
        return Profile(transform.name, "transform", tuple(ways), None, "")
    return _inverted(
        use, tuple(ways), transform.inputs[0].type, transform.result, scope
    )


def _inverted(
    use: Use, ways: tuple[Way, ...], left: Type, right: Type, scope: Scope
) -> Profile:
    """With the verdict of a line between a column of each type."""
    line = FieldMapping(
        left=PathRef(segments=("left",), type=left),
        right=PathRef(segments=("right",), type=right),
        direction="both",
        transform=use,
    )
    map = Map(name=use.name, left="", right="", fields=(line,))
    [pair] = legs(Interpreter(map, scope), {})
    folded = any(leg.folded for leg in pair)
    equality = "up to the case of letters" if folded else "exactly"
    return Profile(use.name, use.kind, ways, judge_pair(use.name, pair), equality)


def _others(otherwise: Otherwise, wanted: Type, scope: Scope) -> str:
    """What becomes of values without an entry or a row."""
    if otherwise.policy == "keep":
        return "all others stay as they are"
    if otherwise.policy == "null":
        return "all others become no value"
    if otherwise.value is not None:
        value = show_value(read_literal(otherwise.value, wanted, scope))
        return f"all others become {value}"
    return "all others are refused"


def _listed(values: list[Value]) -> str:
    shown = list(dict.fromkeys(show_value(value) for value in values))
    if not shown:
        return "nothing"
    if len(shown) <= _LISTED:
        return ", ".join(shown)
    return f"{', '.join(shown[:_LISTED - 2])} and {len(shown) - _LISTED + 2} more"


def text_profiles(found: Iterable[Profile]) -> Iterator[str]:
    """A block for each, for the terminal."""
    for one in found:
        yield f"{one.name} ({_KINDS[one.kind]})"
        for way in one.ways:
            yield f"  {_ARROWS[way.heading]} takes {way.domain}; {way.others}"
            yield f"     gives {way.range}"
        if one.inverse is None:
            yield f"  inverse: {_none(one)}"
            continue
        status = one.inverse.status
        tried = f" {one.inverse.tried}" if status is Status.SAMPLED else ""
        equality = "" if status is Status.BROKEN else f", {one.equality}"
        yield f"  inverse: {status.value}{tried}{equality}: {one.inverse.reason}"
        for step in one.inverse.witness:
            yield f"      {step.title:14} {show_values(step)}"


def _none(one: Profile) -> str:
    if len(one.ways) > 1:
        return "depends on the arguments of its line"
    return "none, it goes one way"


def profiles_data(found: Iterable[Profile]) -> list[dict[str, object]]:
    """The same as plain data."""
    return [
        {
            "name": one.name,
            "kind": one.kind,
            "ways": [vars(way) for way in one.ways],
            "inverse": one.inverse.status.value if one.inverse else None,
            "reason": one.inverse.reason if one.inverse else _none(one),
            "equality": one.equality,
        }
        for one in found
    ]


_KINDS: Final = {
    "value_map": "value map",
    "transform": "transform",
    "states": "state table",
}
_ARROWS: Final = {"to_right": "->", "to_left": "<-", "both": "<->"}
