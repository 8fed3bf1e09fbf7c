"""The warnings of the published maps are those that were looked at."""

from __future__ import annotations

import re
from collections import Counter

from dwmap.diagnostics import Report, Severity
from dwmap.driver import check_sources
from dwmap.project import load_project
from harness.golden import ROOT

_ROW = re.compile(r"^\| `([a-z-]+)` \| (\d+) \|", re.MULTILINE)


def test_every_warning_was_looked_at() -> None:
    """The table of specs/README.md has every finding, as often as it is found."""
    report = Report()
    files = load_project(ROOT / "specs", report)
    check_sources(files.sources, report, files.config.variants)
    found = Counter(
        one.code for one in report.diagnostics if one.severity is not Severity.NOTE
    )
    table = _ROW.findall((ROOT / "specs" / "README.md").read_text("utf-8"))

    assert found == {code: int(count) for code, count in table}
