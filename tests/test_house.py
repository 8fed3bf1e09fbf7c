"""The sizes and habits of the house, counted; each exception stands here with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 60
MEDIAN_FILE = 120
MEDIAN_FUNCTION = 10

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {
    "compiler/dwmap/runtime/_carry.py:_weigh": "a list of named steps",
}
LONG_TEMPLATES: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _files(*patterns: str) -> list[Path]:
    """Files that a person wrote: no golden text, no caches."""
    found = {
        path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()
    }
    written = [path for path in found if "tests/cases/" not in path.as_posix()]
    return sorted(path for path in written if "__pycache__" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


COMPILER = _files("compiler/dwmap/**/*.py")
PYTHON = COMPILER + _files("tests/**/*.py")
TEXTS = PYTHON + _files("grammar/*.lark")
TEMPLATES = _files("templates/**/*.*")


def _functions(path: Path) -> Iterator[tuple[str, Function]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield f"{_name(path)}:{node.name}", node


def _length(function: Function) -> int:
    """The lines from `def` to the end; explaining is free, so the docstring does not count."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _over(
    sizes: Iterable[tuple[str, int]], limit: int, allowed: dict[str, str]
) -> list[tuple[str, int]]:
    """What is larger than it may be, and what is on the list of exceptions for no reason."""
    measured = dict(sizes)
    over = [(name, size) for name, size in measured.items() if size > limit]
    unlisted = [(name, size) for name, size in over if name not in allowed]
    idle = [(name, measured.get(name, 0)) for name in allowed if name not in dict(over)]
    return unlisted + idle


def test_no_file_is_too_long() -> None:
    """A file answers one question; at 250 lines ask what the second one is."""
    sizes = [(_name(path), _lines(path)) for path in TEXTS]

    assert _over(sizes, LONGEST_FILE, LONG_FILES) == []


def test_no_function_is_too_long() -> None:
    """A function fits a glance."""
    sizes = [
        (name, _length(node)) for path in PYTHON for name, node in _functions(path)
    ]

    assert _over(sizes, LONGEST_FUNCTION, LONG_FUNCTIONS) == []


def test_no_template_is_too_long() -> None:
    """Views decide and templates place, which takes few lines."""
    sizes = [
        (_name(path), _lines(path)) for path in TEMPLATES if path.suffix == ".jinja"
    ]

    assert _over(sizes, LONGEST_TEMPLATE, LONG_TEMPLATES) == []


def test_the_typical_file_is_short() -> None:
    """Half of the compiler's files are read without scrolling far."""
    assert median(map(_lines, COMPILER)) <= MEDIAN_FILE


def test_the_typical_function_is_short() -> None:
    """Half of the compiler's functions are read in one look."""
    lengths = [_length(node) for path in COMPILER for _, node in _functions(path)]

    assert median(lengths) <= MEDIAN_FUNCTION


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A module opens with one sentence on its purpose."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", COMPILER, ids=_name)
def test_the_compiler_never_asserts(path: Path) -> None:
    """`python -O` removes `assert`, so what must hold is checked and raised."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)
    ] == []


@pytest.mark.parametrize("path", PYTHON, ids=_name)
def test_every_exception_to_a_tool_has_its_reason(path: Path) -> None:
    """`# type: ignore[code]  # why`, `# noqa: CODE  # why`, and nothing left unfinished."""
    bare = re.compile(
        r"# type: ignore(?!\[[\w, -]+\]  # \w)|# noqa(?!: [\w, ]+  # \w)|# FIXME"
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    quoted = ('"', "`", "'")

    assert [
        line
        for line in lines
        if (found := bare.search(line)) and line[found.start() - 1] not in quoted
    ] == []


def test_every_decision_has_the_same_parts() -> None:
    """A decision is one page: context, decision, price; numbered without gaps."""
    decisions = _files("compiler/decisions/*.md")
    headings = [
        re.findall(r"^## (.*)$", path.read_text(encoding="utf-8"), re.M)
        for path in decisions
    ]

    assert headings == [["Context", "Decision", "Price"]] * len(decisions)
    assert [int(path.name[:4]) for path in decisions] == list(
        range(1, len(decisions) + 1)
    )
