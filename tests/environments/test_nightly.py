"""The scripts of the nightly run: what an environment that drifts does to the one issue about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from harness.environments import TRADE, Environment, write_project
from harness.golden import ROOT

VERIFY = ROOT / ".ci" / "verify"
MARK = "<!-- dwmap:verify test -->"
GH = """\
#!/usr/bin/env bash
# Notes what it was asked and the body it was given, and knows one issue if a file says so.
printf '%s\\n' "$*" >>"$ASKED"
for word in "$@"; do
    [[ $word == body=@* ]] && cp "${word#body=@}" "$ASKED.body"
done
case "$*" in
    *--paginate*) cat "$KNOWN"; exit "${READ_EXIT:-0}" ;;
    *) exit "${WRITE_EXIT:-0}" ;;
esac
"""


def script(
    folder: Path, *command: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """A script, with `dwmap` and a `gh` that only notes what it is asked."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "gh").write_text(GH)
    (tools / "gh").chmod(0o755)
    (folder / "known").touch()
    paths = [str(tools), str(Path(sys.executable).parent), os.environ["PATH"]]
    return subprocess.run(
        [str(VERIFY / command[0]), *command[1:]],
        cwd=folder,
        env={
            **os.environ,
            "PATH": os.pathsep.join(paths),
            "ASKED": str(folder / "asked"),
            "KNOWN": str(folder / "known"),
            "DWMAP_ENVIRONMENT": "test",
            "DWMAP_REPORT": str(folder / "report.md"),
            "GITHUB_REPOSITORY": "contoso/maps",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def _asked(folder: Path) -> str:
    file = folder / "asked"
    return file.read_text() if file.exists() else ""


def test_a_night_with_drift_and_one_without(
    environment: Environment, tmp_path: Path
) -> None:
    """Quiet, then a key that somebody changed, then quiet again: each ends as `verify` does, with its report."""
    project = write_project(tmp_path / "specs", TRADE, environment.settings())
    given = {
        "DWMAP_PROJECT": str(project),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }

    assert script(tmp_path, "run", **given).returncode == 0
    kept: list[Any] = []
    environment.link(lambda link: kept.append(link["keys"]["accounts"]))
    environment.link(lambda link: link["keys"].update(accounts=["name"]))
    done = script(tmp_path, "run", **given)
    assert done.returncode == 1, done.stderr
    assert "integration-key-differs" in done.stdout
    assert (tmp_path / "summary").read_text().endswith(done.stdout)
    environment.link(lambda link: link["keys"].update(accounts=kept[0]))
    assert script(tmp_path, "run", **given).returncode == 0


def test_an_environment_that_cannot_be_read(tmp_path: Path) -> None:
    """Its night ends with 2, and what an earlier one said is not taken for its answer."""
    settings = '[environments.test]\ndataverse = "http://127.0.0.1:9"\n'
    project = write_project(tmp_path / "specs", TRADE, settings)
    (tmp_path / "report.md").write_text("of yesterday")

    done = script(tmp_path, "run", DWMAP_PROJECT=str(project))

    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "report.md").exists()


@pytest.mark.parametrize(
    ("code", "known", "asked"),
    [
        ("1", "", "--method POST repos/contoso/maps/issues --field title=test differs"),
        ("1", "42\n43\n", "--method PATCH repos/contoso/maps/issues/42 --field body="),
        ("0", "42\n", "--method PATCH repos/contoso/maps/issues/42 --field state="),
        ("0", "", ""),
        ("2", "42\n", ""),
    ],
)
def test_the_issue(tmp_path: Path, code: str, known: str, asked: str) -> None:
    """Opened with the first drift, written again with the next, closed when all is quiet; untouched when nothing is known."""
    (tmp_path / "report.md").write_text("### dwmap: breaking\n")
    (tmp_path / "known").write_text(known)

    done = script(tmp_path, "issue", code)

    assert done.returncode == 0, done.stderr
    writes = [one for one in _asked(tmp_path).splitlines() if "--method" in one]
    assert len(writes) == bool(asked)
    assert asked in "".join(writes)
    if asked:
        body = (tmp_path / "asked.body").read_text()
        assert body == f"{MARK}\n### dwmap: breaking\n"


@pytest.mark.parametrize("variable", ["READ_EXIT", "WRITE_EXIT"])
def test_a_token_without_the_right(tmp_path: Path, variable: str) -> None:
    """Told, and no failure: the run has the answer of `verify` as its own."""
    (tmp_path / "report.md").write_text("### dwmap: breaking\n")

    done = script(tmp_path, "issue", "1", **{variable: "1"})

    assert done.returncode == 0
    assert done.stdout.startswith("::notice title=dwmap::")
