"""Findings in the light of what two states do not say, because it was left out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from dwmap.changes.compared import Difference
from dwmap.changes.model import Change, Finding, Weight
from dwmap.changes.rule import By
from dwmap.changes.rule_table import RULES
from dwmap.changes.rules.version_step_missing import VersionStepMissing
from dwmap.changes.rules.version_step_too_small import VersionStepTooSmall
from dwmap.changes.severity import with_classes

_RULES: Final = {rule.code: rule for rule in RULES}
_STEPS: Final = frozenset({VersionStepMissing.code, VersionStepTooSmall.code})


def assume_untried(
    difference: Difference, is_used: Callable[[Change], bool]
) -> Difference:
    """
    The difference with the weight of the rule itself where a change would be safe only because what uses it was left out.

    `is_used` says of a change whether something that was left out has to do with it.
    """
    return with_findings(
        difference, (_assumed(one, is_used) for one in difference.findings)
    )


def without_steps(difference: Difference) -> Difference:
    """The difference without the steps of versions: what a service has become is no release of the maps."""
    found = (one for one in difference.findings if one.rule not in _STEPS)
    return replace(difference, findings=tuple(found))


def with_findings(difference: Difference, findings: Iterable[Finding]) -> Difference:
    """The difference with other findings, in the classes that the project gives them."""
    found = with_classes(findings, difference.classes)
    return replace(difference, findings=tuple(sorted(found, key=Finding.sort_key)))


def _assumed(finding: Finding, is_used: Callable[[Change], bool]) -> Finding:
    rule = _RULES.get(finding.rule)
    tried = finding.effects or finding.judgements
    if rule is None or rule.by is not By.OUTCOMES or tried:
        return finding
    if finding.weight >= rule.weight or not any(map(is_used, finding.changes)):
        return finding
    obligations = tuple(rule.obligations) if rule.weight > Weight.NOTE else ()
    return replace(
        finding, weight=rule.weight, support="assumed", obligations=obligations
    )
