"""An environment against specs: what deploying the specs would do to it, and what is different that no solution carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dwmap.changes.compared import Difference, State, compare
from dwmap.changes.model import Finding
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.version_changed import VersionChanged
from dwmap.changes.rules.version_not_deployed import VersionNotDeployed
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments import drift
from dwmap.environments.held import Held
from dwmap.environments.order import with_dependencies
from dwmap.environments.places import places_of
from dwmap.environments.project_side import held_by_project, known_of
from dwmap.environments.schema_drift import Uses, schema_drift
from dwmap.environments.states import States, states_of
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
    both = was & now
    before, after = (_only(one, both) for one in (states.before, states.after))
    places = places_of(specs.places, specs.project, after)
    further = [
        *_further(specs, there, settings, states),
        *drift.not_held(unstored),
    ]
    difference = compare(
        State(there.title, before),
        State(specs.title, after, places),
        specs.classes,
        further,
    )
    return without_repetition(difference)


def _only(project: Project, names: set[str]) -> Project:
    """The project with these maps: those of one side have findings of their own."""
    kept = [one for one in project.maps if one.name in names]
    plan = tuple(step for step in project.plan if step.map in names)
    waits = {one.name: one.dependencies for one in kept}
    return replace(project, maps=with_dependencies(kept, waits), plan=plan)


def without_repetition(difference: Difference) -> Difference:
    """Another version is told once: by the rule that knows that it is the active one."""
    rules = ActiveVersionDiffers.code, VersionNotDeployed.code
    told = {one.map for one in difference.findings if one.rule in rules}
    kept = tuple(
        one
        for one in difference.findings
        if not (one.rule == VersionChanged.code and _map_of(one) in told)
    )
    return replace(difference, findings=kept)


def _map_of(finding: Finding) -> str | None:
    return finding.map or finding.symbol.partition("/")[0]


def _further(
    specs: Specs, there: Held, settings: EnvironmentSettings, states: States
) -> Iterator[Finding]:
    project, facts, title = specs.project, there.facts, there.title
    yield from drift.unreadable(title, there, states.unreadable)
    yield from drift.missing_maps(states.maps, project, title)
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
    versions = {one.name: one.version for one in project.maps}
    yield from drift.running_drift(states.maps, settings, versions, facts, title)
    stated = drift.stated_order(states.maps)
    yield from drift.order_drift(stated or settings.order, project, title)
    if there.schema is not None:
        yield from schema_drift(there.schema, known_of(project).schema, uses, title)
    yield from drift.not_told(title, facts, _asked(there, settings, stated))


def _asked(
    there: Held, settings: EnvironmentSettings, order: Sequence[str]
) -> list[str]:
    """What is to be told where it is not known."""
    states = settings.state or any(one.state for one in settings.maps.values())
    facts = there.facts
    if settings.order and not order:
        facts.unread["order"] = "its maps state none; that of dwmap.toml was looked at"
    asked = {
        "solutions": True,
        "integration keys": True,
        "active versions": True,
        "tables": True,
        "companies": settings.companies is not None,
        "owning teams": bool(settings.team),
        "states": bool(states),
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
