"""What holds for every tree: its print is read as the same tree, and printed again it is the same text."""

from __future__ import annotations

import re

from dwmap.diagnostics import Report
from dwmap.formatter.print_ast import print_file
from dwmap.formatter.safety import Formatted, check_same_meaning, format_source
from dwmap.source import SourceFile
from dwmap.syntax import ast
from dwmap.syntax.parser import parse_file
from formatter.declarations import files
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject


def _read(text: str) -> ast.File:
    report = Report()
    file = parse_file(SourceFile("generated.dwmap", text), report)
    assert [one.message for one in report if one.severity.value == "error"] == []
    return file


@given(files)
@settings(deadline=None)
def test_what_is_printed_is_read_as_the_same_tree(tree: ast.File) -> None:
    """An importer's tree survives the way through text."""
    assert check_same_meaning(tree, _read(print_file(tree))) is None


@given(files)
@settings(deadline=None)
def test_printing_is_idempotent(tree: ast.File) -> None:
    """The canonical form is its own canonical form."""
    text = print_file(tree)

    assert print_file(_read(text)) == text


@given(files, st.data())
@settings(deadline=None)
def test_comments_and_blank_lines_anywhere_are_kept(
    tree: ast.File, data: DataObject
) -> None:
    """Wherever a line ends, a comment can stand; the safety net has nothing to catch."""
    commented: list[str] = []
    for n, line in enumerate(print_file(tree).splitlines()):
        above = data.draw(
            st.sampled_from(
                ["", "", "", "\n", f"// above {n}\n", f"\n// apart {n}\n\n"]
            )
        )
        if line.lstrip().startswith("///") or (commented and "///" in commented[-1]):
            above = ""
        behind = data.draw(st.sampled_from(["", "", f" // behind {n}"]))
        if line.lstrip().startswith("///"):
            behind = ""
        commented.append(f"{above}{line}{behind}\n")
    text = "".join(commented)
    result = format_source(SourceFile("commented.dwmap", text))

    assert isinstance(result, Formatted), f"{result[0].message}\n{text}"
    assert not re.search(r"[ \t]$|\n\n\n", result.text, re.MULTILINE)
