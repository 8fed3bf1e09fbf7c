"""Importing a solution, and what is left to do by hand: the only place that writes to an environment."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Set
from uuid import uuid4

from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.model import Finding
from dwmap.changes.plan import MAPS, SETTINGS, Deployed
from dwmap.changes.rule_table import RULES
from dwmap.changes.rules.active_version_differs import ActiveVersionDiffers
from dwmap.changes.rules.alert_differs import AlertDiffers
from dwmap.changes.rules.company_not_expected import CompanyNotExpected
from dwmap.changes.rules.company_not_linked import CompanyNotLinked
from dwmap.changes.rules.integration_key_differs import IntegrationKeyDiffers
from dwmap.changes.rules.map_state_differs import MapStateDiffers
from dwmap.changes.rules.master_differs import MasterDiffers
from dwmap.changes.rules.owning_team_differs import OwningTeamDiffers
from dwmap.environment_settings import EnvironmentSettings
from dwmap.environments import dataverse
from dwmap.environments.problem import EnvironmentProblem
from dwmap.environments.reading import opened
from dwmap.ir.model import Project

_BY_HAND = {
    AlertDiffers.code: "set the alert `{name}`",
    CompanyNotExpected.code: "unlink the company {before}, or list it in `companies`",
    CompanyNotLinked.code: "link the company {after}",
    IntegrationKeyDiffers.code: "set the integration key of `{name}` to {after}",
    MasterDiffers.code: "let {after} be the master of the link",
    OwningTeamDiffers.code: "let `{after}` be the default owning team of {name}",
}


_CHOOSE = "choose version {after} under `Table map version`"
_STATES = {
    "paused": ("pause `{name}`", f"stop `{{name}}`, {_CHOOSE}, run it, and pause it"),
    "running": ("run `{name}`", f"stop `{{name}}`, {_CHOOSE}, and run it"),
    "stopped": ("stop `{name}`", f"stop `{{name}}`, and {_CHOOSE}"),
}
"""Of maps that an import does not change: what to do, by the state that is wanted, alone and where another version is."""
_DRIFT = {one.code for one in RULES if issubclass(one, DriftRule)}


def is_imported(finding: Finding) -> bool:
    """Whether an import settles it: what solutions carry, and drift of which that is said."""
    return finding.rule not in _DRIFT or finding.remedy == "import"


def rollout_of(findings: Iterable[Finding]) -> Deployed:
    """What a rollout brings to an environment: maps, or settings alone."""
    return MAPS if any(map(is_imported, findings)) else SETTINGS


def _of_map(finding: Finding, state: str, chosen: Set[str | None]) -> str | None:
    """What to do about a map that an import does not change; for one whose version is `chosen`, its state is in that step."""
    if finding.rule == ActiveVersionDiffers.code:
        return _STATES[state or "running"][1]
    if finding.rule == MapStateDiffers.code and finding.map not in chosen:
        return _STATES[finding.after][0]
    return None


def import_solution(settings: EnvironmentSettings, data: bytes) -> None:
    """
    Import a solution and wait for it; raises EnvironmentProblem.

    It is asked for once: whether an import whose answer was lost went through can only be looked up.
    """
    body = {
        "OverwriteUnmanagedCustomizations": False,
        "PublishWorkflows": False,
        "CustomizationFile": base64.b64encode(data).decode("ascii"),
        "ImportJobId": str(uuid4()),
    }
    with opened(settings.dataverse, settings.token, dataverse.API) as client:
        try:
            client.post("ImportSolution", body)
        except EnvironmentProblem as problem:
            if problem.status is not None and problem.status < 500:
                raise
            raise EnvironmentProblem(
                f"{problem}; it is not known whether the solution was imported: `dwmap verify` tells",
                problem.status,
            ) from problem


def by_hand(
    findings: Iterable[Finding],
    project: Project,
    settings: EnvironmentSettings,
    changed: Mapping[str, str],
) -> Iterator[str]:
    """
    What an import does not do, in the order in which it is done; `changed` are the versions of the maps that change.

    Values of dwmap.toml and of specs stand in it, and nothing else.
    """
    findings = tuple(findings)
    chosen = {one.map for one in findings if one.rule == ActiveVersionDiffers.code}
    if changed:
        yield "choose `Apply solution` in dual-write, for each solution in turn"
    for one in findings:
        words = _BY_HAND.get(one.rule)
        if one.map is not None and one.map not in changed:
            words = _of_map(one, settings.expected(one.map).state, chosen)
        if words is not None and (one.after or one.rule == CompanyNotExpected.code):
            name = one.symbol.partition("/")[0]
            yield words.format(before=one.before, after=one.after, name=name)
    order = [*dict.fromkeys(step.map for step in project.plan)]
    for name in [one for one in order if one in changed]:
        version = f"version {changed[name]}" if changed[name] else "its new version"
        yield f"stop `{name}`, and choose {version} under `Table map version`"
    for name in [one for one in order if one in changed]:
        expected = settings.expected(name)
        if expected.state in ("", "running"):
            master = f", with {expected.master} as master" if expected.master else ""
            yield f"run `{name}`{master}"
