"""The three changes that the README works through: what it shows is what the pull request gets."""

from __future__ import annotations

import re
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest
from dwmap.changes.report.markdown import MARKER
from dwmap.cli.app import run
from harness.golden import CASES, ROOT, Golden
from harness.repositories import commit, git, own_git

__all__ = ["own_git"]

PROJECT = CASES / "review" / "project"
README = ROOT / "README.md"
EDITS = {
    "new field": (
        "  PrimaryPhone      =   telephone1\n",
        "  PrimaryPhone      =   telephone1\n"
        "  TaxExemptNumber   =   msdyn_taxexemptnumber\n",
    ),
    "narrowed filter": (
        '  where fo PartyType == "Organization"\n',
        '  where fo PartyType == "Organization" and OnHoldStatus != "All"\n',
    ),
    "changed key": (
        "  owner    customer-master\n",
        "  owner    customer-master\n  key PartyNumber\n",
    ),
}


def _shown(before: str, after: str, comment: str) -> str:
    """The edit and the comment, as the README has them."""
    lines = [*unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")]
    edit = "\n".join(line for line in lines if line[:3] not in ("---", "+++", "@@ "))
    quoted = re.sub("^", "> ", comment.removeprefix(f"{MARKER}\n").rstrip(), flags=re.M)
    quoted = re.sub(" +$", "", quoted, flags=re.M)
    return f"\n```diff\n{edit}\n```\n\n{quoted}\n\n"


@pytest.mark.parametrize("example", EDITS)
def test_the_readme_shows_the_comment(
    example: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Golden,
) -> None:
    """Of a branch that makes the edit, against the branch that it left."""
    for name in ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITHUB_BASE_REF"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(PROJECT, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    git(Path(), "init", "-q", "-b", "main")
    commit(Path())
    file, (old, new) = Path("customers.dwmap"), EDITS[example]
    before = file.read_text()
    assert old in before
    file.write_text(before.replace(old, new))

    run(["diff", "--format", "markdown"])

    shown = _shown(before, file.read_text(), capsys.readouterr().out)
    readme = README.read_text("utf-8")
    start = f"<!-- example: {example} -->\n"
    head, _, rest = readme.partition(start)
    known, _, tail = rest.partition("<!-- end -->")
    if golden.update and known != shown:
        README.write_text(f"{head}{start}{shown}<!-- end -->{tail}", "utf-8")
    assert known == shown
