"""The examples beside the rules of the grammar parse, and so do expressions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dwmap.diagnostics import Report
from dwmap.source import SourceFile
from dwmap.syntax.parser import parse_file

GRAMMAR = Path(__file__).parents[2] / "grammar" / "dwmap.lark"
TEXT = GRAMMAR.read_text(encoding="utf-8")
BLOCKS = [
    "\n".join(line[4:] for line in block.splitlines())
    for block in re.findall(r"(?:^//> ?.*\n)+", TEXT, re.MULTILINE)
]
EXPRESSIONS = re.findall(r"^//: (.*)$", TEXT, re.MULTILINE)


def _parse(text: str) -> list[str]:
    report = Report()
    parse_file(SourceFile("example.dwmap", text), report)
    return [f"{each.code}: {each.message}" for each in report]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:40])
def test_every_construct_has_an_example_that_parses(block: str) -> None:
    """What stands above a rule is an example of it."""
    assert [] == _parse(block)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_expression_of_the_grammar_parses(expression: str) -> None:
    """An expression of the grammar may stand in parentheses as the source of a line."""
    assert [] == _parse(f"map M : fo.A <-> ce.b {{\n  ({expression}) >> target\n}}\n")


def test_there_are_examples() -> None:
    """The patterns above find the examples."""
    assert len(BLOCKS) >= 14
    assert len(EXPRESSIONS) >= 8
