"""
How long the compiler takes, each step against something known, measured in one run.

    python tests/benchmarks/bench_compile.py            specs/ and 1,000 generated maps
    python tests/benchmarks/bench_compile.py --quick    specs/ alone
    python tests/benchmarks/bench_compile.py --diff     diff of 1,000 maps of which 20 changed, against git diff --stat
    python tests/benchmarks/bench_compile.py --scale    check of 100, 1,000 and 10,000 maps: time and memory a map

Every command runs in a process of its own, as a user would start it; of several runs the median counts.
`cold` means that the caches of the compiler are empty and nothing has been built. `check` includes all laws.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIELDS = 50


def main() -> None:
    """Run every benchmark and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help="leave out the 1,000 generated maps"
    )
    parser.add_argument(
        "--scale", action="store_true", help="measure how check grows, and nothing else"
    )
    parser.add_argument(
        "--diff", action="store_true", help="measure a diff, and nothing else"
    )
    parser.add_argument(
        "--runs", type=int, default=3, help="how often each is measured"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if options.scale:
            scale(place)
            return
        if options.diff:
            compare(place)
            return
        specs = place / "specs"
        shutil.copytree(ROOT / "specs", specs)
        print(f"{'what':46} {'seconds':>8}  {'against':34} {'ratio':>6}")
        measure(specs, place, options.runs)
        if not options.quick:
            many = place / "many"
            write_maps(many, 1000)
            measure(many, place, options.runs, name="1,000 maps of 50 fields")


def measure(project: Path, place: Path, runs: int, name: str = "specs/") -> None:
    """Check and build one project, cold and warm."""
    cache = place / "cache"
    bare = median(runs, lambda: bare_parse(project))
    check = median(
        runs, lambda: dwmap("check", project, cache=cache), before=lambda: forget(cache)
    )
    show(f"cold check, {name}", check, "a bare Lark parse of the same files", bare)
    warm = median(runs, lambda: dwmap("check", project, cache=cache))
    show(f"warm check, {name}", warm, "cold check", check)
    touched = median(
        runs,
        lambda: dwmap("check", project, cache=cache),
        before=lambda: touch(project),
    )
    show(f"check after one change, {name}", touched, "cold check", check)
    watched = beside_an_editor(project, cache, runs)
    show(f"check --watch after one change, {name}", watched, "cold check", check)
    out = project.parent / "generated"
    build = median(
        runs,
        lambda: dwmap("build", project, cache=cache),
        before=lambda: forget(cache, out),
    )
    show(f"cold build, {name}", build, "cold check", check)
    touched = median(
        runs,
        lambda: dwmap("build", project, cache=cache),
        before=lambda: touch(project),
    )
    show(f"build after one change, {name}", touched, "cold build", build)
    nothing = median(runs, lambda: dwmap("build", project, cache=cache))
    show(f"build, nothing changed, {name}", nothing, "cold build", build)


def scale(place: Path) -> None:
    """How a cold check grows with the number of maps, in time and in memory."""
    print(f"{'maps':>6} {'seconds':>8} {'ms a map':>9} {'MB':>6}  ratio of time a map")
    first = 0.0
    for count in (100, 1000, 10_000):
        project, cache = place / f"maps{count}", place / "cache"
        write_maps(project, count)
        forget(cache)
        start = time.perf_counter()
        memory = dwmap("check", project, cache=cache)
        seconds = time.perf_counter() - start
        each = 1000 * seconds / count
        first = first or each
        print(
            f"{count:6} {seconds:8.2f} {each:9.2f} {memory:6.0f}  {each / first:.2f}",
            flush=True,
        )


def compare(place: Path, count: int = 1000, changed: int = 20) -> None:
    """
    A diff; the second one finds the trees of both states remembered, as a second push on one machine does.

    The maps look each other up in one chain. Changes of 20 maps that stand together have to do with few files; those
    of maps all along the chain with all of them, which is the worst that there is.
    """
    for title, step in (("together", 1), ("apart", count // changed)):
        project, cache = place / title, place / f"{title}-cache"
        write_maps(project, count)
        git(project, "init", "--quiet", "--initial-branch", "main")
        git(project, "add", "--all")
        git(project, "commit", "--quiet", "--message", "before")
        for path in sorted(project.glob("map*.dwmap"))[::step][:changed]:
            path.write_text(path.read_text().replace("  Field3 = field3\n", "", 1))
        stat = median(3, partial(git, project, "diff", "--stat"))
        words = ("diff", str(project), "--fail-on", "never")
        for turn in ("first", "second"):
            start = time.perf_counter()
            run(dwmap_arguments(*words), environment_with(cache))
            seconds = time.perf_counter() - start
            what = f"{turn} diff, {count} maps, {changed} {title}"
            show(what, seconds, "git diff --stat", stat)


def git(folder: Path, *words: str) -> None:
    """A command of git, under a name of its own."""
    name = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    command = ["git", "-C", str(folder), *name, *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def median(
    runs: int, action: Callable[[], object], before: Callable[[], None] | None = None
) -> float:
    """The median time of `action` in seconds; `before` is not counted."""
    times = []
    for _ in range(runs):
        if before is not None:
            before()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def beside_an_editor(project: Path, cache: Path, runs: int) -> float:
    """The median of the seconds that a running `check --watch` says it took for a change."""
    arguments = [sys.executable, "-m", "dwmap", "check", "--watch", str(project)]
    times: list[float] = []
    with subprocess.Popen(
        arguments,
        env=environment_with(cache),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if told := re.search(r": (\d+\.\d+) s; waiting", line):
                times.append(float(told[1]))
                if len(times) > runs:
                    process.send_signal(signal.SIGINT)
                else:
                    touch(project)
    return statistics.median(times[1:])


def dwmap(command: str, project: Path, *, cache: Path) -> float:
    """Run one command in a process of its own; gives the most memory that it or a child of it used, in MB."""
    return run(dwmap_arguments(command, str(project)), environment_with(cache))


def dwmap_arguments(*words: str) -> list[str]:
    """The command line of `dwmap`."""
    return [sys.executable, "-m", "dwmap", *words]


def environment_with(cache: Path) -> dict[str, str]:
    """What a process is started with, its caches in a folder of their own."""
    return {
        **os.environ,
        "XDG_CACHE_HOME": str(cache),
        "PYTHONPATH": str(ROOT / "compiler"),
    }


def run(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Run a process, which must end well; gives its memory in MB."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            arguments, env=environment, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise SystemExit(errors.read().decode())
    return usage.ru_maxrss / 1024


def bare_parse(project: Path) -> None:
    """Read every file with Lark alone: no tree of ours, no checks; the grammar comes from Lark's cache."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from lark import Lark\n"
        "from dwmap.syntax.lalr import LineEndings\n"
        "grammar = sys.argv[1] + '/../grammar/dwmap.lark'\n"
        "lark = Lark.open(grammar, parser='lalr', postlex=LineEndings(), maybe_placeholders=False, cache=True)\n"
        "for path in Path(sys.argv[2]).rglob('*.dwmap'):\n"
        "    lark.parse(path.read_text())\n"
    )
    run(
        [sys.executable, "-c", code, str(ROOT / "compiler"), str(project)],
        dict(os.environ),
    )


def forget(*folders: Path) -> None:
    """Remove caches and output."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def touch(project: Path) -> None:
    """Change one map for good: one more line of documentation."""
    path = max(
        (p for p in project.rglob("*.dwmap") if "\nmap " in "\n" + p.read_text()),
        key=str,
    )
    changed = f"/// Changed at {time.time_ns()}.\nmap "
    path.write_text(re.sub(r"(?m)^map ", changed, path.read_text(), count=1))


def write_maps(folder: Path, count: int) -> None:
    """A project of `count` maps with `FIELDS` fields each, in a file each."""
    folder.mkdir()
    (folder / "dwmap.toml").write_text('name = "many"\n[build]\nout = "../generated"\n')
    for number in range(count):
        (folder / f"map{number:04}.dwmap").write_text(one_map(number))


def one_map(number: int) -> str:
    """Two entities and a map between them: texts, numbers, a lookup to the map before."""
    fields = range(FIELDS - 2)
    kinds = [
        ("string(60)", "string(60)?"),
        ("int", "int?"),
        ("decimal(18, 2)", "decimal(18, 2)?"),
    ]
    left = "\n".join(f"  Field{i} {kinds[i % 3][0]}" for i in fields)
    right = "\n".join(f"  field{i} {kinds[i % 3][1]}" for i in fields)
    lines = "\n".join(f"  Field{i} = field{i}" for i in fields)
    before = max(number - 1, 0)
    return (
        f"entity fo.E{number} {{\n  key Number\n  Number string(20)\n  Parent string(20)\n{left}\n}}\n\n"
        f"entity ce.e{number} {{\n  integration key number\n  number string(20)\n"
        f"  parent -> ce.e{before}?\n{right}\n}}\n\n"
        f"map M{number} : fo.E{number} <-> ce.e{number} {{\n  version 1.0.0.0\n\n"
        f"  Number = number\n  Parent = parent.number\n{lines}\n}}\n"
    )


def show(what: str, seconds: float, against: str, reference: float) -> None:
    """One line of the table."""
    print(f"{what:46} {seconds:8.2f}  {against:34} {seconds / reference:6.2f}")


if __name__ == "__main__":
    main()
