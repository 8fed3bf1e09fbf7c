"""Small projects, each with the code and the page that come out, and what they do to records."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import black
import pytest
from dwmap.emit.package import emit_changes
from dwmap.interpret.values import Value
from dwmap.ir.model import Project
from dwmap.prove.values import values_of
from harness.golden import Golden, cases
from harness.packages import Way, ways, write_package
from harness.projects import compile_folder, compile_with_origins

CASES = cases("emit")


def _project(case: Path) -> Project:
    project, messages = compile_folder(case)
    assert project is not None, messages
    assert messages == ""
    return project


@pytest.mark.parametrize("case", CASES)
def test_what_comes_out(case: Path, golden: Golden) -> None:
    """The module of each map, the shared functions and tables, and the map's page."""
    project, origins, messages = compile_with_origins(case)
    assert project is not None, messages
    assert messages == ""
    targets = ("docs", "python")
    files = emit_changes(project, {}, {}, targets=targets, origins=origins).files
    shown = {
        path.removeprefix("docs/maps/"): text
        for path, text in files.items()
        if _is_shown(path) and _has_something(path, text)
    }

    golden.check(case, shown, inputs=("input.dwmap", "records.txt"))


def _is_shown(path: str) -> bool:
    if path.startswith("docs/maps/"):
        return True
    own = "/" not in path and path.endswith(".py")
    return own and path not in (
        "__init__.py",
        "__main__.py",
        "_project.py",
        "_tables.py",
    )


def _has_something(path: str, text: str) -> bool:
    return not path.startswith("_") or "def " in text or "dict[" in text


@pytest.mark.parametrize("case", CASES)
def test_black_leaves_it_as_it_is(case: Path) -> None:
    """The fast formatter gives what the reference gives."""
    for path in case.glob("*.py"):
        text = path.read_text("utf-8")
        assert black.format_str(text, mode=black.Mode()) == text, path.name


@pytest.mark.parametrize("case", CASES)
def test_what_it_does_to_records(case: Path, golden: Golden, tmp_path: Path) -> None:
    """A record a line: what it becomes, or why it is refused."""
    project = _project(case)
    package = write_package(project, tmp_path, f"golden_{case.name}")
    lines = [line for way in ways(project, package) for line in _carried(way)]

    golden.check(
        case,
        {"records.txt": "\n".join(lines) + "\n"},
        inputs=("input.dwmap", "*.py", "*.md"),
    )


def _carried(way: Way) -> list[str]:
    """An ordinary record, and what changes when one of its values does."""
    if not way.assignments:
        return []
    chance = random.Random(way.map.name)
    usual = _usual(way)
    lines = [
        f"{way.map.name} {way.heading}",
        f"  {_values(usual)}",
        f"  -> {_outcome(way, usual, {})}",
    ]
    written = _written(way, usual)
    for field in way.source.fields:
        name = field.ref.text.casefold()
        values = values_of(field.type, way.scope)
        tried = (
            values if len(values) <= 5 else [*chance.sample(values[:-1], 3), values[-1]]
        )
        for value in tried:
            outcome = _outcome(way, usual | {name: value}, written)
            lines.append(f"  {name} = {_short(value)} -> {outcome}")
    return [*lines, ""]


def _usual(way: Way) -> dict[str, Value]:
    """A record in which every field has an ordinary value of its type."""
    record: dict[str, Value] = {}
    for field in way.source.fields:
        values = values_of(field.type, way.scope)
        usual = _USUAL.get(field.type.kind, values[0])
        if isinstance(usual, str):
            usual = usual[: field.type.length]
        record[field.ref.text.casefold()] = usual
    return record


_USUAL: dict[str, Value] = {
    "any": "5",
    "text": "A1",
    "int": 7,
    "long": 7,
    "decimal": Decimal("12.5"),
    "double": 2.5,
    "datetime": datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    "date": date(2026, 3, 1),
    "time": time(12, 30),
}


def _outcome(way: Way, record: dict[str, Value], usual: dict[str, Any]) -> str:
    """What is written otherwise than usually, and whether the record takes part at all."""
    try:
        inside = "" if way.in_scope(record) else "(outside) "
        written = way.carry(record)
    except Exception as error:
        return f"refused: {error.code}"  # type: ignore[attr-defined]  # any other has none
    gone = {name: "left alone" for name in usual if name not in written}
    changed = {
        name: value
        for name, value in written.items()
        if name not in usual or repr(value) != repr(usual[name])
    }
    return f"{inside}{_values(changed | gone) if changed or gone else 'the same'}"


def _written(way: Way, record: dict[str, Value]) -> dict[str, Any]:
    try:
        return way.carry(record)
    except Exception:
        return {}


def _values(record: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {_short(value)}" for name, value in record.items())


def _short(value: Any) -> str:
    """A value with its type where that is no text; long ones cut, in ASCII."""
    shown = ascii(value)
    if isinstance(value, Decimal | date | time | datetime):
        shown = f"{type(value).__name__} {value}"
    return f"{shown[:16]}... ({len(str(value))})" if len(shown) > 60 else shown
