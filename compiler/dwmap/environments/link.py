"""
What the service of a link tells: integration keys, companies, alerts, who wins conflicts, and of each map its state and version.

This service is not documented. Its addresses and the shapes of its answers are those that Microsoft's published deployment tool
(microsoft/Dual-write-automations) uses; everything is optional, and what is not there is not told. Only GET is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import quote, urlsplit

from dwmap.environments.client import Client
from dwmap.environments.held import Ends, Facts, Running, ends_of
from dwmap.environments.problem import EnvironmentProblem

API: Final = "api/DualWriteManagement/1.0/"
_STATES: Final = {
    "0": "stopped",
    "1": "stopped",
    "2": "initializing",
    "3": "resuming",
    "4": "running",
    "5": "paused",
    "6": "stopped",
}
"""The numbers of the service; a map that was never started and one that was stopped are alike."""
_KEY_NAMES: Final = ("userkeys", "userkey")
_OF_MAPS: Final = ("states", "active versions")
_OF_LINK: Final = ("companies", "integration keys", "conflict settings", "alerts")
_MASTERS: Final = {"AX": "finops", "CRM": "dataverse", "CDS": "dataverse"}


def read_link(
    client: Client, finops: str, facts: Facts, told: Callable[[str], None]
) -> None:
    """Add what the link tells to the facts, in place of what they were guessed from; what it does not tell is noted."""
    told("the link")
    try:
        found = _environment(client, finops)
    except EnvironmentProblem as problem:
        facts.unread |= dict.fromkeys((*_OF_MAPS, *_OF_LINK), str(problem))
        return
    cid, cname = (quote(_text(found, name), safe="") for name in ("cid", "cname"))
    entities = _answer(
        client, f"{API}Entities?targetType=AX&cid={cid}", _OF_MAPS, facts
    )
    running = _running(entities)
    if running is not None:
        facts.running, facts.all_running = running, True
    connection = _answer(client, f"api/ConnectionSet/{cname}", _OF_LINK, facts)
    companies, keys = _companies(connection), _keys(connection)
    if companies is not None:
        facts.companies, facts.all_companies = companies, True
    if keys is not None:
        facts.keys, facts.all_keys = keys, True
    facts.master, facts.alerts = _master(connection), _alerts(connection)
    of_maps, of_link = (running, running), (companies, keys, facts.master, facts.alerts)
    known = zip((*_OF_MAPS, *_OF_LINK), (*of_maps, *of_link), strict=True)
    for what, value in known:
        if value is not None:
            facts.unread.pop(what, None)


def _answer(client: Client, url: str, names: tuple[str, ...], facts: Facts) -> object:
    """What the service answers; None, and noted for the facts of these names, where it does not or tells nothing."""
    reason = "the service of the link does not tell"
    answer = None
    try:
        answer = client.get(url)
    except EnvironmentProblem as problem:
        reason = str(problem)
    facts.unread |= dict.fromkeys(names, reason)
    return answer


def _environment(client: Client, finops: str) -> dict[str, Any]:
    host = urlsplit(finops).hostname or ""
    url = f"{API}Environments?targetType=AX&identifier={quote(host, safe='')}"
    answer = client.get(url)
    for one in answer if isinstance(answer, list) else []:
        if isinstance(one, dict) and _text(one, "cid") and _text(one, "cname"):
            return one
    raise EnvironmentProblem(f"the service of the link knows no link of {host}")


def _running(answer: object) -> dict[Ends, list[Running]] | None:
    if not isinstance(answer, list):
        return None
    found: dict[Ends, list[Running]] = defaultdict(list)
    for one in answer:
        left, right = _part(one, "leftEntity"), _part(one, "rightEntity")
        detail = _part(one, "detail")
        label = _text(left, "displayName") or _text(left, "name")
        if not label or not _text(right, "name"):
            continue
        template = _part(detail, "template")
        state = _STATES.get(str(detail.get("state", "")), "")
        running = Running(_version(template), state, _text(template, "author"))
        found[ends_of(label, _text(right, "name"))].append(running)
    return dict(found)


def _version(template: dict[str, Any]) -> str:
    version = _part(template, "version")
    numbers = [version.get(part) for part in ("major", "minor", "build", "revision")]
    if not all(isinstance(one, int) for one in numbers):
        return ""
    return ".".join(map(str, numbers))


def _companies(connection: object) -> tuple[str, ...] | None:
    mappings = _part(_part(connection, "dualWriteDetail"), "legalEntityMappings").get(
        "mappings"
    )
    if not isinstance(mappings, list):
        return None
    names = (_text(_part(one, "left"), "name") for one in mappings)
    return tuple(sorted({name.upper() for name in names if name}))


def _master(connection: object) -> str | None:
    """The side that wins conflicts where nothing else is said when a map is run."""
    conflict = _part(_part(connection, "dualWriteDetail"), "conflictResolution")
    return _MASTERS.get(_text(conflict, "master").upper())


def _alerts(connection: object) -> dict[str, str] | None:
    """The alerts by name, each in words: what for, how often in how long, what is done, whether it is on."""
    alerts = _part(connection, "dualWriteDetail").get("alertSettings")
    if not isinstance(alerts, list):
        return None
    return {
        _text(one, "name"): ", ".join(_words(one)) or "an alert"
        for one in alerts
        if _text(one, "name")
    }


def _words(alert: object) -> Iterator[str]:
    errors = alert.get("errorTypes") if isinstance(alert, dict) else None
    if isinstance(errors, list):
        yield from sorted(one for one in errors if isinstance(one, str))
    threshold = _part(alert, "threshold")
    count, interval = threshold.get("count"), threshold.get("interval")
    if isinstance(count, int) and isinstance(interval, int):
        unit = _text(threshold, "unitOfTime").lower()
        yield f"{count} in {interval} {unit}".strip()
    yield from filter(None, (_text(alert, name) for name in ("action", "state")))


def _keys(connection: object) -> dict[str, tuple[str, ...]] | None:
    """The key in use of each set: that of the schema whose name begins with `userKey`."""
    environments = _part(connection, "environments")
    found: dict[str, tuple[str, ...]] = {}
    met = False
    for environment in environments.values():
        target = _text(environment, "targetType")
        schemas = environment.get("schemas") if isinstance(environment, dict) else None
        if not isinstance(schemas, list) or not ("CRM" in target or "CDS" in target):
            continue
        met = True
        for schema in schemas:
            fields = _own_key(schema)
            if fields and _text(schema, "name"):
                found[_text(schema, "name").lower()] = fields
    return found if met else None


def _own_key(schema: object) -> tuple[str, ...]:
    keys = schema.get("keys") if isinstance(schema, dict) else None
    for wanted in _KEY_NAMES:
        for key in keys if isinstance(keys, list) else []:
            if _text(key, "name").lower() == wanted:
                fields = key.get("fields")
                if isinstance(fields, list):
                    return tuple(one for one in fields if isinstance(one, str))
    return ()


def _part(value: object, name: str) -> dict[str, Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""
