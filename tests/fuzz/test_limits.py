"""The largest inputs, each in a process that may take so much memory and no more; minutes, so left out by default."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

MEMORY = 3_000_000_000
SECONDS = 1800
MILLION = 1_000_000
MAP = "map M : fo.A <-> ce.b {\n"


def _each(text: str, count: int) -> str:
    """The text once for each number, which it has at `#`."""
    return "".join(text.replace("#", str(number)) for number in range(count))


SPECS: dict[str, Callable[[], str]] = {
    "a line of 100 MB": lambda: "// " + "x" * 100 * MILLION,
    "a comment of 31 MB": lambda: "// " + "x" * 31 * MILLION,
    "a text of 31 MB": lambda: f'{MAP}  "{"x" * 31 * MILLION}" >> b\n}}\n',
    "a name of 31 MB": lambda: f"{MAP}  {'x' * 31 * MILLION} = b\n}}\n",
    "stray words of 30 MB": lambda: f"{MAP}  {'x ' * 15 * MILLION}\n}}\n",
    "empty lines of 31 MB": lambda: "\n" * 31 * MILLION,
    "a million parentheses": lambda: (
        f"{MAP}  where fo {'(' * MILLION}x{')' * MILLION}\n}}\n"
    ),
    "a million open parentheses": lambda: f"{MAP}  where fo {'(' * MILLION}\n}}\n",
    "a million open brackets": lambda: f"{MAP}  where fo x in {'[' * MILLION}\n}}\n",
    "a million open braces": lambda: "{" * MILLION,
    "a million times not": lambda: f"{MAP}  where fo {'not ' * MILLION}x\n}}\n",
    "100,000 declarations": lambda: _each("enum fo.E# { A }\n", 100_000),
    "100,000 maps": lambda: _each("map M# : fo.A# <-> ce.b# {\n  A = b\n}\n", 100_000),
    "100,000 statements that cannot be read": lambda: (
        f"{MAP}{_each('  A = = b', 100_000)}\n}}\n"
    ),
    "100,000 misspelt names": lambda: (
        "entity fo.A {\n  Field int\n}\n"
        + MAP
        + _each("  Feild = b#\n", 100_000)
        + "}\n"
    ),
    "100,000 names, each misspelt": lambda: (
        f"entity fo.A {{\n{_each('  Field#xyz int', 100_000)}}}\n"
        f"{MAP}{_each('  Feild#xyz = b#', 100_000)}}}\n"
    ),
}
TABLE = "### A (as)\n\nLeft | Map type | Right | Default value\n---|---|---|---\n"
FOREIGN: dict[str, tuple[str, Callable[[], str]]] = {
    "a table of 100 MB": ("tables.md", lambda: TABLE + "x" * 100 * MILLION),
    "a table of 100,000 rows": (
        "tables.md",
        lambda: TABLE + _each("N# | = | n# |\n", 100_000),
    ),
    "a table of 100,000 broken rows": (
        "tables.md",
        lambda: TABLE + "N | n |\n" * 100_000,
    ),
    "a line of dashes": ("tables.md", lambda: f"{TABLE}{'-' * 99_000}x\n" * 100),
    "columns in a million brackets": ("columns.json", lambda: "[" * MILLION),
    "a plan in a million brackets": ("plan.toml", lambda: f"a = {'[' * MILLION}"),
    "a key with a million parts": (
        "keys.csv",
        lambda: f'map,keys\nas - A,"{"a," * MILLION}"\n',
    ),
}


def _run(*arguments: str) -> int:
    """The exit code of `dwmap`, which has so much memory."""
    code = (
        "import resource, sys; from dwmap.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        "main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode in (0, 1, 2), done.stderr.decode("utf-8", "replace")[-2000:]
    return done.returncode


@pytest.mark.parametrize("name", SPECS)
def test_large_specs_are_checked_and_formatted(name: str, tmp_path: Path) -> None:
    """With findings or without, but to the end."""
    (tmp_path / "large.dwmap").write_text(SPECS[name]())

    _run("check", str(tmp_path), "--format", "concise")
    _run("fmt", "--check", str(tmp_path))


@pytest.mark.parametrize("name", FOREIGN)
def test_large_sources_are_imported(name: str, tmp_path: Path) -> None:
    """Or refused with a reason."""
    file, text = FOREIGN[name]
    (tmp_path / "tables.md").write_text(f"{TABLE}N | = | n |\n")
    (tmp_path / file).write_text(text())
    option = {"columns.json": "--schema", "plan.toml": "--plan", "keys.csv": "--keys"}
    more = [option[file], str(tmp_path / file)] if file in option else []

    _run("import", str(tmp_path / "tables.md"), *more, "--out", str(tmp_path / "out"))
