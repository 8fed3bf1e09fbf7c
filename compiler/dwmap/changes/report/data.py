"""The report of a diff as plain data, ready for JSON: everything that the text says, and more exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dwmap.changes.fingerprint import fingerprint
from dwmap.changes.model import Effect, Finding, Judgement, Weight
from dwmap.changes.pace import Pace
from dwmap.changes.plan import Plan, Stage
from dwmap.changes.resync import Resync
from dwmap.interpret.show import show_value
from dwmap.ir.text import expr_text

VERSION = 1


def report_data(
    findings: Sequence[Finding],
    plan: Plan,
    pace: Pace,
    before: str,
    after: str,
    approved: Mapping[str, str],
) -> dict[str, Any]:
    """The whole report; `before` and `after` say what was compared, `approved` are reasons by fingerprint."""
    counts = Counter(one.weight for one in findings)
    worst = max(counts).word if counts else None
    return {
        "version": VERSION,
        "before": before,
        "after": after,
        "findings": [
            finding_data(one) | {"approved": approved.get(fingerprint(one))}
            for one in findings
        ],
        "plan": plan_data(plan, pace),
        "summary": {
            "worst": worst,
            **{weight.word: counts[weight] for weight in reversed(Weight)},
        },
    }


def finding_data(one: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "fingerprint": fingerprint(one),
        "rule": one.rule,
        "class": one.weight.word,
        "support": one.support,
        "map": one.map,
        "symbol": one.symbol,
        "message": one.message,
        "before": one.before,
        "after": one.after,
        "directions": [_judgement(judged) for judged in one.judgements],
        "effects": [_effect(effect) for effect in one.effects],
        "obligations": [duty.value for duty in one.obligations],
        "help": one.help,
        "notes": list(one.notes),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "map": effect.map,
        "target": effect.target,
        "directions": [_judgement(judged) for judged in effect.judgements],
    }


def _judgement(judged: Judgement) -> dict[str, Any]:
    witness = None
    if judged.witness is not None:
        record, was, now = judged.witness
        shown = {name: show_value(value) for name, value in record.items()}
        witness = {"record": shown, "before": was, "after": now}
    return {
        "direction": judged.heading,
        "class": judged.weight.word,
        "support": judged.support,
        "tried": judged.tried,
        "witness": witness,
    }


def plan_data(plan: Plan, pace: Pace) -> dict[str, Any]:
    """The rollout; `rows` of an entity are None where no volume is given."""
    return {
        "steps": [_stage(stage, pace) for stage in plan.stages],
        "group": list(plan.group),
    }


def _stage(stage: Stage, pace: Pace) -> dict[str, Any]:
    return {
        "duty": stage.duty,
        "text": stage.text,
        "maps": list(stage.maps),
        "because": list(stage.because),
        "final": stage.final,
        "records": [_resync(one, pace) for one in stage.resyncs],
    }


def _resync(one: Resync, pace: Pace) -> dict[str, Any]:
    return {
        "map": one.map,
        "direction": one.heading,
        "entity": one.entity,
        "condition": None if one.condition is None else expr_text(one.condition),
        "smallest": one.smallest,
        "rows": pace.rows(one.entity),
        "fields": list(one.fields),
        "reason": one.why_not,
    }
