"""The language reference tells the truth: its blocks are one project, its tables are those of the compiler."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dwmap.diagnostics import Report, Severity
from dwmap.diagnostics.render import render_all
from dwmap.driver import compile_sources
from dwmap.semantic.stdlib import BUILT_IN, FUNCTIONS
from dwmap.source import SourceFile
from dwmap.syntax.ast import Decl
from dwmap.syntax.legalize import POLICIES, STATUSES, SYSTEM_KINDS
from dwmap.syntax.parser import parse_file

TEXT = (Path(__file__).parents[2] / "grammar" / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```dwmap\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SOURCES = [
    SourceFile(f"block{number:02}.dwmap", text) for number, text in enumerate(BLOCKS, 1)
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.path)
def test_a_block_is_read(source: SourceFile) -> None:
    """What an author copies from the page can be read."""
    report = Report()
    parse_file(source, report)

    assert render_all(report.diagnostics) == ""


def test_the_blocks_are_one_project() -> None:
    """Together they compile, and nothing of them is declared twice or nowhere."""
    report = Report()

    project = compile_sources(SOURCES, "reference", report)

    serious = [each for each in report if each.severity is not Severity.NOTE]
    assert render_all(serious) == ""
    assert project is not None


def test_every_construct_is_there() -> None:
    """No kind of declaration is left to the grammar's comments."""
    shown = {
        type(decl).__name__
        for source in SOURCES
        for decl in parse_file(source, Report()).declarations
    }

    assert {kind.__name__ for kind in Decl.__args__} - shown == set()


def test_the_functions_are_those_of_the_language() -> None:
    """Each has a row, with as many inputs as it takes."""
    table = TEXT.partition("### Functions\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)\((.*?)\)` \|", table, re.MULTILINE)

    assert [name for name, _ in rows] == sorted(FUNCTIONS)
    for name, inputs in rows:
        count = len([one for one in inputs.split(", ") if one != "…"])
        assert FUNCTIONS[name].accepts_count(count), name
        assert FUNCTIONS[name].more == ("…" in inputs), name


@pytest.mark.parametrize(
    "word",
    sorted({*BUILT_IN, *SYSTEM_KINDS, *STATUSES, *sum(POLICIES.values(), ())}),
)
def test_every_word_of_a_table_is_explained(word: str) -> None:
    """Types, kinds of systems, choices of policies: none is missing."""
    assert re.search(rf"`{word}\b[^`\n]*`", TEXT)


def test_the_contents_lead_somewhere() -> None:
    """Every link of the page has its heading."""
    headings = {
        re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) - headings == set()
