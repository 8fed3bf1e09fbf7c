"""Every construct of the language is a folder in tests/cases/examples: it compiles, and its IR is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dwmap.ir.json import UnknownVersion, dump_project, load_project, schema
from dwmap.ir.node import plain
from harness.golden import Golden, cases
from harness.projects import SPECS, compile_folder

CASES = cases("examples")
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@pytest.mark.parametrize("case", CASES)
def test_it_compiles(case: Path, golden: Golden) -> None:
    """There are no errors; notes and warnings are known, and so is what it means."""
    project, messages = compile_folder(case)

    assert project is not None, messages
    outputs = {"ir.json": dump_project(project), "stderr.txt": messages}
    golden.check(case, outputs, inputs=SPECS)


@pytest.mark.parametrize("case", CASES)
def test_its_ir_is_read_back(case: Path) -> None:
    """The JSON says all there is to say."""
    project, _ = compile_folder(case)

    assert project is not None
    assert load_project(dump_project(project)) == project


@pytest.mark.parametrize("case", CASES)
def test_its_ir_fits_the_schema(case: Path) -> None:
    """What another tool is told about the JSON is true."""
    project, _ = compile_folder(case)
    root = schema()

    assert project is not None
    assert _misfits(plain(project), root, root, "$") == []


def test_json_of_another_version_is_refused() -> None:
    """A reader that does not know the model says so."""
    with pytest.raises(UnknownVersion, match="version 1 of the IR, the file says 0"):
        load_project('{"version": 0, "name": "old"}')


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"version": 1}', '{"version": 1, "x": 2}']
)
def test_json_that_is_no_project_is_refused(text: str) -> None:
    """The reason is a ValueError, whatever is wrong."""
    with pytest.raises(ValueError):
        load_project(text)


def _misfits(
    value: Any, rule: dict[str, Any], root: dict[str, Any], at: str
) -> list[str]:
    """Where a value breaks a rule of the schema: as much of JSON schema as pydantic writes."""
    if "$ref" in rule:
        return _misfits(value, root["$defs"][rule["$ref"].rpartition("/")[2]], root, at)
    for word in ("anyOf", "oneOf"):
        if word in rule:
            tries = [_misfits(value, one, root, at) for one in rule[word]]
            return [] if [] in tries else [f"{at}: fits none of {word}"]
    if "const" in rule and value != rule["const"]:
        return [f"{at}: is not {rule['const']!r}"]
    if "enum" in rule and value not in rule["enum"]:
        return [f"{at}: {value!r} is none of {rule['enum']}"]
    if "type" in rule and not isinstance(value, _TYPES[rule["type"]]):
        return [f"{at}: {value!r} is no {rule['type']}"]
    found: list[str] = []
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += _misfits(item, rule.get("items", {}), root, f"{at}[{index}]")
    if isinstance(value, dict):
        known = rule.get("properties", {})
        found += [
            f"{at}: lacks {name}"
            for name in rule.get("required", ())
            if name not in value
        ]
        if rule.get("additionalProperties") is False:
            found += [f"{at}: has {name}" for name in value if name not in known]
        for name, item in value.items():
            found += _misfits(item, known.get(name, {}), root, f"{at}.{name}")
    return found
