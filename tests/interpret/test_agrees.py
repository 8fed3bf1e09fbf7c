"""The interpreter of the IR and the generated Python mean the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from dwmap.interpret.maps import Interpreter
from dwmap.interpret.values import UNSET, Refusal, Value
from harness.golden import cases
from harness.packages import Way, ways, write_package
from harness.projects import compile_folder
from harness.solutions import specs

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("case", cases("examples"))
def test_on_every_construct(case: Path, tmp_path: Path) -> None:
    """Each example of the language, on records full of borders."""
    project, _ = compile_folder(case)
    assert project is not None
    package = write_package(project, tmp_path, f"same_{case.name}")

    for way in ways(project, package):
        _compare(way, records=200)


@pytest.mark.parametrize("records", [40, pytest.param(2_000, marks=pytest.mark.long)])
def test_on_every_published_map(records: int) -> None:
    """All maps of specs/, as they are committed."""
    for way in ways(specs(), "dual_write"):
        _compare(way, records)


def _compare(way: Way, records: int) -> None:
    chance = random.Random(f"{way.map.name} {way.heading}")
    interpreter = Interpreter(way.map, way.scope)
    for _ in range(records):
        record = way.random_record(chance)
        where = f"{way.map.name} {way.heading} {record}"
        if not way.source.blind:
            found = _outcome(partial(way.in_scope, record))
            assert found == _scope(interpreter, way, record), where
        if way.assignments:
            written = _outcome(partial(way.carry, record))
            assert written == _interpreted(interpreter, way, record), where


def _scope(interpreter: Interpreter, way: Way, record: dict[str, Value]) -> Any:
    try:
        return interpreter.in_scope(way.side, record)
    except Refusal as refusal:
        return refusal.code


def _interpreted(interpreter: Interpreter, way: Way, record: dict[str, Value]) -> Any:
    taken = {one.target.text for one in way.assignments}
    try:
        written = interpreter.carry(way.heading, record)
    except Refusal as refusal:
        return refusal.code
    return _typed(
        {
            path: value
            for path, value in written.items()
            if value is not UNSET and path in taken
        }
    )


def _outcome(run: Callable[[], Any]) -> Any:
    """What a generated function gives, or the code of its refusal; anything else is a fault."""
    try:
        found = run()
    except Exception as error:
        if not hasattr(error, "code"):
            raise
        return error.code
    return _typed(found) if isinstance(found, dict) else found


def _typed(written: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """Values with their types: 1, 1.0 and true are not the same."""
    return {path: (type(each).__name__, each) for path, each in written.items()}
