"""How maps run: states and versions, against those that are expected. `before` is there, `after` is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dwmap.changes.model import Finding, Weight
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
        yield from _version(each.name, each.before, expected, hidden, title)


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
    name: str, there: Chosen, expected: Expected, hidden: Hidden, title: str
) -> Iterator[Finding]:
    wanted = expected.settings.expected(name).version or expected.versions.get(name, "")
    active = there.active
    if not wanted or not active or numbers_of(wanted) == numbers_of(active):
        yield from _newer(name, there, title)
        return
    message = f"version {active} of `{name}` is active in {title}"
    known = sorted({one.version for one in there.others}, key=numbers_of)
    rule: type[ChangeRule] = ActiveVersionDiffers
    if numbers_of(wanted) not in there.versions | hidden.versions(name):
        rule, message = VersionNotDeployed, f"{message}, and {wanted} not there"
    yield made(
        *(rule, f"{name}/active version", message),
        *(active, wanted),
        map=name,
        help=f"also there: {', '.join(known)}" if known else "",
    )


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
