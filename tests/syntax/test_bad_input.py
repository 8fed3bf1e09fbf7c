"""Every kind of broken input is a folder in tests/cases/bad: a project in, messages out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import check_sources
from dwmap.project import load_project
from harness.golden import Golden, cases
from harness.messages import message_files
from harness.projects import SPECS, check_folder


@pytest.mark.parametrize("case", cases("bad"))
def test_messages(case: Path, golden: Golden) -> None:
    """What is said of it; nothing is raised, whatever the bytes."""
    golden.check(case, message_files(check_folder(case)), inputs=SPECS)


@pytest.mark.parametrize("case", cases("bad"))
def test_no_mistake_is_reported_twice(case: Path) -> None:
    """No place is called wrong by two messages of the same kind."""
    report = Report()
    files = load_project(case, report)
    check_sources(files.sources, report, files.config.variants)
    places = Counter((d.code, d.primary.span) for d in report if d.primary is not None)

    assert [place for place, count in places.items() if count > 1] == []


def test_the_corpus_is_large() -> None:
    """Bad input comes in many kinds."""
    assert len(cases("bad")) >= 60
