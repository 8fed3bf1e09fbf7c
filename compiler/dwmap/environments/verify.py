"""An environment against specs: what deploying the specs would do to it, and what is different that no solution carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dwmap.changes.compared import Difference, State, compare
from dwmap.changes.model import Finding, Weight
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.version_changed import VersionChanged
from dwmap.changes.rules.version_not_deployed import VersionNotDeployed
from dwmap.changes.rules.version_step_missing import VersionStepMissing
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments import drift
from dwmap.environments.held import Facts, Held
from dwmap.environments.order_drift import (
    Places,
    against_plan,
    another_order,
    listed_places,
    stated_places,
)
from dwmap.environments.places import places_of
from dwmap.environments.project_side import held_by_project, known_of
from dwmap.environments.running import Expected, running_drift
from dwmap.environments.schema_drift import Uses, schema_drift
from dwmap.environments.states import States, only_maps, states_of
from dwmap.environments.unreadable import Hidden, hidden_maps
from dwmap.ir.model import Project
from dwmap.lower.source_map import SourceMap


@dataclass(frozen=True)
class Specs:
    """The specs: their title, what they mean, and where that was written."""

    title: str
    project: Project
    places: SourceMap | None = None
    classes: Mapping[str, str] = field(default_factory=dict)


def verify(specs: Specs, there: Held, settings: EnvironmentSettings) -> Difference:
    """Everything that is different; the environment is what was, the specs are what is to be."""
    here, unstored = held_by_project(specs.project, specs.title)
    known = known_of(specs.project)
    states = states_of(there, here, known)
    was, now = (
        {one.name for one in each.maps} for each in (states.before, states.after)
    )
    hidden = hidden_maps(there, states.maps, "before")
    both = (was & now) - hidden.uncompared
    before, after = (only_maps(one, both) for one in (states.before, states.after))
    places = places_of(specs.places, specs.project, after)
    further = [
        *_further(specs, there, settings, states, hidden),
        *drift.not_held(unstored),
    ]
    difference = compare(
        State(there.title, before),
        State(specs.title, after, places),
        specs.classes,
        further,
    )
    return without_repetition(difference)


def without_repetition(difference: Difference) -> Difference:
    """
    Another version is told once: by the rule that knows that it is the active one. That a solution is there in the version of the
    specs is no missing step: its maps may be there, too, and wait to be chosen.
    """
    rules = ActiveVersionDiffers.code, VersionNotDeployed.code
    told = {one.map for one in difference.findings if one.rule in rules}
    kept = tuple(
        one
        for one in difference.findings
        if not (one.rule == VersionChanged.code and _map_of(one) in told)
        and not (one.rule == VersionStepMissing.code and one.map is None)
    )
    return replace(difference, findings=kept)


def _map_of(finding: Finding) -> str | None:
    return finding.map or finding.symbol.partition("/")[0]


def _further(
    specs: Specs,
    there: Held,
    settings: EnvironmentSettings,
    states: States,
    hidden: Hidden,
) -> Iterator[Finding]:
    project, facts, title = specs.project, there.facts, there.title
    yield from drift.unreadable(title, hidden, states.unreadable)
    yield from drift.missing_maps(states.maps, project, hidden, title)
    uses = uses_of(project)
    maps = {name: used.maps for name, used in uses.items() if used.columns is None}
    wanted = {
        one.name.partition(".")[2].lower(): one.integration_key
        for one in project.entities
        if one.integration_key
    }
    if facts.keys is not None:
        own = facts.keys
        known = {*own, *wanted} if facts.all_keys else {*own}
        told = {name: maps[name] for name in maps if name in known}
        yield from drift.key_drift(own, wanted, told, title)
    if settings.companies is not None:
        yield from drift.company_drift(facts, settings.companies, title)
    if settings.team and facts.teams is not None:
        named = settings.companies or tuple(facts.teams)
        teams = {one.upper(): settings.team.replace("{company}", one) for one in named}
        yield from drift.team_drift(facts.teams, teams, title)
    yield from _of_link(facts, settings, title)
    expected = Expected(settings, {one.name: one.version for one in project.maps})
    yield from running_drift(states.maps, expected, facts, hidden, title)
    stated = stated_places((each.name, each.before) for each in states.maps)
    yield from _order(stated, settings, project, title)
    if there.schema is not None:
        yield from schema_drift(there.schema, known_of(project).schema, uses, title)
    yield from drift.not_told(title, facts, _asked(there, settings, stated))


def _of_link(
    facts: Facts, settings: EnvironmentSettings, title: str
) -> Iterator[Finding]:
    """What the link says of itself, as far as something is expected of it."""
    if settings.master and facts.master is not None:
        yield from drift.conflict_drift(facts.master, settings.master, title)
    if settings.alerts is not None and facts.alerts is not None:
        alerts = dict.fromkeys(settings.alerts, "")
        sides = title, "dwmap.toml"
        yield from drift.alert_drift(facts.alerts, alerts, *sides, Weight.NOTE)


def _order(
    stated: Places, settings: EnvironmentSettings, project: Project, title: str
) -> Iterator[Finding]:
    """The order of the environment against the plan, or against the expected one; where it has none, that against the plan."""
    listed = listed_places(settings.order)
    where = title if stated else "dwmap.toml"
    against = list(against_plan(stated or listed, project, where))
    yield from against or another_order(stated, listed, title)


def _asked(there: Held, settings: EnvironmentSettings, order: Places) -> list[str]:
    """What is to be told where it is not known."""
    states = settings.state or any(one.state for one in settings.maps.values())
    facts = there.facts
    if settings.order and not order:
        facts.unread["order"] = "its maps state none; that of dwmap.toml was looked at"
    masters = any(one.master for one in settings.maps.values())
    facts.unread["masters of maps"] = "each is given when its map is run, and not kept"
    asked = {
        "solutions": True,
        "integration keys": True,
        "active versions": True,
        "tables": True,
        "companies": settings.companies is not None,
        "owning teams": bool(settings.team),
        "states": bool(states),
        "conflict settings": bool(settings.master),
        "masters of maps": masters,
        "alerts": settings.alerts is not None,
        "order": bool(settings.order),
    }
    return [what for what, wanted in asked.items() if wanted]


def uses_of(project: Project) -> dict[str, Uses]:
    """The sets that maps of the project write, and those that their lookups lead to."""
    kinds = {one.name: one.kind for one in project.systems}
    maps: dict[str, list[str]] = defaultdict(list)
    for one in project.maps:
        system, _, name = one.right.partition(".")
        if kinds.get(system) == "dataverse" and one.status != "retired":
            maps[name.lower()].append(one.name)
    return {name: Uses(tuple(used)) for name, used in maps.items()}
