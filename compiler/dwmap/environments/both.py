"""Two sides, neither of which is what the other should be: environments, solutions, projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dwmap.changes.compared import Difference, State, compare
from dwmap.changes.model import Finding, Weight
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.company_not_expected import CompanyNotExpected
from dwmap.changes.rules.company_not_linked import CompanyNotLinked
from dwmap.changes.rules.map_state_differs import MapStateDiffers
from dwmap.changes.rules.newer_version_there import NewerVersionThere
from dwmap.environments import drift
from dwmap.environments.held import Held
from dwmap.environments.order_drift import another_order, stated_places
from dwmap.environments.places import places_of
from dwmap.environments.project_side import known_of
from dwmap.environments.running import newer_versions
from dwmap.environments.schema_drift import Uses, schema_drift
from dwmap.environments.states import Matched, States, only_maps, states_of
from dwmap.environments.unreadable import Hidden, hidden_maps
from dwmap.environments.verify import without_repetition
from dwmap.importers.names import fold
from dwmap.importers.schema import Schema
from dwmap.importers.together import Known
from dwmap.lower.source_map import SourceMap


def compare_held(
    before: Held,
    after: Held,
    classes: Mapping[str, str] | None = None,
    places: SourceMap | None = None,
) -> Difference:
    """Everything in which two sides differ. From the other side it is the same, the other way round."""
    states = states_of(before, after, known_of_both(before, after))
    hidden = (
        hidden_maps(before, states.maps, "before"),
        hidden_maps(after, states.maps, "after"),
    )
    lost = hidden[0].uncompared | hidden[1].uncompared
    was_there, is_there = (
        only_maps(one, {each.name for each in one.maps} - lost)
        for one in (states.before, states.after)
    )
    now = places_of(places, after.own, states.after) if after.own else None
    difference = compare(
        State(before.title, was_there),
        State(after.title, is_there, now),
        classes,
        list(_further(before, after, states, hidden)),
    )
    return without_repetition(difference)


def known_of_both(before: Held, after: Held) -> Known:
    """What is known of tables, keys and names, of either side: a project says it in the words of its specs."""
    known = [known_of(one.own) if one.own else _told(one) for one in (before, after)]
    # A fixed order: what is imported must not hang on which side comes first.
    known.sort(key=lambda one: (not one.names, sorted(one.keys.items())))
    schema = Schema()
    for one in reversed(known):
        schema.tables.update(one.schema.tables)
        schema.entities.update(one.schema.entities)
    keys = {
        **known[1].keys,
        **{name: key for name, key in known[0].keys.items() if key},
    }
    names = {**known[1].names, **known[0].names}
    merged: dict[str, str] = {}
    for label, name in sorted(names.items()):
        merged.setdefault(
            next((k for k in merged if fold(k) == fold(label)), label), name
        )
    return Known(schema, keys, merged)


def _told(held: Held) -> Known:
    return Known(held.schema or Schema(), held.facts.keys or {})


def _further(
    before: Held, after: Held, states: States, hidden: tuple[Hidden, Hidden]
) -> Iterator[Finding]:
    was, now = before.facts, after.facts
    for side, lost in zip((before, after), hidden, strict=True):
        yield from drift.unreadable(side.title, lost, ())
        if side.is_environment:
            yield from drift.not_told(side.title, side.facts, sorted(side.facts.unread))
    yield from drift.unreadable("", Hidden(), states.unreadable)
    maps = _maps_by_set(states.maps)
    keys = keys_of(before), keys_of(after)
    if keys[0] is not None and keys[1] is not None:
        known = [
            {*own} if side.own is None and not side.facts.all_keys else {*maps}
            for side, own in zip((before, after), keys, strict=True)
            if own is not None
        ]
        both = {name: maps[name] for name in maps if all(name in one for one in known)}
        yield from drift.key_drift(keys[0], keys[1], both, before.title)
    if was.teams is not None and now.teams is not None:
        yield from drift.team_drift(was.teams, now.teams, before.title)
    if was.companies is not None and now.companies is not None:
        yield from _companies(before, after)
    if was.master is not None and now.master is not None:
        yield from drift.conflict_drift(was.master, now.master, before.title)
    if was.alerts is not None and now.alerts is not None:
        titles = before.title, after.title
        yield from drift.alert_drift(was.alerts, now.alerts, *titles)
    yield from _running(before, after, states.maps)
    yield from another_order(
        stated_places((each.name, each.before) for each in states.maps),
        stated_places((each.name, each.after) for each in states.maps),
        before.title,
    )
    # A solution holds the tables and columns that it brings, and says nothing of others.
    if before.is_environment and after.is_environment:
        used = {name: Uses(tuple(names)) for name, names in maps.items()}
        yield from _tables(before, after, used)


def keys_of(held: Held) -> Mapping[str, tuple[str, ...]] | None:
    """The integration keys of a side; those of a project are in its specs."""
    if held.own is None:
        return held.facts.keys
    return {
        one.name.partition(".")[2].lower(): one.integration_key
        for one in held.own.entities
        if one.integration_key
    }


def _maps_by_set(matched: tuple[Matched, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in matched:
        if each.before and each.after:
            name = each.after.leg.table.right.text.strip().lower()
            found.setdefault(name, []).append(each.name)
    return found


def _companies(before: Held, after: Held) -> Iterator[Finding]:
    there = set(before.facts.companies or ())
    here = set(after.facts.companies or ())
    for one in sorted(there ^ here):
        rule = CompanyNotLinked if one in here else CompanyNotExpected
        with_, without = (after, before) if one in here else (before, after)
        message = f"the company {one} is in {with_.title}, and not in {without.title}"
        shown = ("", one) if one in here else (one, "")
        weight = Weight.CAUTION
        yield drift.made(rule, f"{one}/company", message, *shown, weight=weight)


def _running(
    before: Held, after: Held, matched: tuple[Matched, ...]
) -> Iterator[Finding]:
    for each in matched:
        if each.before is None or each.after is None:
            continue
        was, now = each.before, each.after
        if was.state and now.state and was.state != now.state:
            message = f"`{each.name}` is {was.state} in {before.title}, and {now.state} in {after.title}"
            yield drift.made(
                *(MapStateDiffers, f"{each.name}/state", message),
                *(was.state, now.state),
                weight=Weight.CAUTION,
                map=each.name,
            )
        if was.active and now.active and was.active != now.active:
            message = f"version {was.active} of `{each.name}` is active in {before.title}, {now.active} in {after.title}"
            yield drift.made(
                *(ActiveVersionDiffers, f"{each.name}/active version", message),
                *(was.active, now.active),
                map=each.name,
            )
        elif was.active and now.active:
            newer = newer_versions(was), newer_versions(now)
            yield from _newer(each.name, newer, (before.title, after.title))


def _newer(
    name: str, newer: Sequence[set[tuple[int, ...]]], titles: tuple[str, str]
) -> Iterator[Finding]:
    """Versions that wait to be chosen on one side only."""
    for one in sorted(newer[0] ^ newer[1]):
        version = ".".join(map(str, one))
        shown = (version, "") if one in newer[0] else ("", version)
        with_, without = titles if one in newer[0] else titles[::-1]
        message = f"version {version} of `{name}`, newer than the active one, is in {with_}, and not in {without}"
        symbol = f"{name}/newer version {version}"
        yield drift.made(NewerVersionThere, symbol, message, *shown, map=name)


def _tables(before: Held, after: Held, used: Mapping[str, Uses]) -> Iterator[Finding]:
    """Tables in both directions: a column that only one of them has is missing in the other."""
    if before.schema is None or after.schema is None:
        return
    seen = set()
    for one in schema_drift(before.schema, after.schema, used, before.title):
        seen.add(one.symbol)
        yield one
    for one in schema_drift(after.schema, before.schema, used, after.title):
        if one.symbol not in seen:
            yield replace(one, before=one.after, after=one.before)
