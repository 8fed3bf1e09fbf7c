# Copied by dwmap from its runtime. Do not edit.
"""
Alert rules: so many errors of a kind in so many seconds, and what is done then.

Rules live in the state and are read again after every round, so that a new one counts without a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

from ._activity import ActivityLog
from ._control import Control
from ._errors import EndError
from ._store import Store
from ._telemetry import LOG

Action: TypeAlias = Literal["notify", "pause", "stop"]
ACTIONS: tuple[Action, ...] = ("notify", "pause", "stop")

_TABLES = """
CREATE TABLE IF NOT EXISTS alert_rule (
    id {counted}, map TEXT NOT NULL, code TEXT NOT NULL, threshold INTEGER NOT NULL,
    seconds INTEGER NOT NULL, action TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alert (
    id {counted}, rule INTEGER NOT NULL, at TEXT NOT NULL, map TEXT NOT NULL,
    errors INTEGER NOT NULL, action TEXT NOT NULL)
"""


class AlertRule(NamedTuple):
    """`map` and `code` may be `*`; the rule fires for a map with `threshold` errors within `seconds`."""

    id: int
    map: str
    code: str
    threshold: int
    seconds: int
    action: Action


class Alert(NamedTuple):
    """A rule that fired, at a moment (UTC, ISO 8601)."""

    id: int
    rule: int
    at: str
    map: str
    errors: int
    action: Action


class Alerts:
    """The rules of a state, and those that fired."""

    def __init__(self, store: Store, log: ActivityLog, control: Control) -> None:
        self._store, self._log, self._control = store, log, control
        store.create(_TABLES)

    def add(
        self,
        map: str = "*",
        code: str = "*",
        threshold: int = 1,
        seconds: int = 3600,
        action: Action = "notify",
    ) -> int:
        """Add a rule and return its number; raises EndError where it says nothing that can happen."""
        if map != "*":
            self._control.check([map])
        if threshold < 1 or seconds < 1:
            raise EndError("an alert wants a threshold and an interval above zero")
        if action not in ACTIONS:
            raise EndError(f"no action {action}; there are {', '.join(ACTIONS)}")
        made = self._store.rows(
            "INSERT INTO alert_rule (map, code, threshold, seconds, action) VALUES (?, ?, ?, ?, ?)"
            " RETURNING id",
            (map, code, threshold, seconds, action),
        )
        return int(made[0][0])

    def remove(self, id: int) -> None:
        """Remove a rule; raises EndError where there is none of this number."""
        if not self._store.run("DELETE FROM alert_rule WHERE id = ?", (id,)):
            raise EndError(f"there is no alert rule {id}")

    def rules(self) -> list[AlertRule]:
        """The rules, oldest first."""
        found = self._store.rows("SELECT * FROM alert_rule ORDER BY id")
        return [AlertRule(*row) for row in found]

    def fired(self, limit: int = 50) -> list[Alert]:
        """The last alerts, newest first."""
        found = self._store.rows(
            "SELECT * FROM alert ORDER BY id DESC LIMIT ?", (limit,)
        )
        return [Alert(*row) for row in found]

    def look(self) -> list[Alert]:
        """Fire the rules that are due and do what they say; a rule rests for its interval after it fired."""
        new: list[Alert] = []
        for rule in self.rules():
            now = datetime.now(UTC)
            since = (now - timedelta(seconds=rule.seconds)).isoformat(
                timespec="milliseconds"
            )
            for name, errors in self._due(rule, since):
                at = now.isoformat(timespec="milliseconds")
                self._store.run(
                    "INSERT INTO alert (rule, at, map, errors, action) VALUES (?, ?, ?, ?, ?)",
                    (rule.id, at, name, errors, rule.action),
                )
                new.append(self.fired(1)[0])
                self._act(rule, name, errors)
        return new

    def _due(self, rule: AlertRule, since: str) -> Sequence[tuple[str, int]]:
        counts: dict[str, int] = {}
        for name, code in self._log.errors_since(since):
            if rule.map in ("*", name) and rule.code in ("*", code):
                counts[name] = counts.get(name, 0) + 1
        resting = {
            str(row[0])
            for row in self._store.rows(
                "SELECT map FROM alert WHERE rule = ? AND at >= ?", (rule.id, since)
            )
        }
        return [
            (name, count)
            for name, count in sorted(counts.items())
            if count >= rule.threshold and name not in resting
        ]

    def _act(self, rule: AlertRule, name: str, errors: int) -> None:
        told = f"{errors} errors of map {name} within {rule.seconds} s (rule {rule.id})"
        facts = {"map": name, "rule": rule.id, "errors": errors, "action": rule.action}
        LOG.warning("%s: %s", told, rule.action, extra={"dwmap": facts})
        if rule.action == "notify":
            return
        state: Literal["paused", "stopped"] = (
            "paused" if rule.action == "pause" else "stopped"
        )
        if self._control.standing(name).state in ("running", "resuming"):
            self._control.move([name], state, told)
