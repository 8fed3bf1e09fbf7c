"""How maps run: states and versions, against those that are expected. `before` is there, `after` is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dwmap.changes.model import Finding, Remedy, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.map_state_differs import MapStateDiffers
from dwmap.changes.rules.newer_version_there import NewerVersionThere
from dwmap.changes.rules.version_not_deployed import VersionNotDeployed
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments.drift import made
from dwmap.environments.held import Facts, numbers_of
from dwmap.environments.matching import Chosen
from dwmap.environments.states import Matched
from dwmap.environments.unreadable import Hidden
from dwmap.solutions.stored import FIRST


@dataclass(frozen=True)
class Expected:
    """What is expected of maps: by the settings of the environment, and by the specs, whose versions these are."""

    settings: EnvironmentSettings
    versions: Mapping[str, str]


def running_drift(
    matched: Iterable[Matched],
    expected: Expected,
    facts: Facts,
    hidden: Hidden,
    title: str,
) -> Iterator[Finding]:
    """States and versions of maps that both sides have."""
    for each in matched:
        if each.before is None or each.after is None:
            continue
        yield from _state(each.name, each.before, expected, facts, title)
        yield from _version(each, each.before, expected, hidden, title)


def _state(
    name: str, there: Chosen, expected: Expected, facts: Facts, title: str
) -> Iterator[Finding]:
    wanted, state = expected.settings.expected(name).state, there.state
    if facts.all_running and not state and not there.active:
        state = "stopped"
    if wanted and state and state != wanted:
        yield made(
            *(MapStateDiffers, f"{name}/state", f"`{name}` is {state} in {title}"),
            *(state, wanted),
            weight=Weight.BREAKING if wanted == "running" else Weight.CAUTION,
            map=name,
        )


def _version(
    each: Matched, there: Chosen, expected: Expected, hidden: Hidden, title: str
) -> Iterator[Finding]:
    name = each.name
    wanted = expected.settings.expected(name).version or expected.versions.get(name, "")
    active = there.active
    if not wanted or not active or numbers_of(wanted) == numbers_of(active):
        yield from _newer(name, there, title)
        return
    message = f"version {active} of `{name}` is active in {title}"
    rule: type[ChangeRule] = ActiveVersionDiffers
    if numbers_of(wanted) not in there.versions | hidden.versions(name):
        rule, message = VersionNotDeployed, f"{message}, and {wanted} not there"
    remedy, help = _where(wanted, each.after, there, rule is VersionNotDeployed)
    yield made(
        *(rule, f"{name}/active version", message, active, wanted),
        map=name,
        help=help,
        remedy=remedy,
    )


def _where(
    wanted: str, specs: Chosen | None, there: Chosen, is_missing: bool
) -> tuple[Remedy, str]:
    """Where the version that is wanted is, or comes from: what brings it, and in words."""
    known = sorted({one.version for one in there.others}, key=numbers_of)
    also = f"also there: {', '.join(known)}" if known else ""
    brought: Remedy = "import" if is_missing else ""
    if specs is None:
        return brought, also
    own = specs.leg
    version = own.version or FIRST
    if numbers_of(wanted) != numbers_of(version):
        way = f"no import brings it, since the specs have version {version}: mend `version` in dwmap.toml, or in them"
        return "", way if is_missing else also
    same = own.numbers, own.content
    if any((one.numbers, one.content) == same for one in there.others):
        return "choose", (
            "it is there as the specs have it, and waits to be chosen under `Table map version`"
        )
    return brought, also


def _newer(name: str, there: Chosen, title: str) -> Iterator[Finding]:
    """A version that waits to be chosen."""
    newer = newer_versions(there)
    if newer:
        version = ".".join(map(str, max(newer)))
        message = f"version {version} of `{name}` is in {title}, where {there.active} is active"
        symbol = f"{name}/newer version"
        yield made(NewerVersionThere, symbol, message, there.active, version, map=name)


def newer_versions(there: Chosen) -> set[tuple[int, ...]]:
    """The versions that are newer than the active one; where none is told, or its row is gone, the newest is compared."""
    if not there.is_active:
        return set()
    return {one for one in there.versions if one > there.leg.numbers}
