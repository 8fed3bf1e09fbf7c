"""The README's walk through overlays and packages is true: its files, in its order, give what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dwmap.cli.app import run
from harness.golden import CASES, ROOT, Golden
from harness.repositories import git, own_git

__all__ = ["own_git"]

README = ROOT / "README.md"
CORE = (
    CASES / "semantic" / "overlay-conflict" / "core" / "customers.dwmap"
).read_text()
NEW = CORE.replace("  version 1.0.0.0\n  where", "  version 2.0.0.0\n  where").replace(
    "Memo            = description\n",
    "Memo            = description\n  Tier            = tier\n",
)
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HASH = re.compile(r"\(in [0-9a-f]{10}\^?\)")


def test_the_walk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    golden: Golden,
) -> None:
    """Files are written, commands run in their order; `dwmap check` is shown by its first line."""
    monkeypatch.chdir(tmp_path)
    files = {
        "packages/base/dwmap.package.toml": 'name = "base"\nversion = "1.0"\n',
        "packages/base/core.dwmap": CORE,
        "packages/rewards/dwmap.package.toml": 'name = "rewards"\nversion = "2.0"\n',
    }
    for path, text in files.items():
        _write(path, text)
    git(Path(), "init", "-q", "-b", "main")
    text = README.read_text("utf-8")
    section = text.partition("## Overlays and packages\n")[2].partition("\n## ")[0]
    shown = section
    for kind, path, body in BLOCK.findall(section):
        if kind != "console":
            _write(path, body)
            continue
        line = body.split("\n")[0]
        git(Path(), "add", "--all")
        git(Path(), "commit", "--quiet", "--allow-empty", "--message", "a state")
        if line == "$ dwmap rebase":
            _write("packages/base/core.dwmap", NEW)
        run(line.split()[2:])
        said = capsys.readouterr().out.rstrip()
        said = said.split("\n")[0] if line == "$ dwmap check" else said
        said = HASH.sub("(in 3f2a9c1e07)", re.sub(" +$", "", said, flags=re.M))
        shown = shown.replace(
            f"```console\n{body}```", f"```console\n{line}\n{said}\n```"
        )

    if golden.update and shown != section:
        README.write_text(text.replace(section, shown), "utf-8")
    assert section == shown


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, "utf-8")
