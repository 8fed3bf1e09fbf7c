"""Tables say what maps say: nothing is lost on the way out, nor on the way back, in both layouts."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from dwmap.diagnostics import Report
from dwmap.driver import compile_sources
from dwmap.formatter.print_ast import print_file
from dwmap.importers import Sources, import_sources
from dwmap.importers.model import MapTable
from dwmap.importers.tables import read_tables
from dwmap.ir.model import Project
from dwmap.solutions.stored import MapWriter
from dwmap.source import SourceFile
from dwmap.tables import Rule, Table, file_each, one_file, tables_of
from dwmap.tables.write import file_of, text_of
from harness.solutions import customizations as customizations_of
from harness.solutions import row_of, specs, take, zip_of
from harness.stored_maps import mappings, meaning
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LAYOUTS = ("one file", "a file each")


def _files(project: Project, layout: str) -> list[SourceFile]:
    if layout == "one file":
        return [SourceFile("tables.md", one_file(project))]
    return [SourceFile(name, text) for name, text in file_each(project).items()]


def _read(files: list[SourceFile]) -> list[MapTable]:
    report = Report()
    tables = [table for file in files for table in read_tables(file, report)]
    assert list(report) == []
    return tables


@cache
def _of_specs(layout: str) -> list[MapTable]:
    return _read(_files(specs(), layout))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_is_counted(layout: str) -> None:
    """Each line, pair, default, constant and filter of the 111 maps of specs/ stands in a table."""
    rows = [row for table in _of_specs(layout) for row in table.rows]
    lines = [line for one in specs().maps for line in one.fields if not line.implied]
    used = Counter(line.transform.name for line in lines if line.transform)
    constants = [
        line
        for line in lines
        if line.default or "constant" in (line.left.node, line.right.node)
    ]
    filters = [f for one in specs().maps for f in (one.left_filter, one.right_filter)]
    found = [f for t in _of_specs(layout) for f in (t.left_filter, t.right_filter)]
    stored = [rule for table in tables_of(specs()) for rule in table.rules]

    assert len(_of_specs(layout)) == len(specs().maps) == 111
    assert len(rows) == len(lines)
    assert sum(bool(row.pairs) for row in rows) == sum(used.values())
    assert sum(len(row.pairs) for row in rows) == sum(len(one.pairs) for one in stored)
    assert sum(row.default is not None for row in rows) == len(constants)
    assert sum(map(bool, found)) == sum(map(bool, filters))
    assert [part for table in tables_of(specs()) for part in table.left_out] == []


def _meanings(project: Project) -> list[object]:
    """What dual-write would hold of each map, by its entities."""
    writer = MapWriter(project)
    rows = [writer.stored(one).row["msdyn_mapping"] for one in project.maps]
    return sorted((meaning(row) for row in rows), key=repr)


def _imported(files: list[SourceFile]) -> Project:
    report = Report()
    imported = import_sources(Sources(files), report)
    assert not report.has_errors, [one.message for one in report]
    texts = {path: print_file(file) for path, file in imported.files.items()}
    found = Report()
    project = compile_sources(
        [SourceFile(path, text) for path, text in texts.items()], "imported", found
    )
    assert project is not None, [one.message for one in found]
    return project


@pytest.mark.parametrize("layout", LAYOUTS)
def test_import_of_an_export_means_the_same(layout: str) -> None:
    """All maps of specs/, rule by rule, read from their tables alone."""
    back = _imported(_files(specs(), layout))

    assert _meanings(back) == _meanings(specs())


@pytest.mark.parametrize("layout", LAYOUTS)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True), st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_map_comes_back(
    layout: str, places: list[int], data: st.DataObject
) -> None:
    """Maps with every kind of rule: what the tables say is what the maps say."""
    rows = [row_of(data.draw(mappings(place)), f"Map {place}") for place in places]
    given = take(zip_of({"customizations.xml": customizations_of(rows)})).project

    back = _imported(_files(given, layout))

    assert _meanings(back) == _meanings(given)


# Letters, digits and every sign that Markdown, HTML or a table could take for its own; words that mean something.
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]
)
_SIGNS = st.sampled_from(list("|`\\<>&#:;*_~[](){}$^@!\"'/-+=. "))
_WORDS = st.sampled_from(["<br>", "&#124;", "&amp;", "\\|", "` : `", "none", "a b"])
_TEXTS = (
    st.lists(_LETTERS | _SIGNS | _WORDS, min_size=1, max_size=6)
    .map("".join)
    .filter(lambda text: text.strip().casefold() != "blank")
)


@given(st.lists(st.tuples(_TEXTS, _TEXTS), max_size=3), _TEXTS, _TEXTS)
@settings(max_examples=500, deadline=None)
def test_any_text_stays_what_it_is(
    pairs: list[tuple[str, str]], default: str, label: str
) -> None:
    """Values, defaults and names of entities: no sign of a text is read as markup. Blanks at an edge count in values and defaults."""
    rule = Rule("A", "><", tuple(pairs), "a", default)
    label = " ".join(label.split()) or "x"
    table = Table("M", label, "things", "", "", "", (rule,), ())

    for text in (text_of([table]), file_of(table)):
        [found] = _read([SourceFile("a.md", text)])

        assert (found.left.text, found.right.text) == (label, "things")
        [row] = found.rows
        assert [(one.left, one.right) for one in row.pairs] == pairs
        assert (row.default.text if row.default else "") == default


@given(_TEXTS | st.sampled_from(["Source filter: x", "**Reversed source filter:** y"]))
@settings(max_examples=200, deadline=None)
def test_what_is_said_of_a_map_is_no_part_of_it(doc: str) -> None:
    """A description that looks like a filter, a heading or a table is a paragraph."""
    rule = Rule("A", "=", (), "a", "")
    table = Table("M", "Things", "things", doc, "", "", (rule,), (doc,))

    [found] = _read([SourceFile("a.md", file_of(table))])

    assert (found.left_filter, found.right_filter) == (None, None)
    assert [(row.left and row.left.text, row.op) for row in found.rows] == [("A", "=")]
