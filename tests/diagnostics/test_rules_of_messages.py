"""What every message keeps to, held against all messages of all cases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from diagnostics.rules import breaches
from dwmap.diagnostics import Diagnostic, Report
from dwmap.diagnostics.fixes import apply_edits, edits_by_file
from dwmap.driver import check_sources
from dwmap.problems import load_problems
from dwmap.project import load_project
from dwmap.source import SourceFile
from harness.every_message import cases_with_messages, messages_of
from harness.rule_examples import check, examples, sources

CASES = cases_with_messages()
PROJECTS = [one for one in CASES if one.values[0].parent.name in ("bad", "semantic")]


@pytest.mark.parametrize("case", CASES)
def test_a_message_keeps_the_rules(case: Path) -> None:
    """At most three places, each with words of its own; a headline that stands alone; a way out."""
    assert [line for one in messages_of(case) for line in breaches(one)] == []


def test_a_message_of_a_manual_page_keeps_them_too() -> None:
    """The examples bring out every rule once more, by itself."""
    for kind in load_problems().values():
        shown = [one for one in examples(kind, "Example") if one.language != "shell"]
        if shown and kind.code != "wrong-setting":
            found = check(sources(shown))
            assert [line for one in found for line in breaches(one)] == []


@pytest.mark.parametrize("case", PROJECTS)
def test_a_fix_mends_what_it_is_offered_for(case: Path) -> None:
    """After it the finding is gone, and no text has become unreadable."""
    files = load_project(case, Report())
    for one in messages_of(case):
        if one.fix is None:
            continue
        edited = dict(_edited(one))
        after = Report()
        texts = [edited.get(file.path, file) for file in files.sources]
        check_sources(texts, after, files.config.variants)

        before = Counter(map(_words, messages_of(case)))
        assert Counter(map(_words, after))[_words(one)] < before[_words(one)]
        assert _unread(after.diagnostics) <= _unread(messages_of(case))


def _edited(one: Diagnostic) -> Iterator[tuple[str, SourceFile]]:
    if one.fix is not None:
        for file, edits in edits_by_file(one.fix).items():
            yield file.path, SourceFile(file.path, apply_edits(file.text, edits))


def _words(one: Diagnostic) -> tuple[str, str]:
    return one.code, re.sub(r"\d+", "", one.message)


def _unread(found: tuple[Diagnostic, ...]) -> int:
    """How many findings say that something cannot be read."""
    problems = load_problems()
    return sum(problems[one.code].topic == "syntax" for one in found)
