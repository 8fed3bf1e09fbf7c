"""All pairs, and the rules of which there is none, or none that shows an outcome, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from changes.pairs import keys_and_others, maps_and_lines, values_and_types
from changes.pairs.base import Case
from dwmap.changes.drift_rule import DriftRule
from dwmap.changes.rule_table import RULES

CASES_OF: Final[Mapping[str, tuple[Case, ...]]] = {
    **maps_and_lines.CASES,
    **values_and_types.CASES,
    **keys_and_others.CASES,
}

WITHOUT_OUTCOME: Final[Mapping[str, str]] = {
    "company-pair-implied": "the same pair, written",
    "field-added": "what no line reads decides nothing",
    "field-removed": "a line that reads it would be an error",
    "members-reordered": "values of an enum are found by name",
    "transform-type-changed": "the types of the fields decide",
}
"""Rules judged by outcomes of which no small project shows one."""

ONE_WAY: Final[Mapping[str, str]] = {
    "entries-reordered": "state tables are read from the left",
    "state-row-changed": "state tables are read from the left",
}
"""Rules of which an outcome can differ in one direction only."""

WITHOUT_PAIR: Final[Mapping[str, str]] = {
    "confidence-changed": "only imports infer types",
    "moved": "one text has no folders; tests/cli/test_diff.py moves a file",
    "project-renamed": "the name stands in dwmap.toml",
    "rewritten": "what a path passes through changes with the entity, which has a finding",
    "other-change": "nobody should meet it",
    **{
        rule.code: "an environment is asked; tests/environments has each"
        for rule in RULES
        if issubclass(rule, DriftRule)
    },
}
"""Rules that no two texts of one file fire."""
