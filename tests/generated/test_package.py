"""The committed package runs where the compiler is absent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
RUNTIME = ROOT / "compiler" / "dwmap" / "runtime"
HEADER = "# Copied by dwmap from its runtime. Do not edit.\n"


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    """What `run_all_maps.py` printed."""
    script = Path(__file__).with_name("run_all_maps.py")
    done = subprocess.run(
        [sys.executable, str(script), "dual_write"],
        env={"PYTHONPATH": str(GENERATED), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_map_runs_both_ways_without_the_compiler(run: dict[str, Any]) -> None:
    """A map that goes a way takes a record of one side and gives what is written on the other."""
    assert 111 == run["maps"]
    assert [] == run["wrong"]
    assert run["ran"]["forward"] >= 100
    assert run["ran"]["backward"] >= 60


def test_records_that_cannot_travel_are_refused_with_a_code(
    run: dict[str, Any],
) -> None:
    """Nothing but a record error comes out of a map; these are the ones that the made records meet."""
    assert {"missing-value", "value-map-miss"} <= set(run["refused"])


@pytest.mark.parametrize(
    "path",
    sorted(RUNTIME.rglob("*.py")),
    ids=lambda path: path.relative_to(RUNTIME).as_posix(),
)
def test_the_runtime_is_copied_word_for_word(path: Path) -> None:
    """Under its header stands the text that the tests of the runtime test."""
    copy = GENERATED / "dual_write" / "_runtime" / path.relative_to(RUNTIME)

    assert HEADER + path.read_text(encoding="utf-8") == copy.read_text(encoding="utf-8")
