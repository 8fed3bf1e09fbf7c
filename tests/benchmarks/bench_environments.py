"""
How long it takes to look at an environment of many maps, against asking it for the same answers and doing nothing with them.

    python tests/benchmarks/bench_environments.py [MAPS]

500 generated maps of 30 lines between tables of their own, served by the sandbox in a process of its own. Each command runs in
a process of its own, as a user would start it; of three runs the median counts. Exit code 1 when `verify` or `pull` takes
more than 20 seconds by the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[2] / "compiler"),
]

from dwmap.environments.client import Client  # needs the paths above
from dwmap.environments.credentials import Credentials  # needs the paths above
from dwmap.environments.dataverse import read_held, read_tables  # needs the paths above
from harness.sandboxes import serving  # needs the paths above

LINES = 30
LIMIT = 20.0
RUNS = 3


def project_of(maps: int) -> str:
    """The text of a project: keys, one-way lines, constants and value maps."""
    parts = ['valuemap V : any <-> any { "a" = "1"\n "b" = "2" }']
    for number in range(maps):
        left = "\n".join(f"  F{n} string(20)?" for n in range(LINES))
        right = "\n".join(f"  c{n} string(20)?" for n in range(LINES))
        lines = "\n".join(_line(n) for n in range(LINES))
        parts += [
            f"entity fo.E{number} {{\n  key F0\n{left}\n}}",
            f"entity ce.t{number}s {{\n  table t{number}\n  integration key c0\n{right}\n}}",
            f"map E{number}_t{number}s : fo.E{number} <-> ce.t{number}s {{\n  version 1.0.0.1\n{lines}\n}}",
        ]
    return "\n\n".join(parts)


def _line(place: int) -> str:
    if place % 5 == 1:
        return f"  F{place} > c{place}"
    if place % 5 == 2:
        return f"  F{place} >< c{place} : V"
    if place % 5 == 3:
        return f'  "x" >> c{place}'
    return f"  F{place} = c{place}"


def median(work: Callable[[], object]) -> float:
    """The middle of some runs, by the clock."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> int:
    """Measure, print, and say whether it was fast enough."""
    maps = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "specs"
        project.mkdir()
        (project / "many.dwmap").write_text(project_of(maps))
        (project / "dwmap.toml").write_text('name = "many"\n')
        with serving(project, "--maps", "--quiet") as sandbox:
            host = "/".join(sandbox.right_url.split("/")[:3])
            text = f'[environments.test]\ndataverse = "{host}"\nlink = "{host}"\n'
            (project / "dwmap.toml").write_text(f'name = "many"\n{text}')
            asked = median(lambda: _ask(sandbox.right_url, maps))
            out = Path(folder) / "pulled"
            out.mkdir()
            (out / "dwmap.toml").write_text(f'name = "many"\n{text}')
            verify = median(lambda: _run("verify", "test", str(project)))
            pull = median(lambda: _run("pull", "test", "--out", str(out), "-q"))
    print(f"{maps} maps of {LINES} lines")
    print(f"answers alone  {asked:6.1f} s")
    print(f"verify         {verify:6.1f} s  {verify / asked:4.1f} times that")
    print(f"pull           {pull:6.1f} s  {pull / asked:4.1f} times that")
    return int(max(verify, pull) > LIMIT)


def _ask(root: str, maps: int) -> None:
    client = Client(root, Credentials(root, is_local=True))
    read_held(client, "test", lambda _: None)
    read_tables(client, [f"t{number}s" for number in range(maps)], lambda _: None)
    client.close()


def _run(*arguments: str) -> None:
    command = [sys.executable, "-m", "dwmap", *arguments]
    path = str(Path(__file__).parents[2] / "compiler")
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])


if __name__ == "__main__":
    sys.exit(main())
