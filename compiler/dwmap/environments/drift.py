"""How what solutions do not carry differs: maps that are missing, keys, companies, teams, alerts. `before` is there, `after` is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from dwmap.changes.model import Effect, Finding, Remedy, Weight
from dwmap.changes.rule import ChangeRule
from dwmap.changes.rules.alert_differs import AlertDiffers
from dwmap.changes.rules.company_not_expected import CompanyNotExpected
from dwmap.changes.rules.company_not_linked import CompanyNotLinked
from dwmap.changes.rules.fact_not_told import FactNotTold
from dwmap.changes.rules.integration_key_differs import IntegrationKeyDiffers
from dwmap.changes.rules.map_not_deployed import MapNotDeployed
from dwmap.changes.rules.map_not_in_specs import MapNotInSpecs
from dwmap.changes.rules.map_unreadable import MapUnreadable
from dwmap.changes.rules.master_differs import MasterDiffers
from dwmap.changes.rules.owning_team_differs import OwningTeamDiffers
from dwmap.environments.held import Facts, ends_of
from dwmap.environments.states import Matched
from dwmap.environments.unreadable import Hidden
from dwmap.ir.model import Map, Project
from dwmap.solutions.stored import MapWriter, Unstored, set_of_map

_PRODUCTS: Final = {"finops": "finance and operations", "dataverse": "Dataverse"}


def made(
    rule: type[ChangeRule],
    symbol: str,
    message: str,
    before: str = "",
    after: str = "",
    *,
    weight: Weight | None = None,
    map: str | None = None,
    maps: Iterable[str] = (),
    help: str = "",
    remedy: Remedy = "",
) -> Finding:
    """A finding under a rule; `maps` are those that depend on what is different."""
    weight = rule.weight if weight is None else weight
    return Finding(
        rule=rule.code,
        symbol=symbol,
        message=message,
        before=before,
        after=after,
        weight=weight,
        support="proved",
        map=map,
        effects=tuple(Effect(one, symbol) for one in sorted(set(maps))),
        obligations=tuple(rule.obligations) if weight > Weight.NOTE else (),
        help=help,
        remedy=remedy,
    )


def unreadable(
    title: str, hidden: Hidden, parts: Iterable[tuple[str, str]]
) -> Iterator[Finding]:
    """Maps, and parts of maps, that are there and were not compared."""
    for row, maps in hidden.maps.items():
        version = "" if row.is_part or not row.version else f"version {row.version} of "
        message = f"{version}`{row.title}` in {title} cannot be read: {row.reason}"
        is_lost = not row.is_part and bool(hidden.uncompared.intersection(maps))
        yield made(
            *(MapUnreadable, f"{title}/{row.title}/{row.reason}", message),
            weight=Weight.NOTE if row in hidden.idle else None,
            map=maps[0] if len(maps) == 1 else None,
            maps=maps if len(maps) > 1 else (),
            help="nothing of it was compared" if is_lost else "",
            remedy="import" if is_lost else "",
        )
    for name, reason in sorted(set(parts)):
        known = name or None
        message = f"a part of `{name}` cannot be read: {reason}"
        yield made(MapUnreadable, f"{name}/{reason}", message, map=known)


def not_held(unstored: Iterable[tuple[Map, Unstored]]) -> Iterator[Finding]:
    """What specs say and no environment can hold, which was not compared."""
    by_map: dict[str, list[Unstored]] = {}
    for one, part in unstored:
        by_map.setdefault(one.name, []).append(part)
    for name, parts in sorted(by_map.items()):
        lines = sum(isinstance(part.place, int) for part in parts)
        whole = lines < len(parts)
        said = "a line" if lines == 1 else f"{lines} lines"
        said = f"`{name}`" if whole else f"{said} of `{name}`"
        verb = "was" if whole or lines == 1 else "were"
        message = f"{said} {verb} not compared: dual-write has no form for it"
        reasons = "; ".join(sorted({part.reason for part in parts}))
        yield made(FactNotTold, f"{name}/form", message, map=name, help=reasons)


def not_told(title: str, facts: Facts, asked: Iterable[str]) -> Iterator[Finding]:
    """What was asked for and is not known."""
    for what in asked:
        if what in facts.unread:
            verb = "was" if what == "order" else "were"
            message = f"{what} of {title} {verb} not compared"
            symbol = f"{title}/{what}"
            yield made(FactNotTold, symbol, message, help=facts.unread[what])


def missing_maps(
    matched: Iterable[Matched], project: Project, hidden: Hidden, title: str
) -> Iterator[Finding]:
    """
    Maps that are on one side only; a draft need not be there, and a retired map should not. What is there and cannot be read
    is not missing.
    """
    drafts = {one.name for one in project.maps if one.status == "draft"}
    label = MapWriter(project).label
    retired = {
        ends_of(label(one), set_of_map(one)): one.name
        for one in project.maps
        if one.status == "retired"
    }
    for each in matched:
        if each.before is None and each.after is not None:
            if each.name in hidden.uncompared:
                continue
            version = each.after.leg.version
            message = f"`{each.name}` is not in {title}"
            symbol = f"{each.name}/deployed"
            yield made(
                *(MapNotDeployed, symbol, message, "", version or "a map"),
                weight=Weight.NOTE if each.name in drafts else None,
                map=each.name,
                remedy="import",
            )
        elif each.before is not None and each.after is None:
            leg = each.before.leg
            origin = f", from the solution {leg.solution}" if leg.solution else ""
            message = f"`{leg.title}` is in {title}, and not in the specs{origin}"
            if leg.ends in retired:
                name = retired[leg.ends]
                message = f"`{name}` is retired in the specs, and still in {title}"
            known = f"{leg.stored_name} {leg.version}".strip() or "a map"
            yield made(MapNotInSpecs, f"{each.name}/unknown", message, known, "")


def key_drift(
    keys: Mapping[str, Sequence[str]],
    wanted: Mapping[str, Sequence[str]],
    maps: Mapping[str, Sequence[str]],
    title: str,
) -> Iterator[Finding]:
    """Integration keys by set, those in use against those that are wanted; `maps` are the maps of each set."""
    for name in sorted(maps):
        there, here = keys.get(name, ()), wanted.get(name, ())
        if {one.lower() for one in there} == {one.lower() for one in here}:
            continue
        before, after = ", ".join(there), ", ".join(here)
        # Specs need not state a key; then it is only worth knowing that there is one.
        weight = Weight.NOTE if not here else None
        said = f"by {before}" if there else "by no key"
        message = f"rows of `{name}` are found {said} in {title}"
        symbol = f"{name}/integration key"
        finding = made(
            *(IntegrationKeyDiffers, symbol, message, before, after),
            weight=weight,
            maps=maps[name],
        )
        yield finding


def company_drift(facts: Facts, wanted: Sequence[str], title: str) -> Iterator[Finding]:
    """Companies that are linked against those that are expected."""
    if facts.companies is None:
        return
    there, here = set(facts.companies), {one.upper() for one in wanted}
    for one in sorted(here - there):
        message = f"the company {one} is not linked in {title}"
        yield made(CompanyNotLinked, f"{one}/company", message, "", one)
    for one in sorted(there - here if facts.all_companies else ()):
        message = f"the company {one} is linked in {title}, and not expected"
        yield made(CompanyNotExpected, f"{one}/company", message, one, "")


def team_drift(
    teams: Mapping[str, str], wanted: Mapping[str, str], title: str
) -> Iterator[Finding]:
    """Default owning teams by company."""
    for company in sorted(wanted.keys() & teams.keys()):
        there, here = teams[company], wanted[company]
        if there != here:
            said = f"`{there}`" if there else "nobody"
            message = f"rows of the company {company} belong to {said} in {title}"
            yield made(
                OwningTeamDiffers, f"{company}/owning team", message, there, here
            )


def conflict_drift(master: str, wanted: str, title: str) -> Iterator[Finding]:
    """Who wins conflicts against who should."""
    if master != wanted:
        message = f"{_PRODUCTS[master]} wins conflicts in {title}"
        yield made(MasterDiffers, "link/master", message, master, wanted)


def alert_drift(
    alerts: Mapping[str, str],
    wanted: Mapping[str, str],
    title: str,
    other: str,
    more: Weight = AlertDiffers.weight,
) -> Iterator[Finding]:
    """Alerts by name, those of `title` against those of `other`, and what `more` of them weigh; what is expected of one may be no more than that it is there, and then it says nothing."""
    for name in sorted(alerts.keys() | wanted.keys()):
        there, here = alerts.get(name), wanted.get(name)
        symbol = f"{name}/alert"
        if there is None:
            message = f"there is no alert `{name}` in {title}"
            yield made(AlertDiffers, symbol, message, "", here or name)
        elif here is None:
            message = f"the alert `{name}` is in {title}, and not in {other}"
            yield made(AlertDiffers, symbol, message, there, "", weight=more)
        elif here and here != there:
            message = f"the alert `{name}` is set otherwise in {title}"
            yield made(AlertDiffers, symbol, message, there, here)
