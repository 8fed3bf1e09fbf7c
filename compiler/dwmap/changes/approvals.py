"""
Changes that somebody has accepted: a file of one line each, which a pull request shows and a reviewer reads.

    [approved]
    a1b2c3d4e5f6 = { rule = "entry-removed", reason = "the country is merged", until = 2027-01-31 }
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from dwmap.changes.fingerprint import DIGITS, fingerprint
from dwmap.changes.model import Finding
from dwmap.changes.problems import BrokenApproval, ExpiredApproval, UnusedApproval
from dwmap.diagnostics import Report
from dwmap.diagnostics.toml_places import TomlPlaces
from dwmap.diagnostics.toml_text import NO_TOML, NoToml, read_toml
from dwmap.source import SourceFile, Span

FILE: Final = "approvals.toml"
TABLE: Final = "approved"
_FINGERPRINT: Final = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
_MEMBERS: Final[Mapping[str, type]] = {
    "rule": str,
    "reason": str,
    "by": str,
    "ticket": str,
    "until": date,
}
_HEAD: Final = (
    f"# Changes that were accepted, by fingerprint: see `dwmap diff`.\n[{TABLE}]\n"
)


@dataclass(frozen=True)
class Approval:
    """One accepted change; `until` is its last day."""

    fingerprint: str
    rule: str
    reason: str
    until: date | None
    span: Span


def read_approvals(source: SourceFile, report: Report) -> tuple[Approval, ...]:
    """The approvals of a file; what cannot be understood is reported and approves nothing."""
    content = read_toml(source)
    if isinstance(content, NoToml):
        report.add(BrokenApproval(content.span, NO_TOML, content.reason))
        return ()
    places = TomlPlaces(source)
    for key in content.keys() - {TABLE}:
        report.add(BrokenApproval(places.key((key,)), f"there is no table `{key}`"))
    table = content.get(TABLE, {})
    if not isinstance(table, dict):
        report.add(BrokenApproval(places.key((TABLE,)), f"`{TABLE}` is no table"))
        return ()
    return tuple(_read(table, places, report))


def _read(
    table: Mapping[str, Any], places: TomlPlaces, report: Report
) -> Iterator[Approval]:
    for key, value in table.items():
        span = places.key((TABLE, key))
        if wrong := _fault(key, value):
            report.add(BrokenApproval(span, wrong))
            continue
        yield Approval(
            key, value.get("rule", ""), value["reason"], value.get("until"), span
        )


def _fault(key: str, value: Any) -> str:
    """What is wrong with an entry; nothing for a sound one."""
    if not _FINGERPRINT.fullmatch(key):
        return f"`{key}` is no fingerprint of {DIGITS} digits"
    if not isinstance(value, dict):
        return "an approval is a table in braces"
    for name, given in value.items():
        wanted = _MEMBERS.get(name)
        if wanted is None:
            return f"an approval has no `{name}`"
        if not isinstance(given, wanted) or isinstance(given, datetime):
            return f"`{name}` is no {'date' if wanted is date else 'text'}"
    if not value.get("reason", "").strip():
        return "an approval needs a `reason`"
    return ""


def split(
    findings: Iterable[Finding], approvals: Iterable[Approval], today: date
) -> tuple[dict[str, Approval], Report]:
    """The approvals that count, by fingerprint, and what is wrong with the others."""
    report = Report()
    known = {one.fingerprint: one for one in approvals}
    used: dict[str, Approval] = {}
    met: set[str] = set()
    for finding in findings:
        approval = known.get(name := fingerprint(finding))
        if approval is None:
            continue
        met.add(name)
        if approval.until is not None and approval.until < today:
            report.add(ExpiredApproval(approval.until.isoformat(), approval.span))
        else:
            used[name] = approval
    for name, approval in known.items():
        if name not in met:
            report.add(UnusedApproval(approval.rule, approval.span))
    return used, report


def with_approval(
    text: str, finding: Finding, reason: str, until: date | None, ticket: str | None
) -> str:
    """The text of the file with one more line."""
    members = [f"rule = {_quoted(finding.rule)}", f"reason = {_quoted(reason)}"]
    members += [f"ticket = {_quoted(ticket)}"] if ticket else []
    members += [f"until = {until.isoformat()}"] if until else []
    line = f"{fingerprint(finding)} = {{ {', '.join(members)} }}\n"
    head = text if text.strip() else _HEAD
    return head + ("" if head.endswith("\n") else "\n") + line


def _quoted(text: str) -> str:
    """A text as TOML has it; JSON's escapes are among those of TOML."""
    return json.dumps(text, ensure_ascii=True)
