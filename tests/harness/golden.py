"""Golden files: what a case produces is compared with the files beside its input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parents[1] / "cases"
ROOT = CASES.parents[1]
INPUTS = ("input.*", "before.*", "after.*", "case.toml", "dwmap.toml", "README.md")


def cases(suite: str, pattern: str = "*/") -> list[Any]:
    """
    The cases of tests/cases/<suite>, for `pytest.mark.parametrize("case", ...)`.

    A case is a folder, or with a pattern such as `*.dwmap` a file.
    """
    root = CASES / suite
    found = sorted(root.glob(pattern.rstrip("/")))
    wanted = [path for path in found if path.is_dir() == pattern.endswith("/")]
    if not wanted:
        raise ValueError(f"no cases match {pattern} in {shown(root)}")
    stray = [] if pattern.endswith("/") else _without_input(root, wanted)
    if stray:
        raise ValueError(f"golden files without their input: {', '.join(stray)}")
    return [pytest.param(path, id=path.relative_to(root).as_posix()) for path in wanted]


def shown(path: Path) -> str:
    """The path as messages print it, from the top of the repository where possible."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


@dataclass
class Golden:
    """The `golden` fixture: compares, or with --update-golden rewrites and then fails."""

    update: bool = False
    rewritten: list[str] = field(default_factory=list)

    def check(
        self,
        case: Path,
        outputs: Mapping[str, str],
        *,
        inputs: Sequence[str] = INPUTS,
        others: Sequence[str] = (),
    ) -> None:
        """Fail the test unless `compare_files` finds no complaint."""
        __tracebackhide__ = True
        known = (*inputs, *others)
        complaints = compare_files(case, outputs, update=self.update, known=known)
        if self.update:
            self.rewritten += complaints
        if complaints:
            pytest.fail("\n".join(complaints), pytrace=False)


def compare_files(
    case: Path,
    outputs: Mapping[str, str],
    *,
    update: bool = False,
    known: Sequence[str] = INPUTS,
) -> list[str]:
    """
    What differs between `outputs` and the golden files of `case`; best is nothing.

    Names are relative to a case folder (`out/accounts.py`), or appended to a case file
    (`stderr.txt` of `a.dwmap` is `a.dwmap.stderr.txt`). A missing file means that
    nothing is expected. A file that is neither an output nor matched by a pattern in
    `known` is left over.
    """
    complaints = []
    for name, actual in sorted(outputs.items()):
        path = golden_path(case, name)
        expected = _read(path)
        if expected == actual:
            continue
        if update:
            _write(path, actual)
            complaints.append(f"rewritten, review it and run again: {shown(path)}")
        else:
            complaints.append(_difference(path, expected, actual))
    left = (shown(path) for path in _left_over(case, outputs, known))
    return complaints + [f"left over, no test produces it: {path}" for path in left]


def golden_path(case: Path, name: str) -> Path:
    """Where the output `name` of a case lies."""
    return case / name if case.is_dir() else case.with_name(f"{case.name}.{name}")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _write(path: Path, text: str) -> None:
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    else:
        path.unlink(missing_ok=True)


def _difference(path: Path, expected: str, actual: str) -> str:
    lines = unified_diff(
        _visible_lines(expected),
        _visible_lines(actual),
        f"{shown(path)} (expected)",
        "actual",
        lineterm="",
    )
    return "\n".join(lines) + "\nto accept: pytest --update-golden"


def _visible_lines(text: str) -> list[str]:
    """The lines, a carriage return shown and a missing last newline told."""
    if not text:
        return []
    lines = text.replace("\r", "␍").split("\n")
    return lines[:-1] if not lines[-1] else [*lines[:-1], f"{lines[-1]}⟨no newline⟩"]


def _left_over(
    case: Path, outputs: Mapping[str, str], known: Sequence[str]
) -> Iterator[Path]:
    beside = case.rglob("*") if case.is_dir() else case.parent.glob(f"{case.name}.*")
    for path in sorted(beside):
        start = 0 if case.is_dir() else len(case.name) + 1
        base = case if case.is_dir() else case.parent
        name = path.relative_to(base).as_posix()[start:]
        expected = name in outputs or any(fnmatch(name, one) for one in known)
        if path.is_file() and "__pycache__" not in path.parts and not expected:
            yield path


def _without_input(root: Path, wanted: list[Path]) -> list[str]:
    """Files of a suite of file cases that belong to no case of it."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = tuple(str(path) for path in wanted)
    return [shown(path) for path in files if not str(path).startswith(names)]
