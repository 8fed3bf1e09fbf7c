"""The formatter: the cases of tests/cases/format, and that every file of the repository is stable."""

from __future__ import annotations

from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.diagnostics.render import render_all
from dwmap.formatter.safety import Formatted, format_source
from dwmap.project import decode_source
from dwmap.source import SourceFile
from harness.golden import ROOT, Golden, cases, shown

MARKER = "// output\n"
REAL = sorted((ROOT / "specs").rglob("*.dwmap"))
OTHERS = [
    path
    for path in sorted((ROOT / "tests" / "cases").rglob("*.dwmap"))
    if path.parent.name != "format"
]


def _formatted(text: str, name: str) -> str:
    result = format_source(SourceFile(name, text))
    if isinstance(result, Formatted):
        return result.text
    raise AssertionError(render_all(result))


@pytest.mark.parametrize("case", cases("format", "*.dwmap"))
def test_a_case_is_printed_as_it_says(case: Path, golden: Golden) -> None:
    """A case is its input, the marker and the output; without the marker nothing may change."""
    before, marker, expected = case.read_text(encoding="utf-8").partition(MARKER)

    actual = _formatted(before, shown(case))

    if golden.update and marker and actual != expected:
        case.write_text(before + MARKER + actual, encoding="utf-8")
        golden.rewritten.append(f"rewritten, review it and run again: {shown(case)}")
    assert (expected if marker else before) == actual


@pytest.mark.parametrize("case", cases("format", "*.dwmap"))
def test_an_output_is_stable(case: Path) -> None:
    """What a case says is canonical is left alone."""
    before, marker, expected = case.read_text(encoding="utf-8").partition(MARKER)

    assert _formatted(expected or before, shown(case)) == (expected or before)


@pytest.mark.slow
def test_the_specs_are_in_their_form() -> None:
    """What this repository ships is formatted."""
    texts = {path: path.read_text(encoding="utf-8") for path in REAL}

    changed = [
        shown(path)
        for path, text in texts.items()
        if _formatted(text, shown(path)) != text
    ]

    assert changed == []


def test_every_other_case_can_be_formatted() -> None:
    """The inputs of all cases are formatted safely, or cannot be read in the first place."""
    for path in OTHERS:
        source = decode_source(path.read_bytes(), shown(path), Report())
        if source is None:
            continue
        result = format_source(source)

        if not isinstance(result, Formatted):
            assert "unsafe-format" not in [one.code for one in result], shown(path)
