"""The classes that a project gives to rules and topics of its own, instead of those that were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dwmap.changes.model import Finding, Weight
from dwmap.changes.rule_table import RULES


def with_classes(
    findings: Iterable[Finding], given: Mapping[str, str]
) -> list[Finding]:
    """
    The findings with the class that `given` has for their rule or else for its topic.

    What was found stays in a note; what is safe stays safe, since nothing happens by it.
    """
    topics = {rule.code: rule.topic for rule in RULES}
    done = []
    for one in findings:
        name = given.get(one.rule) or given.get(topics[one.rule])
        if name is None or one.weight in (Weight.SAFE, Weight[name.upper()]):
            done.append(one)
            continue
        note = f"{one.weight.word} by itself; dwmap.toml says {name}"
        weight = Weight[name.upper()]
        done.append(replace(one, weight=weight, notes=(*one.notes, note)))
    return done
